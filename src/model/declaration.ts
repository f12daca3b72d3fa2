/**
 * How a component is declared: by its initial value, or by a domain where the initial value does not say it all.
 *
 *     { lock: new SpinLock(), awake: false, mode: value<Mode>('asleep'), served: ghost(0), irr: replicated(2, new Register()) }
 */
import type { ValueObject } from 'immutable';

/**
 * What a component may hold: a primitive, or an immutable value with value equality, such as the collections and records of Immutable.js.
 * `NaN`, `undefined`, plain objects and arrays, functions and mutable collections are refused (`E_VALUE`).
 */
export type Value = string | number | bigint | boolean | null | ValueObject;

/** A component whose values are more than its initial value shows: what `value` gives. */
export interface Domain<T extends Value> {
  /** Tells it from a value. */
  readonly kind: 'domain';
  /** The initial value. */
  readonly initial: T;
}

/** A component that only observes: what `ghost` gives. Nothing that happens may depend on it (`E_GHOST`). */
export interface Ghost<T extends Value> {
  readonly kind: 'ghost';
  readonly initial: T;
}

/** A memory location, which processes load and store as the memory of the system orders it: what `shared` gives. */
export interface Shared<T extends Value> {
  readonly kind: 'shared';
  readonly initial: T;
}

/** A channel on which a sender and a receiver of messages `T` meet: what `rendezvous` gives. It has no value. */
export interface Rendezvous<T extends Value> {
  /** Tells it from a value. */
  readonly kind: 'rendezvous';
  /** Never there at run time: the type of the messages. */
  readonly message?: T;
}

/** Components that differ only by their index, each with a footprint of its own: what `replicated` and `grid` give. */
export interface Replicas<D extends Single, I extends ReplicaIndex> {
  readonly kind: 'replicas';
  readonly indices: readonly I[];
  readonly of: (index: I) => D;
}

export type ReplicaKey = string | number;
export type ReplicaIndex = ReplicaKey | readonly [ReplicaKey, ReplicaKey];
export type Single = Value | Domain<Value> | Ghost<Value> | Shared<Value> | Rendezvous<Value>;
// biome-ignore lint/suspicious/noExplicitAny: an index is contravariant in `of`; any declaration is meant here.
export type Declaration = Single | Replicas<Single, any>;
export interface Declarations {
  readonly [component: string]: Declaration;
}

/**
 * Declares a component whose values are of the given type: the type is the domain. An initial value written in place (`false`, `0`) needs no
 * `value`.
 *
 * @example
 * const system = defineSystem({ owner: value<number | null>(null) })
 *   .process('p', { take: (s) => s.set('owner', 1) })
 *   .invariant('one', 'it has no other owner', (s) => s.get('owner') === null || s.get('owner') === 1);
 * // => holds
 */
export function value<T extends Value>(initial: NoInfer<T>): Domain<T> {
  return { kind: 'domain', initial };
}

/**
 * Declares a component for properties and claims alone. Steps write it and never read it, so that it cannot change what happens.
 *
 * Its values are part of the state: a ghost costs states where it tells apart what nothing else does.
 * @throws UserError `E_GHOST` for a step that reads it.
 * @example
 * const system = defineSystem({ wire: false, sent: ghost(0) })
 *   .process('p', { send: (s) => s.set('wire', true).update('sent', (n) => n + 1) })
 *   .invariant('once', 'it is sent once', (s) => s.get('sent') <= 1);
 * // => holds
 */
export function ghost<const D extends Value | Domain<Value>>(of: D): Ghost<ValueOf<D>> {
  return { kind: 'ghost', initial: initialOf(of) as ValueOf<D> };
}

/**
 * Declares a location of shared memory. Steps access it with `s.load`, `s.store`, `s.locked` and `s.exchange` alone, so that the memory
 * ordering of `defineSystem` applies; properties read with `s.get` what memory holds.
 *
 * @throws UserError `E_COMPONENT` for a step that reads or writes it past the memory.
 * @example
 * const system = defineSystem({ flag: shared(false) }, { memory: 'tso' })
 *   .process('p', { raise: (s) => s.store('flag', true) })
 *   .quiescent('raised', 'in the end it is raised', (s) => s.get('flag'));
 * // => holds
 */
export function shared<const D extends Value | Domain<Value>>(of: D): Shared<ValueOf<D>> {
  return { kind: 'shared', initial: initialOf(of) as ValueOf<D> };
}

/**
 * Declares a component for each of `n` indices, `0` to `n - 1`, or for each key of a list; `of` is a declaration, or gives one for each
 * index. A step that reads one replica does not depend on the others.
 *
 * @example
 * const system = defineSystem({ irr: replicated(2, false), left: replicated(['L', 'H'], (v) => (v === 'L' ? 1 : 2)) })
 *   .process('p', { raise: (s) => s.set('irr', 1, true).set('left', 'H', 0) })
 *   .invariant('L', 'the budget of L is kept', (s) => s.get('left', 'L') === 1);
 * // => holds
 */
export function replicated<D extends Single>(count: number, of: D | ((index: number) => D)): Replicas<D, number>;
export function replicated<D extends Single, const K extends ReplicaKey>(
  keys: readonly K[],
  of: D | ((key: K) => D),
): Replicas<D, K>;
export function replicated(keys: number | readonly ReplicaKey[], of: Single | ((key: never) => Single)): unknown {
  return replicas(indicesOf(keys), of as Single);
}

