/**
 * What a step may do with shared memory, as its author sees it. What the memory makes of it stands in memory.ts.
 *
 * Where something else may come between two accesses on the real machine, each is a step of its own.
 */
import type { IndexOf, ReplicaNames, SingleNames, ValueOf } from '../model/declaration.ts';

export interface MemorySteps<C> {
  /** The value of a location as this process' CPU sees it: its newest store that waits in its own store buffer, else memory. */
  load<K extends SingleNames<C, 'shared'>>(location: K): ValueOf<C[K]>;
  load<K extends ReplicaNames<C, 'shared'>>(location: K, index: IndexOf<C[K]>): ValueOf<C[K]>;

  /**
   * Stores to a location: under `sc` at once, else into the store buffer of this process' CPU. Blocks while that is full, and
   * the verdicts of the run are inconclusive then.
   */
  store<K extends SingleNames<C, 'shared'>>(location: K, to: NoInfer<ValueOf<C[K]>>): this | undefined;
  store<K extends ReplicaNames<C, 'shared'>>(
    location: K,
    index: IndexOf<C[K]>,
    to: NoInfer<ValueOf<C[K]>>,
  ): this | undefined;

  /**
   * A full barrier (MFENCE; MEMBAR #StoreLoad and #StoreStore): blocks until the store buffer of this process' CPU is empty. Its
   * name is what `--ablate fences` knows it by; fences of one name go together. After a store in one step it would wait for ever.
   */
  fence(name: string): this | undefined;

  /**
   * A locked read-modify-write (LOCK ADD, XADD, ...): blocks until the store buffer of this process' CPU is empty, then changes
   * memory at once. Named by its process and label where it has no name.
   */
  locked<K extends SingleNames<C, 'shared'>>(
    location: K,
    by: (value: ValueOf<C[K]>) => NoInfer<ValueOf<C[K]>>,
    name?: string,
  ): this | undefined;
  locked<K extends ReplicaNames<C, 'shared'>>(
    location: K,
    index: IndexOf<C[K]>,
    by: (value: ValueOf<C[K]>) => NoInfer<ValueOf<C[K]>>,
    name?: string,
  ): this | undefined;

  /**
   * As `locked`, for a step that knows the store buffer of its CPU to be empty: under `sc`, after a fence in the same step, or in a
   * process that never stores. It is then never blocked, and its type says so. Throws `E_STEP` where it would be blocked. Where
   * `--ablate fences` has taken a fence out, it blocks the step instead: the step cannot know then what it knows with the fence.
   */
  lockedNow<K extends SingleNames<C, 'shared'>>(
    location: K,
    by: (value: ValueOf<C[K]>) => NoInfer<ValueOf<C[K]>>,
    name?: string,
  ): this;
  lockedNow<K extends ReplicaNames<C, 'shared'>>(
    location: K,
    index: IndexOf<C[K]>,
    by: (value: ValueOf<C[K]>) => NoInfer<ValueOf<C[K]>>,
    name?: string,
  ): this;

  /**
   * As `locked`, and goes on from the old value (XCHG, CMPXCHG, BTS), one that the change left as it is included:
   * `s.exchange('taken', () => true, (after, was) => (was ? after.goto('spin') : after))`.
   */
  exchange<K extends SingleNames<C, 'shared'>, R>(
    location: K,
    by: (value: ValueOf<C[K]>) => NoInfer<ValueOf<C[K]>>,
    then: (after: this, old: ValueOf<C[K]>) => R,
    name?: string,
  ): R | undefined;
  exchange<K extends ReplicaNames<C, 'shared'>, R>(
    location: K,
    index: IndexOf<C[K]>,
    by: (value: ValueOf<C[K]>) => NoInfer<ValueOf<C[K]>>,
    then: (after: this, old: ValueOf<C[K]>) => R,
    name?: string,
  ): R | undefined;
}
