/**
 * What a step may do with shared memory, as its author sees it. What the memory makes of it stands in semantics/memory-access.ts.
 *
 * Where another CPU could act between two accesses on the real machine, write each access as a step of its own.
 */
import type { IndexOf, ReplicaNames, SingleNames, ValueOf } from '../model/declaration.ts';

/**
 * Loads, stores, fences and locked instructions. Under `tso` they mean what they mean in the abstract machine of x86-TSO (Sewell et
 * al., CACM 53(7), 2010), under `pso` in SPARC's partial store order (The SPARC architecture manual, version 9, appendix D).
 */
export interface MemorySteps<C> {
  /**
   * The value of a location as the CPU of this process sees it: the newest store to it in the CPU's own store buffer, or else memory.
   *
   * @throws UserError `E_COMPONENT` for a component that is not shared.
   * @example
   * const system = defineSystem({ x: shared(0), y: shared(0) }, { memory: 'tso' })
   *   .process('p', { x: (s) => s.store('x', 1), y: (s) => s.set('r', s.load('y')) }, { locals: { r: 2 } })
   *   .process('q', { y: (s) => s.store('y', 1), x: (s) => s.set('r', s.load('x')) }, { locals: { r: 2 } })
   *   .invariant('SB', 'one sees the other', (s) => s.local('p', 'r') !== 0 || s.local('q', 'r') !== 0);
   * // => SB: violated
   */
  load<K extends SingleNames<C, 'shared'>>(location: K): ValueOf<C[K]>;
  load<K extends ReplicaNames<C, 'shared'>>(location: K, index: IndexOf<C[K]>): ValueOf<C[K]>;

  /**
   * Stores to a location: to memory under `sc`, to the store buffer of this process' CPU under `tso` and `pso`. A full store buffer
   * blocks the step, and the verdicts of the run are inconclusive then: raise `buffer` in `defineSystem`.
   *
   * Each buffered store is part of the state, so stores cost states.
   *
   * @throws UserError `E_COMPONENT` for a component that is not shared, `E_VALUE` for a value that cannot be part of a state,
   * `E_SYSTEM` in a process that is declared with `stores: false`.
   * @example
   * const system = defineSystem({ x: shared(0) }, { memory: 'tso' })
   *   .process('p', { store: (s) => s.store('x', 1) })
   *   .quiescent('drained', 'in the end memory has it', (s) => s.get('x') === 1);
   * // => holds
   */
  store<K extends SingleNames<C, 'shared'>>(location: K, to: NoInfer<ValueOf<C[K]>>): this | undefined;
  store<K extends ReplicaNames<C, 'shared'>>(
    location: K,
    index: IndexOf<C[K]>,
    to: NoInfer<ValueOf<C[K]>>,
  ): this | undefined;

  /**
   * A full barrier (MFENCE; MEMBAR #StoreLoad and #StoreStore): blocks the step until the store buffer of this process' CPU is empty.
   * `--ablate fences` takes out all fences of one name together. In one step after a store, a fence waits for ever.
   *
   * @throws UserError `E_SYSTEM` for a fence without a name.
   * @example
   * const system = defineSystem({ x: shared(0) }, { memory: 'tso' })
   *   .process('p', { store: (s) => s.store('x', 1), fence: (s) => s.fence('after x'), done: (s) => s })
   *   .invariant('seen', 'after the fence memory has it', (s) => s.at('p') !== 'done' || s.get('x') === 1);
   * // => holds
   */
  fence(name: string): this | undefined;

  /**
   * A locked read-modify-write (LOCK ADD, XADD, ...): blocks the step until the store buffer of this process' CPU is empty, then
   * changes memory at once. `by` gets the value in memory.
   *
   * `name` is what `--ablate fences` knows it by. @defaultValue the process and label, `p.add`
   *
   * @throws UserError `E_COMPONENT` for a component that is not shared, `E_VALUE` for a value that cannot be part of a state.
   * @example
   * const system = defineSystem({ n: shared(0) }, { memory: 'tso' })
   *   .processes('p', 2, { add: (s) => s.locked('n', (n) => n + 1) })
   *   .quiescent('both', 'no addition is lost', (s) => s.get('n') === 2);
   * // => holds
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
   * process that never stores. It is never blocked then, and its type says so. Where `--ablate fences` has taken a fence out, it
   * blocks the step instead of failing, as `locked` does.
   *
   * @throws UserError `E_STEP` where `locked` would block, and as `locked`.
   * @example
   * const system = defineSystem({ x: shared(0), n: shared(0) }, { memory: 'tso' })
   *   .process('p', {
   *     store: (s) => s.store('x', 1),
   *     add: (s) => s.fence('before n')?.lockedNow('n', (n) => n + 1).halt(),
   *   })
   *   .invariant('order', 'x is in memory before n', (s) => s.get('n') === 0 || s.get('x') === 1);
   * // => holds
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
   * As `locked`, and continues from the old value (XCHG, CMPXCHG, BTS). `then` runs also if the change left the value as it was; it
   * gets the snapshot after the change and the value before it, and its result is the result of `exchange`.
   *
   * @throws UserError as `locked`.
   * @example
   * const system = defineSystem({ taken: shared(false) }, { memory: 'tso' })
   *   .processes('p', 2, {
   *     spin: (s) => s.exchange('taken', () => true, (after, was) => (was ? undefined : after)),
   *     inside: (s) => s.locked('taken', () => false),
   *   })
   *   .invariant('exclusion', 'one at a time', (s) => s.at('p', 0) !== 'inside' || s.at('p', 1) !== 'inside');
   * // => holds
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
