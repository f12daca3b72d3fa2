/** The result of one evaluation of an alternative: its outcomes, the assertions that it judged, and what it noticed. */
import type { Observation } from './observation.ts';
import type { State, Valuation } from './state.ts';

export interface Outcome<V extends Valuation = State> {
  /** Its name among those of a choice, and its place there. */
  readonly name: string | undefined;
  readonly place: number;
  readonly next: V;
  /** The assertions that were judged on the way and did not hold, and the unreachable place that was reached. */
  readonly failed: readonly string[];
}

export interface Evaluated<V extends Valuation = State> {
  readonly outcomes: readonly Outcome<V>[];
  /** The assertions that were judged and held. */
  readonly held: readonly string[];
  /** What it noticed. A blocked step can notice something, too. */
  readonly observed: readonly Observation[];
  /** The names of the outcomes of a choice, blocked outcomes included. */
  readonly offered: readonly string[];
}
