/** What to expect after a moment: what came after the most similar moment of each known exploration, of those that are most similar. */
import { type KnownExploration, type KnownMoment, knownExplorations } from './known.ts';
import type { Moment } from './moment.ts';

/** A value with an interval that contains the truth about `COVERAGE` of the time. */
export interface Interval {
  readonly likely: number;
  readonly low: number;
  readonly high: number;
}

/** The share of intervals that contain the truth, in percent, which the calibration confirms for models that it leaves out. */
export const COVERAGE = 80;
/**
 * The quantiles of what came after similar moments: wider than 10 and 90%, because the truth of another model scatters more than these few
 * explorations do. Chosen so that the calibration gives `COVERAGE`.
 */
const LOW = 0.05;
const HIGH = 0.95;

const EXPLORATIONS = 20;
/** One model with many cells must not decide alone. */
const OF_ONE_MODEL = 4;

/**
 * Of two systems at similar moments, the larger one has more to come: for each natural logarithm of size this much more, in logarithms of what
 * is to come. Measured at fixed shares of the states, so that it does not follow from the choice of cells (docs/decisions/estimate.md).
 */
const MORE_BY_SIZE = 0.03;

/** Without walks, more has to be read from the levels. */
const WITH_WALKS = ['growth', 'walkedStates', 'walkedSteps'] as const;
const WITHOUT_WALKS = ['growth', 'slowing', 'younger'] as const;
type Feature = (typeof WITH_WALKS | typeof WITHOUT_WALKS)[number];

export interface Expectation {
  /** The states of the whole by those known. */
  readonly states: Interval;
  /** The depth of the whole by that of the levels known. */
  readonly depth: Interval;
  /** The explorations that it rests on. */
  readonly explorations: number;
}

interface Match {
  readonly model: string;
  readonly distance: number;
  readonly known: KnownMoment;
}

/** `size`: the states known now. `isUsed`: which of the known explorations may be used; a calibration leaves out those of the same model. */
export function expectationAfter(
  moment: Moment,
  size: number,
  isUsed: (known: KnownExploration) => boolean = () => true,
): Expectation {
  const features: readonly Feature[] = moment.walkedStates === undefined ? WITHOUT_WALKS : WITH_WALKS;
  const distance = distanceBy(features);
  const matches = knownExplorations()
    .filter(isUsed)
    .flatMap(({ model, moments }) => nearest(model, moments, ({ moment: other }) => distance(moment, other)) ?? [])
    .toSorted((a, b) => a.distance - b.distance);
  const chosen = fewOfEach(matches).slice(0, EXPLORATIONS);
  const scaled = (known: KnownMoment) => known.states * Math.max(0, 1 + MORE_BY_SIZE * (Math.log(size) - known.size));
  return {
    states: intervalOf(chosen.map(({ known }) => scaled(known))),
    depth: intervalOf(chosen.map(({ known }) => known.depth)),
    explorations: chosen.length,
  };
}

function nearest(
  model: string,
  moments: readonly KnownMoment[],
  distanceOf: (known: KnownMoment) => number,
): Match | undefined {
  let best: Match | undefined;
  for (const known of moments) {
    const distance = distanceOf(known);
    if (best === undefined || distance < best.distance) best = { model, distance, known };
  }
  return best;
}

function fewOfEach(matches: readonly Match[]): readonly Match[] {
  const taken = new Map<string, number>();
  return matches.filter(({ model }) => {
    const before = taken.get(model) ?? 0;
    taken.set(model, before + 1);
    return before < OF_ONE_MODEL;
  });
}

/** Euclidean, each feature in units of its standard deviation. */
function distanceBy(features: readonly Feature[]): (a: Moment, b: Moment) => number {
  const scales = features.map((feature) => deviationOf(feature));
  return (a, b) =>
    Math.sqrt(features.reduce((total, f, i) => total + (((a[f] ?? 0) - (b[f] ?? 0)) / (scales[i] ?? 1)) ** 2, 0));
}

const deviations = new Map<Feature, number>();

function deviationOf(feature: Feature): number {
  const known = deviations.get(feature);
  if (known !== undefined) return known;
  const values = knownExplorations().flatMap(({ moments }) => moments.map(({ moment }) => moment[feature] ?? 0));
  const mean = values.reduce((all, one) => all + one, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((all, one) => all + (one - mean) ** 2, 0) / values.length);
  deviations.set(feature, deviation);
  return deviation;
}

function intervalOf(logarithms: readonly number[]): Interval {
  const sorted = logarithms.toSorted((a, b) => a - b);
  const at = (share: number) => Math.exp(quantile(sorted, share));
  return { likely: at(0.5), low: at(LOW), high: at(HIGH) };
}

/** Between two values, by their distance. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (place - Math.floor(place)) * (above - below);
}
