/**
 * Where an exploration stands, in numbers that do not depend on its size: explorations of different sizes pass through like moments, and
 * what came after such a moment in one is what to expect in another.
 */

/** What random walks met, and how much of that stands in the levels that are known. */
export interface WalkedShares {
  /** Of the distinct states that were met, the share that is stored. */
  readonly states: number;
  /** Of the steps, the share that ended in a stored state. */
  readonly steps: number;
}

export interface Moment {
  /** The local power of growth: levels of k^p states have p, at the largest level it is 0, behind it it is negative. */
  readonly growth: number;
  /** How much smaller it is than a window of levels ago. */
  readonly slowing: number;
  /** How many times as many states are known as half the levels ago, as a logarithm. */
  readonly younger: number;
  /** Logarithms, where walks were taken. */
  readonly walkedStates?: number;
  readonly walkedSteps?: number;
}

/** With fewer levels or states there is nothing to see. */
export const LEVELS_MIN = 5;
export const STATES_MIN = 50;
const GROWTH_MIN = -15;
const GROWTH_MAX = 25;
const SLOWING_MAX = 12;
const YOUNGER_MAX = 8;
/** Walks meet some 10,000 states: smaller shares are chance. */
const SHARE_MIN = 0.001;
const WINDOW_SHARE = 5;

/** The moment at which the states of these levels, and no others, are known. Undefined where there is nothing to see yet. */
export function momentOf(levels: readonly number[], walked?: WalkedShares): Moment | undefined {
  const count = levels.length;
  const states = sum(levels);
  if (count < LEVELS_MIN || states < STATES_MIN) return undefined;
  const window = Math.max(2, Math.floor(count / WINDOW_SHARE));
  const recent = slope(levels, count - window - 1, count);
  const before = slope(levels, count - 2 * window - 1, count - window);
  return {
    growth: clamp(count * recent, GROWTH_MIN, GROWTH_MAX),
    slowing: clamp(count * (recent - before), -SLOWING_MAX, SLOWING_MAX),
    younger: Math.min(Math.log(states / sum(levels.slice(0, Math.floor(count / 2) + 1))), YOUNGER_MAX),
    ...(walked && {
      walkedStates: Math.log(Math.max(walked.states, SHARE_MIN)),
      walkedSteps: Math.log(Math.max(walked.steps, SHARE_MIN)),
    }),
  };
}

/** The slope of the logarithms of some levels, by least squares. */
function slope(levels: readonly number[], from: number, to: number): number {
  const first = Math.max(0, from);
  const logs = levels.slice(first, to).map(Math.log);
  const middle = (logs.length - 1) / 2;
  const mean = sum(logs) / logs.length;
  const spread = sum(logs.map((_, i) => (i - middle) ** 2));
  return spread === 0 ? 0 : sum(logs.map((log, i) => (i - middle) * (log - mean))) / spread;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
