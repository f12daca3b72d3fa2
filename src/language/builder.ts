/**
 * The authoring interface of a system, as types. Components first, then processes and properties in a chain, so that the
 * compiler knows every name that a step may use, and an expected verdict can be checked for every property.
 *
 * The methods that declare processes stand in process-methods.ts, those that declare properties in property-methods.ts.
 */
import type { ReplicaKey } from '../model/declaration.ts';
import type { Reader, Snapshot } from './snapshot.ts';

/** Everything that was declared of a system so far, by name. */
export interface Declared {
  readonly components: object;
  readonly processes: object;
  readonly procedures: object;
  readonly assertions: string;
  readonly unreachables: string;
  readonly properties: string;
}

export interface Informational {
  readonly informational?: boolean;
}

/** A system in the making. Every method gives a new system and leaves this one as it is. */
export interface SystemBuilder<out D extends Declared> {
  /** Declares a claim that steps judge with `s.assert(id, ...)`. */
  assertion<N extends string>(id: N, title: string, options?: Informational): WithAssertion<D, N>;
  /** Declares a place that no step may reach, `s.unreachable(id)`: the state there is terminal. */
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
 * Fragments of steps that stand in files of their own are written for the components `C` they use, the assertions `A` and
 * unreachable places `U` they judge, the processes `P` they look at, the labels `L` they go to and the index `I` of the processes
 * that run them: `number` or the type of the keys of `processes`, `undefined` for a single process, either by default.
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
    readonly labels: L;
    readonly procedures: None;
    readonly index: I;
  }
>;
