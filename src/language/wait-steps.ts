/** What a step may do with wait queues, completions and semaphores: part of `Snapshot` (snapshot.ts). */
import type { IndexOf, ReplicaNames, SingleNames, ValueOf } from '../model/declaration.ts';
import type { Completion } from '../model/waiting/completion.ts';
import type { Semaphore } from '../model/waiting/semaphore.ts';
import type { WaitQueue } from '../model/waiting/wait-queue.ts';

/**
 * Waiting. A component that is replicated takes its index as the second argument.
 *
 * Every method throws `E_COMPONENT` for a component that is not declared and `E_INDEX` for a replica that does not exist.
 */
export interface WaitSteps<C> {
  /**
   * The process waits on a queue from now on: a wake-up after this step is not lost. It prepares, looks once more, and sleeps, in three
   * steps. A process that waits already keeps its place; a process that has been woken waits anew.
   *
   * `exclusive`: a wake-up wakes the first of the exclusive ones, first come, first served, and every other process.
   * @example
   * const system = defineSystem({ q: waitQueue(), ready: false })
   *   .process('waiter', {
   *     prepare: (s) => s.prepareToWait('q'),
   *     look: (s) => (s.get('ready') ? s.goto('finish') : s),
   *     sleep: (s) => s.sleep('q')?.goto('prepare'),
   *     finish: (s) => s.finishWait('q'),
   *   })
   *   .process('waker', { set: (s) => s.set('ready', true), wake: (s) => s.wake('q') });
   * // => deadlock: holds
   */
  prepareToWait<K extends Queues<C, SingleNames<C>>>(queue: K, waiter?: Waiter): this;
  prepareToWait<K extends Queues<C, ReplicaNames<C>>>(queue: K, index: IndexOf<C[K]>, waiter?: Waiter): this;
  /**
   * Blocks the step until a wake-up has come since the process prepared to wait. Continues at once if one has.
   *
   * @throws UserError `E_STEP` where the process has not prepared to wait since it last slept or finished.
   * @example
   * const system = defineSystem({ q: waitQueue() })
   *   .process('waiter', { prepare: (s) => s.prepareToWait('q'), sleep: (s) => s.sleep('q') })
   *   .process('waker', { wake: (s) => s.wake('q') });
   * // => deadlock: violated
   */
  sleep<K extends Queues<C, SingleNames<C>>>(queue: K): this | undefined;
  sleep<K extends Queues<C, ReplicaNames<C>>>(queue: K, index: IndexOf<C[K]>): this | undefined;
  /**
   * The process no longer waits. A process that does not sleep after all must say so: an exclusive one would take the wake-up of another.
   *
   * @example
   * const system = defineSystem({ q: waitQueue() })
   *   .process('p', { prepare: (s) => s.prepareToWait('q'), finish: (s) => s.finishWait('q') })
   *   .quiescent('none', 'none waits', (s) => !s.get('q').isWaiting('p'));
   * // => holds
   */
  finishWait<K extends Queues<C, SingleNames<C>>>(queue: K): this;
  finishWait<K extends Queues<C, ReplicaNames<C>>>(queue: K, index: IndexOf<C[K]>): this;
  /**
   * Wakes every process that waits and is not exclusive, and the first that is. If none waits, the wake-up is lost, unless the queue keeps
   * one pending.
   *
   * @example
   * const system = defineSystem({ q: waitQueue() })
   *   .processes('p', 2, { prepare: (s) => s.prepareToWait('q', { exclusive: true }), sleep: (s) => s.sleep('q') }, { mayWaitAt: ['sleep'] })
   *   .process('waker', { wake: (s) => s.when(s.get('q').exclusive.size === 2)?.wake('q') })
   *   .quiescent('one', 'the other sleeps', (s) => s.get('q').exclusive.size > 0);
   * // => holds
   */
  wake<K extends Queues<C, SingleNames<C>>>(queue: K): this;
  wake<K extends Queues<C, ReplicaNames<C>>>(queue: K, index: IndexOf<C[K]>): this;
  /**
   * Wakes every process that waits, exclusive or not.
   *
   * @example
   * const system = defineSystem({ q: waitQueue() })
   *   .processes('p', 2, { prepare: (s) => s.prepareToWait('q', { exclusive: true }), sleep: (s) => s.sleep('q') })
   *   .process('waker', { wake: (s) => s.when(s.get('q').exclusive.size === 2)?.wakeAll('q') });
   * // => deadlock: holds
   */
  wakeAll<K extends Queues<C, SingleNames<C>>>(queue: K): this;
  wakeAll<K extends Queues<C, ReplicaNames<C>>>(queue: K, index: IndexOf<C[K]>): this;

