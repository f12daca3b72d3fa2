/**
 * The AP: its program with the emulated write that enables its APIC (ENABLE), its interrupt handler, its VM entries.
 *
 * The labels of the program are what it does next. At those of guest code it is at a guest boundary; the routines of the
 * hypervisor begin with their first step, so that before it the AP is in the guest and after it is not.
 */
import type { Domain } from 'everywhen';
import type { Processes, S, Steps } from './components.ts';
import type { Candidate } from './designs.ts';
import { type Choice, PROGRAMS } from './parameters.ts';
import { inGuest, inOrder, raiseVector, refuseVector, requestUpcall, select, setVector } from './routines.ts';

/** `seen`: what this ENABLE has read of UP. */
export type ApLocals = { readonly seen: Domain<boolean> };
type ApS = S<ApLocals>;
/** Knows where the AP is. */
type Beside<N extends keyof Processes> = S<object, never, Pick<Processes, N>>;

export function applicationProcessor(candidate: Candidate, choice: Choice): Steps<ApS> {
  const { raisesOnSet, refusesOthers, minds } = candidate;
  const sequence = sequenceOf(candidate, choice);
  const after = (label: string) => sequence[sequence.indexOf(label) + 1] as string;
  /** Back to the guest, past what is left of the compensation. */
  const leave = (s: ApS) => s.set('seen', false).goto(after('e.irr'));

  return inOrder<ApS>(
    {
      // SIPI starts a CPU with interrupts off.
      'a.start': (s) => s.when(s.get('online'))?.disableInterrupts(),
      // Linux looks for stale bits right before it enables its APIC (setup_local_APIC).
      'a.check': (s) => {
        const here = inGuest(s);
        return (
          here && (here.get('cycles') === choice.CYC ? here.assert('S', !here.load('irr') && !here.get('isr')) : here)
        );
      },
      'g.rd': (s) => (s.load('pending') ? inGuest(s) : inGuest(s)?.goto(after('g.col'))),
      'g.clr': (s) =>
        choice.GCLR === 'plain'
          ? inGuest(s)?.store('pending', false)
          : inGuest(s)?.exchange(
              'pending',
              () => false,
              (now, old) => (old ? now : now.goto(after('g.col'))),
            ),
      'g.col': (s) => collect(s, choice),
      'g.ipi': (s) => (s.load('pending') && s.get('enabled') ? requestUpcall(s) : inGuest(s)),

      'e.rd': (s) => inGuest(s)?.set('seen', s.load('vector') && s.load('pending')),
      'e.en': (s) => {
        const enabled = writeSpiv(s, true, choice);
        if (candidate.compensates !== 'reads first' || choice.SPIV !== 'exit') return enabled;
        return s.get('seen') ? enabled : enabled?.goto(after('e.irr'));
      },
      'e.fence': (s) => s.fence('APFENCE'),
      'e.vec': (s) => (s.load('vector') || !minds.vector ? s : leave(s)),
      'e.up': (s) => {
        const read = s.set('seen', s.load('pending'));
        return read.get('seen') || !minds.pending ? read : leave(read);
      },
      'e.irr': (s) =>
        (minds.vector || s.load('vector') ? raiseVector(s) : refuseVector(s))
          ?.assert('J', s.get('seen'))
          .set('seen', false),

      'a.sti': (s) => inGuest(s)?.enableInterrupts(),
      'r.sel': (s) => select(s)?.call('register', {}),
      'h.vec': (s) => {
        if (refusesOthers && !s.get('enabled')) return inGuest(s)?.set('rejected', true);
        const set = setVector(s);
        return raisesOnSet ? set?.call('set', {}) : set;
      },

      idle:
        choice.CYC === 0
          ? {}
          : {
              'c.cli': {
                environment: (s) =>
                  inGuest(s)
                    ?.when(s.get('cycles') > 0 && !s.get('isr') && !s.load('irr'))
                    ?.update('cycles', (left) => left - 1)
                    .disableInterrupts(),
              },
            },
      'c.dis': (s) => writeSpiv(s, false, choice)?.goto('a.check'),
    },
    sequence,
  );
}

