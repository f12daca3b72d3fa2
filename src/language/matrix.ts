/** What a model expects of its cells, as data: the matrix, its cells, the violations with their reasons, accepted vacuity. */
import type { AnyChosen, Parameters, SomeParameters } from './parameter.ts';

/** Where a property is violated, and the reason that makes it so. */
export interface Violated<S extends string> {
  /** The reason, in whole sentences. */
  readonly because: string;
  /** The names of the scenarios in which the property is violated. */
  readonly scenarios: readonly S[];
}

/** Published counts of a cell. */
export interface Counts {
  /** Distinct reachable states. */
  readonly states: number;
  /** (state, step, outcome) triples; self-loops count. */
  readonly transitions: number;
  /** Breadth-first levels, the initial state's included. */
  readonly levels?: number;
  /** States without any successor. */
  readonly final?: number;
}

/**
 * A vacuity that the author accepts, with the reason: a property in some cells; or, over the default matrix, a step or outcome that
 * is never taken (`process: step (outcome)`, as `--coverage` names it, without the index of a replica), or a parameter
 * without effect; or, over all cells, a value of a parameter that makes no difference from another one. Under `--strict` a vacuity that is not accepted is an error, and so is an entry for something that is not vacuous.
 */
export type AcceptedVacuity<Q extends string = string, C = AnyChosen, N extends string = string> = {
  readonly because: string;
} & (
  | { readonly property: Q; readonly where?: (parameters: C) => boolean }
  | { readonly step: string }
  | { readonly parameter: N; readonly value?: string | number }
);

/** A larger size, kept for nights: what it violates, and how many states and transitions it was measured to have. */
export interface Nightly<M extends Parameters = Parameters, Q extends string = string> {
  /** Values of some parameters; the others have their defaults. */
  readonly parameters: SomeParameters<M>;
  /**
   * The ids of the properties that are violated.
   * @defaultValue none
   */
  readonly violated?: readonly Q[];
  /** Distinct reachable states, as measured. */
  readonly states: number;
  /** Transitions, as measured. */
  readonly transitions: number;
}

export interface Matrix {
  /** By name. */
  readonly nightly: { readonly [name: string]: Nightly };
  readonly vacuous: readonly AcceptedVacuity[];
  readonly cells: readonly Cell[];
  readonly expected: { readonly [variant: string]: { readonly [property: string]: Violated<string> | undefined } };
}

export interface Cell {
  readonly variant: string;
  readonly scenario: string;
  readonly parameters: { readonly [name: string]: unknown };
  /** Run only under `--all`. */
  readonly more: boolean;
  readonly counts: Counts | undefined;
}
