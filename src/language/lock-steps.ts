/** What a step may do with locks and interrupts: part of `Snapshot` (snapshot.ts). */
import type { IndexOf, ReplicaNames, SingleNames, ValueOf } from '../model/declaration.ts';
import type { Mutex, RwLock, SpinLock, TicketLock } from '../model/locks/lock.ts';
import type { Nesting } from '../model/locks/lock-declaration.ts';

/**
 * Locks and interrupts. A lock that is held blocks the step, also where the process itself holds it: locks do not nest. A lock that is
 * replicated takes its index as the second argument. Every method that takes a lock accepts `{ subclass }` last, for lock analysis.
 *
 * Every method throws `E_COMPONENT` for a component that is not declared and `E_INDEX` for a replica that does not exist.
 */
export interface LockSteps<C> {
  /**
   * Takes a spin lock, ticket lock or mutex; blocks the step while it is held.
   *
   * A held ticket lock costs a step of its own: the process stays at its label and draws the ticket. From then on it must take the
   * lock when its turn comes.
   *
   * @throws UserError `E_STEP` in the first step of an interrupt handler that would draw a ticket: its first step is the arrival; and for a
   * subclass that is not a whole number from 0 to 7.
   * @example
   * const system = defineSystem({ lock: spinLock() })
   *   .processes('p', 2, { enter: (s) => s.acquire('lock'), inside: (s) => s.release('lock') })
   *   .invariant('exclusion', 'one at a time', (s) => s.at('p', 0) !== 'inside' || s.at('p', 1) !== 'inside');
   * // => holds
   */
  acquire<K extends LockNames<C, SingleNames<C>>>(lock: K, nesting?: Nesting): this | undefined;
  acquire<K extends LockNames<C, ReplicaNames<C>>>(lock: K, index: IndexOf<C[K]>, nesting?: Nesting): this | undefined;
  /**
   * Takes a lock if it is free and is `undefined` otherwise. The process does not wait, so lock analysis records no dependency into
   * the lock, as lockdep does not for a trylock.
   *
   * @example
   * const system = defineSystem({ lock: spinLock() }).processes('p', 2, {
   *   try: (s) => s.tryAcquire('lock') ?? s.halt(),
   *   inside: (s) => s.release('lock'),
   * });
   * // => holds
   */
  tryAcquire<K extends LockNames<C, SingleNames<C>>>(lock: K, nesting?: Nesting): this | undefined;
  tryAcquire<K extends LockNames<C, ReplicaNames<C>>>(
    lock: K,
    index: IndexOf<C[K]>,
    nesting?: Nesting,
  ): this | undefined;
  /**
   * Turns interrupts off where the process runs, then takes the lock (spin_lock_irqsave). While it waits for a spin lock, interrupts are as
   * they were; where waiting with interrupts off matters, turn them off in a step of its own. In the queue of a ticket lock it waits with
   * interrupts off.
   *
   * @example
   * const system = defineSystem({ lock: spinLock() })
   *   .process('main', { enter: (s) => s.acquireIrqsave('lock'), leave: (s) => s.releaseIrqrestore('lock') }, { cpu: 'cpu0' })
   *   .interrupt('tick', {
   *     arrive: { environment: (s) => s },
   *     lock: (s) => s.acquire('lock'),
   *     unlock: (s) => s.release('lock'),
   *   }, { cpu: 'cpu0' });
   * // => deadlock: holds
   */
  acquireIrqsave<K extends SpinningNames<C, SingleNames<C>>>(lock: K, nesting?: Nesting): this | undefined;
  acquireIrqsave<K extends SpinningNames<C, ReplicaNames<C>>>(
    lock: K,
    index: IndexOf<C[K]>,
    nesting?: Nesting,
  ): this | undefined;
  /**
   * Takes a read-write lock together with other readers; blocks the step while a writer holds it. While a writer waits, the declaration
   * decides (`readers`): by default the step blocks, too, unless it is a step of an interrupt handler.
   *
   * @example
   * const system = defineSystem({ table: rwLock() })
   *   .processes('reader', 2, { enter: (s) => s.acquireRead('table'), read: (s) => s.release('table') })
   *   .reachable('both', 'two may read', (s) => s.at('reader', 0) === 'read' && s.at('reader', 1) === 'read');
   * // => both: holds
   */
  acquireRead<K extends RwLockNames<C, SingleNames<C>>>(lock: K, nesting?: Nesting): this | undefined;
  acquireRead<K extends RwLockNames<C, ReplicaNames<C>>>(
    lock: K,
    index: IndexOf<C[K]>,
    nesting?: Nesting,
  ): this | undefined;
  /**
   * Takes a read-write lock alone; blocks the step while a reader or a writer holds it.
   *
   * Unless readers pass, a held lock costs a step of its own: the process stays at its label and announces itself. From then on it must
   * take the lock when its turn comes.
   *
   * @throws UserError `E_STEP` in the first step of an interrupt handler that would announce itself: its first step is the arrival.
   * @example
   * const system = defineSystem({ table: rwLock() })
   *   .process('reader', { enter: (s) => s.acquireRead('table'), read: (s) => s.release('table') })
   *   .process('writer', { enter: (s) => s.acquireWrite('table'), write: (s) => s.release('table') })
   *   .invariant('alone', 'a writer is alone', (s) => s.at('reader') !== 'read' || s.at('writer') !== 'write');
   * // => holds
   */
  acquireWrite<K extends RwLockNames<C, SingleNames<C>>>(lock: K, nesting?: Nesting): this | undefined;
  acquireWrite<K extends RwLockNames<C, ReplicaNames<C>>>(
    lock: K,
    index: IndexOf<C[K]>,
    nesting?: Nesting,
  ): this | undefined;
  /**
   * As `acquireRead`, with interrupts off as in `acquireIrqsave` (read_lock_irqsave).
   *
   * @example
   * const system = defineSystem({ table: rwLock() }).processes('reader', 2, {
   *   enter: (s) => s.acquireReadIrqsave('table'),
   *   leave: (s) => s.releaseIrqrestore('table'),
   * });
   * // => holds
   */
  acquireReadIrqsave<K extends RwLockNames<C, SingleNames<C>>>(lock: K, nesting?: Nesting): this | undefined;
  acquireReadIrqsave<K extends RwLockNames<C, ReplicaNames<C>>>(
    lock: K,
    index: IndexOf<C[K]>,
    nesting?: Nesting,
  ): this | undefined;
  /**
   * As `acquireWrite`, with interrupts off as in `acquireIrqsave` (write_lock_irqsave).
   *
   * @example
   * const system = defineSystem({ table: rwLock() }).processes('writer', 2, {
   *   enter: (s) => s.acquireWriteIrqsave('table'),
   *   leave: (s) => s.releaseIrqrestore('table'),
   * });
   * // => holds
   */
  acquireWriteIrqsave<K extends RwLockNames<C, SingleNames<C>>>(lock: K, nesting?: Nesting): this | undefined;
  acquireWriteIrqsave<K extends RwLockNames<C, ReplicaNames<C>>>(
    lock: K,
    index: IndexOf<C[K]>,
    nesting?: Nesting,
  ): this | undefined;
  /**
   * Releases a lock of any kind that this process holds.
   *
   * @throws UserError `E_STEP` for a lock that the process does not hold. In a system with a `lockOrder` property that has the rule
   * `release`, this is a finding with a trace instead.
   * @example
   * const system = defineSystem({ lock: spinLock() })
   *   .process('p', { unlock: (s) => s.release('lock') })
   *   .lockOrder('locks', 'locks are used in order', { rules: ['release'] });
   * // => locks: violated
   */
  release<K extends AnyLockNames<C, SingleNames<C>>>(lock: K): this;
  release<K extends AnyLockNames<C, ReplicaNames<C>>>(lock: K, index: IndexOf<C[K]>): this;
  /**
   * Releases a lock that was taken with irqsave, and puts interrupts back to what they were then (spin_unlock_irqrestore).
   *
   * @throws UserError `E_STEP` for a lock that was not taken with irqsave, and as `release`.
   * @example
   * const system = defineSystem({ lock: spinLock() }).processes('p', 2, {
   *   enter: (s) => s.acquireIrqsave('lock'),
   *   leave: (s) => s.releaseIrqrestore('lock'),
   * });
   * // => holds
   */
  releaseIrqrestore<K extends AnyLockNames<C, SingleNames<C>>>(lock: K): this;
  releaseIrqrestore<K extends AnyLockNames<C, ReplicaNames<C>>>(lock: K, index: IndexOf<C[K]>): this;

