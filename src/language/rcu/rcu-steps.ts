/** What a step may do with RCU: part of `Snapshot` (snapshot.ts). */
import type { IndexOf, ReplicaNames, SingleNames, ValueOf } from '../../model/declaration.ts';
import type { Rcu, RcuCallback } from '../../model/rcu/rcu.ts';

/**
 * Read-copy-update. A component that is replicated takes its index as the second argument.
 *
 * Every method throws `E_COMPONENT` for a component that is not declared and `E_INDEX` for a replica that does not exist.
 */
export interface RcuSteps<C> {
  /**
   * Enters a read-side section. Sections of one process nest; a grace period waits for the outermost.
   *
   * A process in a section may not sleep: the rule `sleeping while atomic` of `.lockOrder` judges that.
   * @example
   * const system = defineSystem({ rcu: rcu() })
   *   .process('reader', { enter: (s) => s.rcuReadLock('rcu'), leave: (s) => s.rcuReadUnlock('rcu') })
   *   .invariant('inside', 'it reads between the two', (s) => s.get('rcu').isReading('reader') === (s.at('reader') === 'leave'));
   * // => holds
   */
  rcuReadLock<K extends RcuNames<C, SingleNames<C>>>(rcu: K): this;
  rcuReadLock<K extends RcuNames<C, ReplicaNames<C>>>(rcu: K, index: IndexOf<C[K]>): this;
  /**
   * Leaves a read-side section; from the outermost, every grace period that waits for the process continues without it.
   *
   * @throws UserError `E_STEP` where the process is in no section of this component.
   * @example
   * const system = defineSystem({ rcu: rcu() }).processes('reader', 2, {
   *   enter: (s) => s.rcuReadLock('rcu'),
   *   nest: (s) => s.rcuReadLock('rcu').rcuReadUnlock('rcu'),
   *   leave: (s) => s.rcuReadUnlock('rcu'),
   * });
   * // => holds
   */
  rcuReadUnlock<K extends RcuNames<C, SingleNames<C>>>(rcu: K): this;
  rcuReadUnlock<K extends RcuNames<C, ReplicaNames<C>>>(rcu: K, index: IndexOf<C[K]>): this;
  /**
   * Waits for every reader that is inside when it begins; not for a reader that enters later.
   *
   * Where a reader is inside, waiting costs a step of its own: the grace period begins and the process stays at its label. From then on it must
   * continue there. It may sleep, also where it need not.
   *
   * @throws UserError `E_STEP` in the first step of an interrupt handler that would wait: its first step is the arrival.
   * @example
   * const system = defineSystem({ rcu: rcu() })
   *   .process('reader', { enter: (s) => s.rcuReadLock('rcu'), leave: (s) => s.rcuReadUnlock('rcu'), done: (s) => s })
   *   .process('updater', { wait: (s) => s.when(s.at('reader') === 'leave')?.synchronizeRcu('rcu') })
   *   .reachable('early', 'it waits for no reader', (s) => s.at('updater') === 'halted' && s.get('rcu').isReading('reader'));
   * // => early: violated
   */
  synchronizeRcu<K extends RcuNames<C, SingleNames<C>>>(rcu: K): this | undefined;
  synchronizeRcu<K extends RcuNames<C, ReplicaNames<C>>>(rcu: K, index: IndexOf<C[K]>): this | undefined;
  /**
   * Calls a callback, which may run when every reader that is inside now has left. It does not wait. Which step is the callback says
   * `s.rcuCallback`.
   *
   * @throws UserError `E_STEP` where the callback has been called and has not run.
   * @example
   * const system = defineSystem({ rcu: rcu(), freed: false })
   *   .process('updater', { call: (s) => s.callRcu('rcu', 'free') })
   *   .rules('softirq', { free: (s) => s.rcuCallback('rcu', 'free')?.set('freed', true) })
   *   .quiescent('freed', 'it runs', (s) => s.get('freed'));
   * // => freed: holds
   */
  callRcu<K extends RcuNames<C, SingleNames<C>>>(rcu: K, callback: RcuCallback): this;
  callRcu<K extends RcuNames<C, ReplicaNames<C>>>(rcu: K, index: IndexOf<C[K]>, callback: RcuCallback): this;
  /**
   * Begins a callback: blocks the step until the callback has been called and its readers have left. The step is its first; a rule is a
   * callback of one step, as of `call_rcu()`, and a program one that may sleep, as of `queue_rcu_work()`.
   *
   * @example
   * const system = defineSystem({ rcu: rcu(), retired: 0 })
   *   .process('updater', { first: (s) => s.callRcu('rcu', 1), second: (s) => s.callRcu('rcu', 2) })
   *   .process('worker', { one: (s) => s.rcuCallback('rcu', 1), two: (s) => s.rcuCallback('rcu', 2) });
   * // => deadlock: holds
   */
  rcuCallback<K extends RcuNames<C, SingleNames<C>>>(rcu: K, callback: RcuCallback): this | undefined;
  rcuCallback<K extends RcuNames<C, ReplicaNames<C>>>(
    rcu: K,
    index: IndexOf<C[K]>,
    callback: RcuCallback,
  ): this | undefined;
}

type RcuNames<C, K extends keyof C> = K extends keyof C ? (ValueOf<C[K]> extends Rcu ? K : never) : never;