/** The labels of the AP's program, in order. */
function sequenceOf({ compensates, guest }: Candidate, { ORDER, SPIV, CYC, APFENCE, GCLR }: Choice): readonly string[] {
  const emulated = SPIV === 'exit' ? compensates : 'never';
  const enable = {
    never: ['e.en'],
    'reads first': ['e.rd', 'e.en', 'e.irr'],
    'after enabling': ['e.en', ...(APFENCE === 1 ? ['e.fence'] : []), 'e.vec', 'e.up', 'e.irr'],
  }[emulated];
  const clear = [...(GCLR === 'plain' ? ['g.rd'] : []), 'g.clr', 'g.col'];
  return [
    'a.start',
    'a.check',
    ...(guest === 'clears early' ? clear : []),
    ...enable,
    ...(guest === 'clears' ? clear : guest === 'self-ipi' ? ['g.ipi'] : []),
    ...PROGRAMS[ORDER].ap,
    'idle',
    ...(CYC > 0 ? ['c.dis'] : []),
  ];
}

/**
 * The guest writes SPIV. Emulated, the hypervisor's flag is a plain store of the AP's CPU; with an accelerated APIC the register
 * itself changes at once, and code that reads it live sees it; code that keeps a flag of its own never does.
 */
function writeSpiv(s: ApS, to: boolean, { SPIV }: Choice): ApS | undefined {
  const written = inGuest(s)?.set('enabled', to);
  switch (SPIV) {
    case 'exit':
      return written?.store('enabledSeen', to);
    case 'accel-live':
      return written?.locked('enabledSeen', () => to);
    case 'accel-cached':
      return written;
  }
}

/** Takes all pending ports that the selector points at. */
function collect<T extends S>(s: T, { k }: Choice): T | undefined {
  const ports = Array.from({ length: k }, (_, i) => i);
  return s.exchange(
    'selector',
    () => false,
    (now, old) => (old ? ports.reduce<T | undefined>((done, i) => done?.locked('port', i, () => false), now) : now),
  );
}

const GUEST_CODE = ['a.check', 'g.rd', 'g.clr', 'g.col', 'g.ipi', 'e.rd', 'e.en', 'a.sti', 'r.sel', 'h.vec', 'idle'];

/** At a guest boundary: between two instructions of the guest, with nothing left in the AP's store buffer. */
function atBoundary<T extends Beside<'AP'>>(s: T, { compensates }: Candidate): T | undefined {
  const label = s.at('AP');
  // After an early read the hypervisor is in the middle of its emulation.
  return GUEST_CODE.includes(label) && !(label === 'e.en' && compensates === 'reads first') ? inGuest(s) : undefined;
}

/** Delivery, and the guest's handler (the upcall of Linux: clear the flag, scan, look again, EOI). */
export function handler(candidate: Candidate, choice: Choice): Steps<Beside<'AP'>> {
  return {
    'a.deliver': (s) =>
      atBoundary(s, candidate)
        ?.when(s.get('enabled') && s.load('irr') && !s.get('isr'))
        ?.locked('irr', () => false)
        ?.set('isr', true)
        .assert('U', (all) => all.get('pending')),
    'h.1': (s) => s.locked('pending', () => false),
    'h.2': (s) => collect(s, choice),
    'h.3': (s) => (s.load('pending') ? s.goto('h.1') : s),
    'h.4': (s) => s.set('isr', false),
  };
}

/** x.poll: looks at UP at every VM entry; hypervisor code that runs while no handler does. */
export function pollOnEntry(candidate: Candidate): Steps<Beside<'AP' | 'handler'>> {
  return {
    'x.poll': (s) =>
      s.at('handler') === 'a.deliver' &&
      atBoundary(s, candidate)?.when(
        s.load('enabledSeen') && s.load('vector') && s.load('pending') && !s.load('irr') && !s.get('isr'),
      ) &&
      raiseVector(s),
  };
}
