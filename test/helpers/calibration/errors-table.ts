/** How far estimates are off for explorations that were finished, each judged without those of its own model. */

import { allStates } from '../../../src/cli/estimate/left-text.ts';
import { type Estimate, estimateOf, type Seen } from '../../../src/estimate/estimate.ts';
import { type KnownExploration, knownExplorations } from '../../../src/estimate/known.ts';
import { type Interval, quantile } from '../../../src/estimate/likeness.ts';
import { sum } from '../../../src/estimate/moment.ts';

export const SHARES = [0.01, 0.05, 0.2, 0.5, 0.8, 0.95] as const;

export interface Judged {
  readonly seen: Seen;
  readonly known: KnownExploration;
  readonly estimate: Estimate;
}

/** What was seen when no more than a share of the states was known; undefined if fewer than half of these, as the next level is large. */
export function seenAt(known: KnownExploration, share: number, withWalks: boolean): Seen | undefined {
  let count = 0;
  let states = 0;
  while (states + (known.levels[count] ?? Number.POSITIVE_INFINITY) <= share * known.states) {
    states += known.levels[count++] ?? 0;
  }
  if (states < (share * known.states) / 2) return undefined;
  const levels = known.levels.slice(0, count);
  const walks = {
    walks: 1,
    endless: 0,
    endlessSteps: 0,
    endlessStates: 0,
    steps: sum(known.steps),
    stepsKnown: sum(known.steps.slice(0, count)),
    states: sum(known.met),
    statesKnown: sum(known.met.slice(0, count)),
    statesOnce: 0,
  };
  // The transitions of each level are not kept: those of the whole, in proportion.
  const transitions = (known.transitions / known.states) * states;
  return { levels, states, visited: states, transitions, complete: false, ...(withWalks && { walks }) };
}

/** Without the explorations of the same model. */
export function judgedAt(share: number, withWalks: boolean): readonly Judged[] {
  return knownExplorations().flatMap((known) => {
    const seen = seenAt(known, share, withWalks);
    return seen === undefined ? [] : [{ seen, known, estimate: estimateOf(seen, others(known)) }];
  });
}

function others(known: KnownExploration): (other: KnownExploration) => boolean {
  return ({ model }) => model !== known.model;
}

export interface Errors {
  readonly share: number;
  readonly cells: number;
  /** Those of which it says that it cannot tell. */
  readonly unknown: number;
  readonly states: QuantityErrors;
  readonly depth: QuantityErrors;
}

export interface QuantityErrors {
  /** By which the likely value is off, in either direction, in the median and in 90% of the cells. */
  readonly median: number;
  readonly most: number;
  /** The share of intervals that contain the truth. */
  readonly coverage: number;
  /** The high end by the low end, in the median. */
  readonly width: number;
}

export function errorsAt(share: number, withWalks: boolean): Errors {
  const judged = judgedAt(share, withWalks);
  const told = judged.flatMap(({ seen, known, estimate }) => {
    const isTold = withWalks || allStates(seen, others(known)) !== undefined;
    return estimate.kind === 'interval' && isTold ? [{ known, estimate }] : [];
  });
  return {
    share,
    cells: judged.length,
    unknown: judged.length - told.length,
    states: errorsOf(told.map(({ known, estimate }) => [estimate.states, known.states])),
    depth: errorsOf(told.map(({ known, estimate }) => [estimate.depth, known.levels.length - 1])),
  };
}

export function errorsOf(pairs: readonly (readonly [Interval, number])[]): QuantityErrors {
  const factors = pairs
    .map(([{ likely }, truth]) => Math.exp(Math.abs(Math.log(likely / truth))))
    .toSorted((a, b) => a - b);
  const widths = pairs.map(([{ low, high }]) => high / low).toSorted((a, b) => a - b);
  const inside = pairs.filter(([{ low, high }, truth]) => low <= truth && truth <= high);
  return {
    median: quantile(factors, 0.5),
    most: quantile(factors, 0.9),
    coverage: inside.length / pairs.length,
    width: quantile(widths, 0.5),
  };
}