  /**
   * Lets one wait return, now or later.
   *
   * A step that completes without end makes infinitely many states unless waits keep up: `done` counts.
   * @example
   * const system = defineSystem({ work: completion() })
   *   .processes('p', 2, { wait: (s) => s.waitFor('work') })
   *   .process('q', { one: (s) => s.complete('work'), other: (s) => s.complete('work') });
   * // => deadlock: holds
   */
  complete<K extends Completions<C, SingleNames<C>>>(completion: K): this;
  complete<K extends Completions<C, ReplicaNames<C>>>(completion: K, index: IndexOf<C[K]>): this;
  /**
   * Lets every wait return, now and later.
   *
   * @example
   * const system = defineSystem({ ready: completion() })
   *   .processes('p', 2, { wait: (s) => s.waitFor('ready') })
   *   .process('q', { all: (s) => s.completeAll('ready') });
   * // => deadlock: holds
   */
  completeAll<K extends Completions<C, SingleNames<C>>>(completion: K): this;
  completeAll<K extends Completions<C, ReplicaNames<C>>>(completion: K, index: IndexOf<C[K]>): this;
  /**
   * Blocks the step until it is completed, and uses up one `complete`. Which of several processes that wait returns is open.
   *
   * @example
   * const system = defineSystem({ done: completion() })
   *   .processes('p', 2, { wait: (s) => s.waitFor('done') })
   *   .process('q', { one: (s) => s.complete('done') });
   * // => deadlock: violated
   */
  waitFor<K extends Completions<C, SingleNames<C>>>(completion: K): this | undefined;
  waitFor<K extends Completions<C, ReplicaNames<C>>>(completion: K, index: IndexOf<C[K]>): this | undefined;

  /**
   * Takes a semaphore; blocks the step while its count is 0. Which of several processes that wait takes it is open.
   *
   * @example
   * const system = defineSystem({ slots: semaphore(1) })
   *   .processes('p', 2, { enter: (s) => s.down('slots'), inside: (s) => s.up('slots') })
   *   .invariant('exclusion', 'one at a time', (s) => s.at('p', 0) !== 'inside' || s.at('p', 1) !== 'inside');
   * // => holds
   */
  down<K extends Semaphores<C, SingleNames<C>>>(semaphore: K): this | undefined;
  down<K extends Semaphores<C, ReplicaNames<C>>>(semaphore: K, index: IndexOf<C[K]>): this | undefined;
  /**
   * Releases a semaphore, also one that the process has not taken.
   *
   * @example
   * const system = defineSystem({ items: semaphore(0) })
   *   .process('consumer', { take: (s) => s.down('items') })
   *   .process('producer', { put: (s) => s.up('items') });
   * // => deadlock: holds
   */
  up<K extends Semaphores<C, SingleNames<C>>>(semaphore: K): this;
  up<K extends Semaphores<C, ReplicaNames<C>>>(semaphore: K, index: IndexOf<C[K]>): this;
}

/** How a process waits on a queue. */
interface Waiter {
  /**
   * A wake-up wakes the first of the exclusive ones only.
   * @defaultValue `false`
   */
  readonly exclusive?: boolean;
}

type NamesOf<C, K extends keyof C, T> = K extends keyof C ? (ValueOf<C[K]> extends T ? K : never) : never;
type Queues<C, K extends keyof C> = NamesOf<C, K, WaitQueue>;
type Completions<C, K extends keyof C> = NamesOf<C, K, Completion>;
type Semaphores<C, K extends keyof C> = NamesOf<C, K, Semaphore>;
