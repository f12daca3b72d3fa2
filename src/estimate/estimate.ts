/** How large a system is, from a part of it: exact, an interval, or only a lower bound. A function of counts, without clock or chance. */

import type { KnownExploration } from './known.ts';
import { COVERAGE, expectationAfter, type Interval } from './likeness.ts';
import { type Moment, momentOf, sum } from './moment.ts';

/** What random walks met. */
export interface WalkCounts {
  readonly walks: number;
  /** Walks that were ended by a limit, their steps, and the distinct states of each, added up. */
  readonly endless: number;
  readonly endlessSteps: number;
  readonly endlessStates: number;
  readonly steps: number;
  /** Steps to a state of the levels. */
  readonly stepsKnown: number;
  readonly states: number;
  readonly statesKnown: number;
  /** States that were met once. */
  readonly statesOnce: number;
}

/** What was seen of a system, breadth first. */
export interface Seen {
  /** The states of each level, as far as levels are known fully. */
  readonly levels: readonly number[];
  /** States found; some may be of a level that is not known fully. */
  readonly states: number;
  /** States whose successors are known, and their transitions. */
  readonly visited: number;
  readonly transitions: number;
  readonly complete: boolean;
  readonly walks?: WalkCounts;
}

/** `few`: too few levels or states. `growing`: what came after similar moments differs too much. `new`: walks neither end nor return. */
export type Unknown = 'few' | 'growing' | 'new';

export interface Sizes {
  readonly states: Interval;
  readonly transitions: Interval;
  readonly depth: Interval;
}

export type Estimate =
  | ({ readonly kind: 'exact' } & Sizes)
  | ({ readonly kind: 'interval'; readonly coverage: number; readonly explorations: number } & Sizes)
  | {
      readonly kind: 'lower bound';
      readonly because: Unknown;
      readonly states: number;
      readonly transitions: number;
      readonly depth: number;
    };

/** An interval whose ends differ by more than this factor says nothing. */
const FACTOR_MAX = 100;
/** Transitions of a state become fewer towards the end, or a few more: these factors of their number so far cover it (results/estimate.md). */
const TRANSITIONS_LOW = 0.75;
const TRANSITIONS_HIGH = 1.1;
/** From this power on, levels whose growth is this share of their logarithm grow exponentially, as far as can be seen. */
const EXPONENTIAL_FROM = 3;
const EXPONENTIAL_SHARE = 0.8;
/** Walks that do not end and are at a new state in more than this share of their steps say nothing about an end. */
const NEW_MAX = 0.9;

export function estimateOf(seen: Seen, isUsed?: (known: KnownExploration) => boolean): Estimate {
  const { levels, walks } = seen;
  const found = { states: seen.states, transitions: seen.transitions, depth: Math.max(0, levels.length - 1) };
  if (seen.complete) {
    return {
      kind: 'exact',
      states: exactly(found.states),
      transitions: exactly(found.transitions),
      depth: exactly(found.depth),
    };
  }
  const unknown = (because: Unknown): Estimate => ({ kind: 'lower bound', because, ...found });
  const moment = momentOf(
    levels,
    walks && { states: walks.statesKnown / walks.states, steps: walks.stepsKnown / walks.steps },
  );
  if (moment === undefined) return unknown('few');
  if (isExponential(levels, moment)) return unknown('growing');
  if (walks !== undefined && neverReturn(walks)) return unknown('new');
  const known = sum(levels);
  const expected = expectationAfter(moment, known, isUsed);
  if (expected.states.high / expected.states.low > FACTOR_MAX) return unknown('growing');
  const states = atLeast(times(expected.states, known), seen.states);
  const perState = seen.transitions / seen.visited;
  const transitions = {
    likely: states.likely * perState,
    low: states.low * perState * TRANSITIONS_LOW,
    high: states.high * perState * TRANSITIONS_HIGH,
  };
  return {
    kind: 'interval',
    coverage: COVERAGE,
    explorations: expected.explorations,
    states: whole(states),
    transitions: whole(atLeast(transitions, found.transitions)),
    depth: whole(atLeast(times(expected.depth, found.depth), found.depth)),
  };
}

/** The levels so far are k^p with p = growth: their logarithm is p log k. That of e^(gk) is the growth itself, g k. */
function isExponential(levels: readonly number[], { growth }: Moment): boolean {
  const logarithm = Math.log((levels.at(-1) ?? 1) / (levels[0] ?? 1));
  return growth > EXPONENTIAL_FROM && growth > EXPONENTIAL_SHARE * logarithm;
}

function neverReturn({ walks, endless, endlessSteps, endlessStates }: WalkCounts): boolean {
  return endless > walks / 2 && endlessStates > NEW_MAX * endlessSteps;
}

/** The share of walk steps that met a state which no other step met: the chance that one more step meets a new state (I. J. Good, 1953). */
export function newRateOf({ statesOnce, steps }: WalkCounts): number {
  return statesOnce / steps;
}

export function exactly(value: number): Interval {
  return { likely: value, low: value, high: value };
}

export function times({ likely, low, high }: Interval, factor: number): Interval {
  return { likely: likely * factor, low: low * factor, high: high * factor };
}

function atLeast({ likely, low, high }: Interval, least: number): Interval {
  return { likely: Math.max(least, likely), low: Math.max(least, low), high: Math.max(least, high) };
}

function whole({ likely, low, high }: Interval): Interval {
  return { likely: Math.round(likely), low: Math.floor(low), high: Math.ceil(high) };
}
