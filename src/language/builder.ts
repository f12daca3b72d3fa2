/**
 * The authoring interface of a system, as types. Components first, then processes and properties in a chain, so that the
 * compiler knows every name that a step may use, and an expected verdict can be checked for every property.
 *
 * The methods that declare processes stand in process-methods.ts, those that declare properties in property-methods.ts,
 * and those of infinite runs in run-property-methods.ts.
 */
import type { ReplicaKey } from '../model/declaration.ts';
import type { CommonReader, Reader } from './reader.ts';
import type { Snapshot } from './snapshot.ts';

/** Everything that was declared of a system so far: the type parameter of `SystemBuilder`. */
export interface Declared {
  /** The declarations of the components, by name. */
  readonly components: object;
  /** By name, the labels, locals and index of each process. */
  readonly processes: object;
  /** By name, the labels and locals of each procedure. */
  readonly procedures: object;
  /** The ids that `s.assert` may name. */
  readonly assertions: string;
  /** The ids that `s.unreachable` may name. */
  readonly unreachables: string;
  /** The ids of all properties, assertions and `deadlock` included. */
  readonly properties: string;
}

/** The option of every property. */
export interface Informational {
  /**
   * Shown and counted, but never decides a verdict or an exit code.
   * @defaultValue false
   */
  readonly informational?: boolean;
}

/**
 * A system in the making. Every method gives a new system and leaves this one as it is. Names are known to the compiler after the method
 * that declares them.
 */
export interface SystemBuilder<out D extends Declared> {
  /**
   * Declares a claim that steps judge with `s.assert(id, ...)`.
   *
   * @throws UserError `E_SYSTEM`, when the system is built, for two properties of one id.
   * @example
   * const system = defineSystem({ free: 1 })
   *   .assertion('free', 'it is free when it is taken')
   *   .processes('p', 2, { take: (s) => s.assert('free', s.get('free') > 0).update('free', (n) => n - 1) });
   * // => free: violated
   */
  assertion<N extends string>(id: N, title: string, options?: Informational): WithAssertion<D, N>;
  /**
   * Declares a place that no step may reach, `s.unreachable(id)`: a crash, a BUG_ON. The state there is terminal.
   *
   * @throws UserError `E_SYSTEM`, when the system is built, for two properties of one id.
   * @example
   * const system = defineSystem({ started: true })
   *   .unreachable('bug', 'it never runs before it has started')
   *   .process('p', { run: (s) => (s.get('started') ? s : s.unreachable('bug')) });
   * // => holds
   */
  unreachable<N extends string>(id: N, title: string, options?: Informational): WithUnreachable<D, N>;
}

// The literals below stand in the place where they are used: under names of their own, hovers would show those names.

export type WithAssertion<D extends Declared, N extends string> = {
  readonly builder: SystemBuilder<{
    readonly components: D['components'];
    readonly processes: D['processes'];
    readonly procedures: D['procedures'];
    readonly assertions: D['assertions'] | N;
    readonly unreachables: D['unreachables'];
    readonly properties: D['properties'] | N;
  }>;
}['builder'];
export type WithUnreachable<D extends Declared, N extends string> = {
  readonly builder: SystemBuilder<{
    readonly components: D['components'];
    readonly processes: D['processes'];
    readonly procedures: D['procedures'];
    readonly assertions: D['assertions'];
    readonly unreachables: D['unreachables'] | N;
    readonly properties: D['properties'] | N;
  }>;
}['builder'];
export type WithProperty<D extends Declared, N extends string> = {
  readonly builder: SystemBuilder<{
    readonly components: D['components'];
    readonly processes: D['processes'];
    readonly procedures: D['procedures'];
    readonly assertions: D['assertions'];
    readonly unreachables: D['unreachables'];
    readonly properties: D['properties'] | N;
  }>;
}['builder'];
export type WithProcess<D extends Declared, N extends string, L, V, I> = {
  readonly builder: SystemBuilder<{
    readonly components: D['components'];
    readonly processes: D['processes'] & {
      readonly [K in N]: {
        readonly labels: L;
        readonly locals: V;
        readonly index: I;
      };
    };
    readonly procedures: D['procedures'];
    readonly assertions: D['assertions'];
    readonly unreachables: D['unreachables'];
    readonly properties: D['properties'];
  }>;
}['builder'];
export type WithProcedure<D extends Declared, N extends string, L, V> = {
  readonly builder: SystemBuilder<{
    readonly components: D['components'];
    readonly processes: D['processes'];
    readonly procedures: D['procedures'] & { readonly [K in N]: { readonly locals: V; readonly labels: L } };
    readonly assertions: D['assertions'];
    readonly unreachables: D['unreachables'];
    readonly properties: D['properties'];
  }>;
}['builder'];

/** No locals, no processes, no procedures. */
// biome-ignore lint/complexity/noBannedTypes: `{}` is the neutral element of `&`.
export type None = {};

/** What properties of a system read. */
export type ReaderOf<D extends Declared> = { readonly reader: Reader<D['components'], D['processes']> }['reader'];

/**
 * The type of the snapshot for a function that stands outside the literal of its process: `(s: S) => s.set(...)`.
 *
 * It names what the function needs, and any process that has at least that may call it: components and locals `C`, assertions `A`,
 * unreachable places `U`, processes `P`, labels `L`, and the index `I` of the process: `number` or the type of the keys of `processes`,
 * `undefined` for a single process.
 * @defaultValue no names; for `I` the index of any process, `string | number | undefined`
 * @example
 * const components = { irr: replicated(2, false) };
 * type S = StepOf<typeof components, never, never, object, never, number>;
 * const raise = (s: S) => s.set('irr', s.index, true);
 * const system = defineSystem(components).processes('device', 2, { raise: (s) => raise(s) });
 * // => holds
 */
export type StepOf<
  C,
  A extends string = never,
  U extends string = never,
  P = None,
  L extends string = never,
  I extends ReplicaKey | undefined = ReplicaKey | undefined,
> = Snapshot<
  C,
  P,
  {
    readonly assertions: A;
    readonly unreachables: U;
    readonly later: never;
    readonly labels: L;
    readonly procedures: None;
    readonly index: I;
  }
>;

/**
 * The type of the state for a function that steps, claims and properties call: `(s: R) => s.get(...)`. It reads components `C` that are
 * neither ghosts nor shared locations, and the labels of processes `P`.
 * @defaultValue no processes
 * @example
 * const components = { waiting: 0, seats: 1 };
 * const full = (s: ReadOf<typeof components>) => s.get('seats') === 0;
 * const system = defineSystem(components)
 *   .process('p', { sit: (s) => s.when(!full(s))?.update('seats', (n) => n - 1) })
 *   .reachable('full', 'no seat is left', (s) => full(s));
 * // => full: holds
 */
export type ReadOf<C, P = None> = CommonReader<C, P>;
