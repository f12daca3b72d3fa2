/** The exit and entry path of a vCPU. */
import type { Label } from 'everywhen';
import type { S, Vcpu, VcpuLabel, Why } from './components.ts';
import { firstHandlerStep } from './guest.ts';
import type { Wire } from './wire.ts';

type Labels = { readonly [label in VcpuLabel]?: Label<S> };

/**
 * From the entry to the guest. Steps that hold irq_lock are owed even by a vCPU that need never run again (V0=never): they are tagged
 * `system` whatever the tag of their process.
 */
export function entryPath(wire: Wire, i: Vcpu): Labels {
  const { design, choice } = wire;
  const asserts = assertsAtEntry(wire, i);
  const first = asserts ? 'entry.L1' : design.deasserts === 'entry' ? 'm.ca' : 'entry.inj';
  const accepts = (s: S) => (i === 0 || s.get('len')) && s.get('irr', i) && !s.get('isr', i);
  const deliver = firstHandlerStep(choice.style);

  return {
    'entry.0': (s) => s.goto(first),
    ...(asserts && {
      'entry.L1': (s) => wire.sample(s)?.goto('entry.L2'),
      'entry.L2': { system: (s) => wire.update(s, { next: 'entry.inj', late: 'entry.L3' }) },
      ...(wire.tmrIsLate && { 'entry.L3': { system: (s: S) => wire.writeTmr(s, 'entry.inj') } }),
    }),
    'entry.inj': (s) => {
      if (!accepts(s)) return s.goto('entry.soft');
      const injected =
        s.get('ret', i) === 'idle'
          ? s.set('irr', i, false).set('isr', i, true).set('inj', i, true)
          : s.set('win', i, true);
      return injected.goto('entry.soft');
    },
    'entry.soft': {
      kicked: (s) => s.when(s.get('kick', i))?.set('kick', i, false).goto('entry.0'),
      deliver: (s) =>
        s
          .when(!s.get('kick', i) && s.get('inj', i))
          ?.set('inj', i, false)
          .set('ret', i, 'idle')
          .goto(deliver),
      enter: (s) => {
        const to = s.get('ret', i);
        return !s.get('kick', i) && !s.get('inj', i) && s.set('ret', i, 'idle').goto(to === 'idle' ? 'guest' : to);
      },
    },
  };
}

/** From the guest to the work that the exit is for, and from there to the entry. */
export function exitPath(wire: Wire, i: Vcpu): Labels {
  const { design, choice } = wire;
  const work: { readonly [why in Why]: VcpuLabel } = {
    none: 'entry.0',
    k: 'entry.0',
    e: design.deasserts === 'EOI' ? 'eoi.L1' : 'eoi.isr',
    m: 'exit.m',
    u: 'exit.u',
    h: 'exit.h',
  };
  const masks = choice.style === 'maskack';
  const looksAtFlag = design.asserts !== 'send' && i === 0;

  return {
    'exit.0': (s) => s.goto(design.deasserts === 'exit' ? 'm.ca' : 'exit.do'),
    ...(design.deasserts === 'entry' || design.deasserts === 'exit' ? maybeDeassert(wire) : {}),
    'exit.do': (s) => s.set('why', i, 'none').goto(work[s.get('why', i)]),
    ...(masks && {
      'exit.m': (s: S) => wire.locked(s, (now) => wire.mask(now))?.goto('entry.0'),
      'exit.u': (s: S) => wire.locked(s, (now) => wire.unmask(now))?.goto('entry.0'),
    }),
    ...(i === 0 && {
      'exit.h': (s: S) =>
        s.goto(s.get('irr', 0) || s.get('kick', 0) || (looksAtFlag && s.get('up')) ? 'entry.0' : 'halt'),
      halt: {
        wake: (s: S) => s.when(s.get('kick', 0))?.goto('entry.0'),
        'x.tick': choice.V0 === 'tick' ? (s: S) => s.goto('entry.0') : undefined,
      },
    }),
    ...(design.deasserts === 'EOI' && {
      'eoi.L1': (s: S) => wire.sample(s)?.goto('eoi.L2'),
      'eoi.L2': { system: (s: S) => wire.takeDown(s, 'eoi.isr') },
    }),
    // The TMR is tested without irq_lock.
    'eoi.isr': (s) => {
      const ended = s.set('isr', i, false).set('tmr', i, false);
      if (!s.get('tmr', i)) return ended.goto('entry.0');
      return ended.goto(choice.DROPLOCK === 1 ? 'eoi.io1' : 'eoi.io');
    },
    ...(choice.DROPLOCK === 1
      ? {
          'eoi.io1': (s: S) => wire.locked(s, (now) => wire.endOfInterrupt(now))?.goto('eoi.io2'),
          'eoi.io2': (s: S) =>
            wire
              .locked(s, (now) => (choice.RECHECK === 1 && now.get('pin').remoteIrr ? now : wire.resampleAtEoi(now)))
              ?.goto('entry.0'),
        }
      : {
          'eoi.io': (s: S) => wire.locked(s, (now) => wire.resampleAtEoi(wire.endOfInterrupt(now)))?.goto('entry.0'),
        }),
  };
}

/** MAYBE, `hvm_maybe_deassert_evtchn_irq`: two looks without the lock, then UPDATE, which may also raise the wire. */
function maybeDeassert(wire: Wire): Labels {
  const { design } = wire;
  const next = design.deasserts === 'entry' ? 'entry.inj' : 'exit.do';
  return {
    'm.ca': (s) => s.goto(s.get('ca') ? 'm.up' : next),
    'm.up': (s) => s.goto(s.get('up') ? next : 'm.L1'),
    'm.L1': (s) => wire.sample(s, design.rereads ? undefined : false)?.goto('m.L2'),
    'm.L2': { system: (s) => wire.update(s, { next, late: 'm.L3' }) },
    ...(wire.tmrIsLate && design.rereads && { 'm.L3': { system: (s: S) => wire.writeTmr(s, next) } }),
  };
}

function assertsAtEntry({ design }: Wire, i: Vcpu): boolean {
  return design.asserts === 'any entry' || (design.asserts === 'vCPU 0 entry' && i === 0);
}
