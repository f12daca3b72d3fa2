/**
 * How a component is declared: by its initial value, or by a domain where the initial value does not say it all.
 *
 *     { lock: new SpinLock(), awake: false, mode: value<Mode>('asleep'), served: ghost(0), irr: replicated(2, new Register()) }
 */
import type { ValueObject } from 'immutable';

/** What a component may hold: a primitive, or an immutable value that has value equality. */
export type Value = string | number | bigint | boolean | null | ValueObject;

/** A component whose values are more than its initial value shows. */
export interface Domain<T extends Value> {
  readonly kind: 'domain';
  readonly initial: T;
}

/** A component that only observes: nothing that happens may depend on it (`E_GHOST`). */
export interface Ghost<T extends Value> {
  readonly kind: 'ghost';
  readonly initial: T;
}

/** A memory location, which processes load and store as the system's memory orders it (memory.ts). */
export interface Shared<T extends Value> {
  readonly kind: 'shared';
  readonly initial: T;
}

/** Components that differ only by their index, each with a footprint of its own: `irr[0]`, `irr[1]`. */
export interface Replicas<D extends Single, I extends ReplicaIndex> {
  readonly kind: 'replicas';
  readonly indices: readonly I[];
  readonly of: (index: I) => D;
}

export type ReplicaKey = string | number;
export type ReplicaIndex = ReplicaKey | readonly [ReplicaKey, ReplicaKey];
export type Single = Value | Domain<Value> | Ghost<Value> | Shared<Value>;
// biome-ignore lint/suspicious/noExplicitAny: an index is contravariant in `of`; any declaration is meant here.
export type Declaration = Single | Replicas<Single, any>;
export interface Declarations {
  readonly [component: string]: Declaration;
}

/** The type is the domain: `value<Mode>('asleep')`, `value<Vector | null>(null)`. */
export function value<T extends Value>(initial: NoInfer<T>): Domain<T> {
  return { kind: 'domain', initial };
}

/** A component for the eyes of properties and assertions only: `ghost(0)`, `ghost(value<Vector | null>(null))`. */
export function ghost<const D extends Value | Domain<Value>>(of: D): Ghost<ValueOf<D>> {
  return { kind: 'ghost', initial: initialOf(of) as ValueOf<D> };
}

/** A location of shared memory, read and written with `s.load` and `s.store` alone: `shared(0)`, `shared(value<Mode>('IN'))`. */
export function shared<const D extends Value | Domain<Value>>(of: D): Shared<ValueOf<D>> {
  return { kind: 'shared', initial: initialOf(of) as ValueOf<D> };
}

/** One component for each of `n` indices or for each key: `replicated(2, false)`, `replicated(vectors, (v) => budget[v])`. */
export function replicated<D extends Single>(count: number, of: D | ((index: number) => D)): Replicas<D, number>;
export function replicated<D extends Single, const K extends ReplicaKey>(
  keys: readonly K[],
  of: D | ((key: K) => D),
): Replicas<D, K>;
export function replicated(keys: number | readonly ReplicaKey[], of: Single | ((key: never) => Single)): unknown {
  return { kind: 'replicas', indices: indicesOf(keys), of: typeof of === 'function' ? of : () => of };
}

/** One component for each pair of indices: `grid(receivers, cpus, false)` declares `db[0][0]`, `db[0][1]`, ... */
export function grid<D extends Single>(
  rows: number,
  columns: number,
  of: D | ((index: readonly [number, number]) => D),
): Replicas<D, readonly [number, number]> {
  const indices = Array.from({ length: rows * columns }, (_, i) => [Math.floor(i / columns), i % columns] as const);
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
  return isTagged(single) ? single.initial : single;
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

/** The type of the values of one declared component. */
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

/** What selects one replica. */
export type IndexOf<D> = D extends Replicas<Single, infer I> ? I : never;

/** `real` components, `shared` ones apart: steps reach those through the memory alone. */
export type ComponentKind = 'real' | 'ghost' | 'shared';
type KindOf<D> =
  D extends Ghost<Value>
    ? 'ghost'
    : D extends Shared<Value>
      ? 'shared'
      : D extends Replicas<infer E, infer _>
        ? KindOf<E>
        : 'real';
type KeysWhere<C, Shape extends 'single' | 'replicas', Kind extends ComponentKind> = {
  [K in keyof C & string]: [C[K] extends Replicas<Single, infer _> ? 'replicas' : 'single', KindOf<C[K]>] extends [
    Shape,
    Kind,
  ]
    ? K
    : never;
}[keyof C & string];

/** Names of components that are one, and of those that are replicated. */
export type SingleNames<C, Kind extends ComponentKind = ComponentKind> = KeysWhere<C, 'single', Kind>;
export type ReplicaNames<C, Kind extends ComponentKind = ComponentKind> = KeysWhere<C, 'replicas', Kind>;
