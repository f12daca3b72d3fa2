/** The result of `compare`, as data: docs/formats.md describes its JSON. */
import type { Counterexample } from '../check/counterexample.ts';
import type { Stopped } from '../model/exploration.ts';
import type { Mark } from './marks.ts';
import type { ObservedBy } from './observables.ts';
import type { ObservedValues } from './observed-values.ts';

/** `equal` and `different` where both directions were asked for. */
export type ComparisonVerdict = 'included' | 'not included' | 'equal' | 'different' | 'undecided';
export type Side = 'A' | 'B';

/** The result of a comparison. */
export interface Comparison {
  readonly A: ComparedSystem;
  readonly B: ComparedSystem;
  readonly verdict: ComparisonVerdict;
  readonly observed: {
    readonly by: ObservedBy;
    readonly values: readonly string[];
    readonly events: readonly string[];
    readonly notCompared: readonly string[];
  };
  /** Infinite runs are compared without fairness: a run that starves a process is a run. */
  readonly fairness: 'none';
  readonly directions: readonly Direction[];
  /** Why the comparison is undecided. */
  readonly stopped?: { readonly reason: Stopped; readonly during: 'exploring A' | 'exploring B' | 'comparing' };
  readonly seconds: number;
}

export interface ComparedSystem {
  /** The model and its parameters as on the command line. */
  readonly system: string;
  readonly states: number;
  readonly transitions: number;
}

/** Whether everything observable of one system is possible in the other. */
export interface Direction {
  readonly of: Side;
  readonly in: Side;
  readonly verdict: 'included' | 'not included' | 'undecided';
  /** Pairs of a state and a set of states that were searched, and the number of those sets. */
  readonly pairs: number;
  readonly subsets: number;
  readonly difference?: ShownDifference;
}

/** An observation, by which event, if by one, and the observed values. */
export interface ShownObservation {
  readonly event?: string;
  readonly values: ObservedValues;
}

/** A shortest run that the other system cannot follow. */
export interface ShownDifference {
  /** What cannot be followed: the last observation of the run, or a mark. */
  readonly by: 'observation' | Mark;
  readonly run: Counterexample;
  /** The observations of the run. */
  readonly observations: readonly ShownObservation[];
  /** What the other system could do instead. */
  readonly instead: { readonly observations: readonly ShownObservation[]; readonly marks: readonly Mark[] };
}