  /**
   * Turns interrupts off where the process runs: no handler can start there, and no other thread of that CPU runs.
   *
   * Without interrupt handlers it changes nothing.
   *
   * @example
   * const system = defineSystem({ safe: true })
   *   .process('main', {
   *     off: (s) => s.disableInterrupts().set('safe', false),
   *     on: (s) => s.set('safe', true).enableInterrupts(),
   *   }, { cpu: 'cpu0' })
   *   .interrupt('tick', { arrive: { environment: (s) => s }, end: (s) => s }, { cpu: 'cpu0' })
   *   .invariant('window', 'no tick in the window', (s) => s.get('safe') || s.current('cpu0') === 'thread');
   * // => holds
   */
  disableInterrupts(): this;
  /**
   * Turns interrupts on where the process runs; in a handler, those of a higher priority.
   *
   * @example
   * const system = defineSystem({ n: 0 })
   *   .process('main', { off: (s) => s.disableInterrupts(), on: (s) => s.enableInterrupts(), end: (s) => s }, { cpu: 'cpu0' })
   *   .interrupt('tick', { arrive: { environment: (s) => s }, end: (s) => s }, { cpu: 'cpu0' })
   *   .reachable('again', 'it can arrive again', (s) => s.at('main') === 'end' && s.current('cpu0') === 'tick');
   * // => again: holds
   */
  enableInterrupts(): this;
  /**
   * Gives the CPU back, where its threads are scheduled (the option `preemptible`): any of them, this one included, may run next. Elsewhere
   * it changes nothing.
   *
   * @example
   * const system = defineSystem({ turn: 0 })
   *   .processes('thread', 2, {
   *     begin: (s) => s.set('turn', s.index).yieldCpu(),
   *     end: (s) => s,
   *   }, { cpu: 'cpu0', preemptible: false })
   *   .reachable('both', 'one runs after the other has begun', (s) => s.get('turn') === 1 && s.at('thread', 0) === 'end');
   * // => both: holds
   */
  yieldCpu(): this;
  /**
   * What runs on a CPU: the name of an interrupt handler, or `thread`. In the first step of a handler, what it interrupts.
   *
   * @throws UserError `E_COMPONENT` for a CPU on which no process runs.
   * @defaultValue the CPU of this process
   * @example
   * const system = defineSystem({ met: value<string>('nothing') })
   *   .process('main', { work: (s) => s }, { cpu: 'cpu0' })
   *   .interrupt('tick', { arrive: { environment: (s) => s.set('met', s.current()) }, end: (s) => s }, { cpu: 'cpu0' })
   *   .invariant('met', 'it interrupts a thread', (s) => ['nothing', 'thread'].includes(s.get('met')));
   * // => holds
   */
  current(cpu?: string): string;
}

type NamesOf<C, K extends keyof C, L> = K extends keyof C ? (ValueOf<C[K]> extends L ? K : never) : never;
type LockNames<C, K extends keyof C> = NamesOf<C, K, SpinLock | TicketLock>;
/** A mutex cannot be taken with interrupts off. */
type SpinningNames<C, K extends keyof C> = Exclude<LockNames<C, K>, NamesOf<C, K, Mutex>>;
type RwLockNames<C, K extends keyof C> = NamesOf<C, K, RwLock>;
type AnyLockNames<C, K extends keyof C> = NamesOf<C, K, SpinLock | TicketLock | RwLock>;
