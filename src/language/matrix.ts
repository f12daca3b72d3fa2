/** What a model expects of its cells, as data: the matrix, its cells, the violations with their reasons, what is accepted as vacuous. */
import type { AnyChosen, Parameters, SomeParameters } from './parameter.ts';

/** Where a property is violated, and the reason that makes it so. */
export interface Violated<S extends string> {
  readonly because: string;
  readonly scenarios: readonly S[];
}

/** Published counts of a cell; `levels` counts breadth-first levels, the initial state's included. */
export interface Counts {
  readonly states: number;
  readonly transitions: number;
  readonly levels?: number;
  /** States without any successor. */
  readonly final?: number;
}

/**
 * What is accepted as vacuous, with the reason: a property in some cells; or, over the default matrix, a step or outcome that
 * is never taken (`process: step (outcome)`, as `--coverage` names it, without the index of a replica), or a parameter
 * without effect. What is accepted and is not vacuous is an error under `--strict`, as the vacuous that is not accepted is.
 */
export type AcceptedVacuity<Q extends string = string, C = AnyChosen, N extends string = string> = {
  readonly because: string;
} & (
  | { readonly property: Q; readonly where?: (parameters: C) => boolean }
  | { readonly step: string }
  | { readonly parameter: N }
);

/** A larger size, kept for nights: what it violates, and how many states and transitions it was measured to have. */
export interface Nightly<M extends Parameters = Parameters, Q extends string = string> {
  readonly parameters: SomeParameters<M>;
  /** Nothing where it is left out. */
  readonly violated?: readonly Q[];
  readonly states: number;
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