/**
 * Declares a component for each CPU: `perCpu(2, 0)` for `cpu0` and `cpu1`, or for each name of a list; `of` is a declaration, or gives one
 * for each name. A step reaches that of the CPU on which its process runs by `s.thisCpu`, that of another CPU by its name.
 *
 * @example
 * const system = defineSystem({ ticks: perCpu(2, 0) })
 *   .processes('thread', 2, { tick: (s) => s.update('ticks', s.thisCpu, (n) => n + 1) }, { cpu: (i) => `cpu${i}` })
 *   .quiescent('each', 'each CPU counts its own', (s) => s.get('ticks', 'cpu0') === 1 && s.get('ticks', 'cpu1') === 1);
 * // => holds
 */
export function perCpu<D extends Single>(
  cpus: number | readonly string[],
  of: D | ((cpu: string) => D),
): Replicas<D, string> {
  return replicas(
    indicesOf(cpus).map((cpu) => (typeof cpu === 'number' ? `cpu${cpu}` : cpu)),
    of,
  );
}

/**
 * Declares a component for each pair of indices: `grid(2, 3, false)` is `[0, 0]` to `[1, 2]`. Reports name one `db[1][2]`.
 *
 * @example
 * const system = defineSystem({ db: grid(2, 2, false) })
 *   .process('p', { ring: (s) => s.set('db', [0, 1], true) })
 *   .invariant('other', 'no other rings', (s) => !s.get('db', [1, 0]));
 * // => holds
 */
export function grid<D extends Single>(
  rows: number,
  columns: number,
  of: D | ((index: readonly [number, number]) => D),
): Replicas<D, readonly [number, number]> {
  const indices = Array.from({ length: rows * columns }, (_, i) => [Math.floor(i / columns), i % columns] as const);
  return replicas(indices, of);
}

function replicas<D extends Single, I extends ReplicaIndex>(
  indices: readonly I[],
  of: D | ((index: I) => D),
): Replicas<D, I> {
  return { kind: 'replicas', indices, of: typeof of === 'function' ? of : () => of };
}

/** The indices that a count or a list of keys stands for. */
export function indicesOf(keys: number | readonly ReplicaKey[]): readonly ReplicaKey[] {
  return typeof keys === 'number' ? Array.from({ length: keys }, (_, index) => index) : keys;
}

/** How a replica is printed: `irr[1]`, `db[0][1]`. */
export function replicaName(name: string, index: ReplicaIndex): string {
  return typeof index === 'object' ? `${name}[${index[0]}][${index[1]}]` : `${name}[${index}]`;
}

/** Every component that the declarations stand for, by its full name. */
export function* singlesOf(
  components: Declarations,
): Generator<readonly [name: string, single: Single, component: string]> {
  for (const [name, declaration] of Object.entries(components)) {
    if (!isReplicas(declaration)) yield [name, declaration as Single, name];
    else for (const index of declaration.indices) yield [replicaName(name, index), declaration.of(index), name];
  }
}

/** The initial value that a declaration of one component states. */
export function initialOf(single: Single): Value {
  return isTagged(single) ? single.initial : (single as Value);
}

export function isGhost(single: Single): boolean {
  return isTagged(single) && single.kind === 'ghost';
}

export function isShared(single: Single): boolean {
  return isTagged(single) && single.kind === 'shared';
}

export function isReplicas(declaration: Declaration): declaration is Replicas<Single, ReplicaIndex> {
  return isObject(declaration) && 'kind' in declaration && declaration.kind === 'replicas' && 'indices' in declaration;
}

function isTagged(single: Single): single is Domain<Value> | Ghost<Value> | Shared<Value> {
  return (
    isObject(single) &&
    'kind' in single &&
    'initial' in single &&
    (single.kind === 'domain' || single.kind === 'ghost' || single.kind === 'shared')
  );
}

function isObject(candidate: unknown): candidate is object {
  return typeof candidate === 'object' && candidate !== null;
}

// ---- what the compiler knows of a declaration ---------------------------------------------------------------------

/** `0` declares a number and `false` a boolean: an initial value written in place says its type, not its domain. */
type Widened<T> = T extends boolean
  ? boolean
  : T extends number
    ? number
    : T extends string
      ? string
      : T extends bigint
        ? bigint
        : T;

/** The type of the values of one declared component `D`. */
export type ValueOf<D> =
  D extends Replicas<infer E, infer _>
    ? ValueOf<E>
    : D extends Domain<infer T>
      ? T
      : D extends Ghost<infer T>
        ? T
        : D extends Shared<infer T>
          ? T
          : Extract<Widened<D>, Value>;

/** The type of what selects one replica of a component `D`; `never` where it is not replicated. */
export type IndexOf<D> = D extends Replicas<Single, infer I> ? I : never;

/** `real` components, `shared` ones apart: steps reach those through the memory alone. */
export type ComponentKind = 'real' | 'ghost' | 'shared';
type KindOf<D> =
  D extends Ghost<Value>
    ? 'ghost'
    : D extends Shared<Value>
      ? 'shared'
      : D extends Rendezvous<Value>
        ? 'rendezvous'
        : D extends Replicas<infer E, infer _>
          ? KindOf<E>
          : 'real';
type KeysWhere<C, Shape extends 'single' | 'replicas', Kind extends ComponentKind> = {
  [K in keyof C & string]: [ShapeOf<Declared<C, K>>, KindOf<Declared<C, K>>] extends [Shape, Kind] ? K : never;
}[keyof C & string];
/** A component that only some variants declare may be missing: `{ ...(variant === 'fixed' ? { lock: spinLock() } : {}) }`. */
type Declared<C, K extends keyof C> = Exclude<C[K], undefined>;
type ShapeOf<D> = D extends Replicas<Single, infer _> ? 'replicas' : 'single';

/** Names of components that are one, and of those that are replicated. */
export type SingleNames<C, Kind extends ComponentKind = ComponentKind> = KeysWhere<C, 'single', Kind>;
export type ReplicaNames<C, Kind extends ComponentKind = ComponentKind> = KeysWhere<C, 'replicas', Kind>;
