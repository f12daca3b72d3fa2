/**
 * Random systems of threads and interrupt handlers that do little but acquire and release locks, in consistent order or not: small
 * enough for the reference to explore hundreds of them.
 */
import { defineSystem, type LockOptions, mutex, rwLock, spinLock, ticketLock } from 'everywhen';
import fc from 'fast-check';

const LOCKS = ['a', 'b', 'c', 'd'] as const;
/** Of a read-write lock, what its readers do. */
const RW_KINDS = ['queue but interrupts', 'queue', 'queue irqsave', 'pass'] as const;
export const KINDS = ['spin', 'irqsave', 'ticket', 'ticket irqsave', 'mutex', ...RW_KINDS] as const;
type Kind = (typeof KINDS)[number];
const isRw = (kind: Kind) => (RW_KINDS as readonly Kind[]).includes(kind);
const isSaving = (kind: Kind) => kind.endsWith('irqsave');

const action = fc.record({
  does: fc.constantFrom(
    ...(['take', 'take', 'take', 'take', 'try', 'give', 'give', 'give', 'off', 'on', 'choose', 'inside'] as const),
  ),
  lock: fc.constantFrom(...LOCKS),
  second: fc.constantFrom(...LOCKS),
  reads: fc.boolean(),
  subclass: fc.constantFrom(0, 0, 0, 1),
});
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

export const randomLocks = fc.record({
  contexts: fc.array(
    fc.record({
      actions: fc.array(action, { minLength: 1, maxLength: 5 }),
      priority: fc.constantFrom(undefined, undefined, 1, 2),
      cpu: fc.constantFrom('cpu0', 'cpu0', 'cpu1'),
      loops: fc.boolean(),
      mayWait: fc.boolean(),
    }),
    { minLength: 2, maxLength: 3 },
  ),
  kinds: fc.array(fc.constantFrom(...KINDS), { minLength: 4, maxLength: 4 }),
  ranked: fc.boolean(),
  sameClass: fc.boolean(),
  ascending: fc.boolean(),
});
export type RandomLocks = typeof randomLocks extends fc.Arbitrary<infer T> ? T : never;

// The data decides at run time what a step does, so snapshots are used untyped here.
// biome-ignore lint/suspicious/noExplicitAny: see above.
type Untyped = any;

/** The system that the data describes; `note` is called with the features that its steps use. */
export function buildLocks(data: RandomLocks, note: (feature: string) => void = () => {}) {
  const { contexts, kinds, ranked, sameClass, ascending } = data;
  const components = Object.fromEntries(
    LOCKS.map((name, i) => {
      const options = {
        ...(ranked && { rank: i }),
        ...(sameClass && i < 2 && { class: 'ab' }),
        ...(ascending && { nesting: 'ascending' as const }),
      };
      return [name, declared(kinds[i] as Kind, options)];
    }),
  );
  let builder: Untyped = defineSystem(components);
  contexts.forEach(({ actions, priority, cpu, loops, mayWait }, c) => {
    const name = `p${c}`;
    const end = loops ? 'loop' : 'halt';
    const handler = priority !== undefined;
    const labels = Object.fromEntries(actions.map((one, i) => [`l${i}`, stepOf(one, kinds, handler && loops, note)]));
    const waits = mayWait ? { mayWaitAt: [`l${actions.length - 1}`] } : {};
    builder = handler
      ? builder.interrupt(name, { arrive: (s: Untyped) => s, ...labels }, { cpu, priority, end, ...waits })
      : builder.process(name, labels, { cpu, end, ...waits });
  });
  return builder.lockOrder('L', 'locks');
}

function declared(kind: Kind, options: LockOptions) {
  if (kind === 'spin' || kind === 'irqsave') return spinLock(options);
  if (kind === 'mutex') return mutex(options);
  if (kind === 'ticket' || kind === 'ticket irqsave') return ticketLock(options);
  return rwLock({ ...options, readers: kind === 'queue irqsave' ? 'queue' : kind });
}

function stepOf(
  { does, lock, second, reads, subclass }: Action,
  kinds: readonly Kind[],
  /** Of a handler that runs again: with its end it forgets the setting that irqsave saved, and it may still hold the lock. */
  forgets: boolean,
  note: (feature: string) => void,
) {
  const kindOf = (name: string) => kinds[(LOCKS as readonly string[]).indexOf(name)] as Kind;
  const methodOf = (kind: Kind) =>
    `acquire${isRw(kind) ? (reads ? 'Read' : 'Write') : ''}${isSaving(kind) ? 'Irqsave' : ''}`;
  const take = (s: Untyped, name: string) => {
    const kind = kindOf(name);
    // Without a limit, repeated read acquisitions would give infinitely many states.
    const readsMax = second === 'c' && !isSaving(kind) ? 2 : 1;
    if (isRw(kind) && s.get(name).readers.get(s.process, 0) >= readsMax) return s;
    const taken = s[methodOf(kind)](name, { subclass });
    note(`${kind} ${taken === undefined ? 'awaited' : 'taken'}${s.current() === 'thread' ? '' : ' in a handler'}`);
    if (subclass > 0) note('subclass');
    return taken;
  };
  return (s: Untyped): Untyped => {
    switch (does) {
      case 'take':
        return take(s, lock);
      case 'try':
        return isSaving(kindOf(lock)) ? s : (s.tryAcquire(lock) ?? s.halt());
      case 'give': {
        const mine = s.get(lock).heldBy(s.process) !== undefined;
        if (isSaving(kindOf(lock)) && !forgets) return mine ? s.releaseIrqrestore(lock) : s;
        // Sometimes a lock that another process holds.
        return mine || second === 'd' ? s.release(lock) : s;
      }
      case 'off':
        return s.disableInterrupts();
      case 'on':
        return s.enableInterrupts();
      case 'choose':
        return s.choose({ stay: s, one: take(s, lock), other: take(s, second) });
      case 'inside':
        return (
          take(s, lock) &&
          (isSaving(kindOf(lock)) ? take(s, lock).releaseIrqrestore(lock) : take(s, lock).release(lock))
        );
    }
  };
}
