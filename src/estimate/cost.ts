/** What exploring a whole system takes, from its estimated states: time at the present rate, and memory as the table and the log grow. */
import type { Estimate } from './estimate.ts';
import type { Interval } from './likeness.ts';

export interface Rate {
  /** So far. */
  readonly seconds: number;
  readonly states: number;
  /** Of the last half of the states. */
  readonly secondsPerState: number;
}

/** The rate of the rest by the present one: caches hold less and less, and the machine does other things (results/estimate.md). */
const FASTER = 0.55;
const SLOWER = 1.8;

export interface Room {
  /** Peak of the process so far. */
  readonly peakBytes: number;
  /** Bytes of tables and log with this many states; undefined if they cannot be addressed. */
  readonly bytesFor: (states: number) => number | undefined;
  readonly states: number;
  /** What the process may use. */
  readonly bytesMax: number;
}

/** `too many states`: a WebAssembly memory has no room for them. `too little memory`: the machine or --max-memory has none. */
export type Fit = 'fits' | 'may not fit' | 'too many states' | 'too little memory';

export interface Cost {
  readonly seconds?: Interval;
  /** Absent where the likely number of states cannot be addressed. */
  readonly peakBytes?: Interval;
  readonly fit?: Fit;
}

export function costOf(estimate: Estimate, rate: Rate, room: Room): Cost {
  if (estimate.kind !== 'interval') return {};
  const { likely, low, high } = estimate.states;
  const left = (states: number, factor: number) =>
    rate.seconds + Math.max(0, states - rate.states) * rate.secondsPerState * factor;
  const seconds = { likely: left(likely, 1), low: left(low, FASTER), high: left(high, SLOWER) };
  const [least, middle, most] = [low, likely, high].map((states) => peakFor(states, room));
  if (least === undefined) return { seconds, fit: 'too many states' };
  if (least > room.bytesMax) return { seconds, fit: 'too little memory' };
  const isSure = most !== undefined && most <= room.bytesMax;
  if (middle === undefined) return { seconds, fit: 'may not fit' };
  const peakBytes = {
    likely: middle,
    low: least,
    high: most ?? peakFor(addressable(likely, high, room), room) ?? middle,
  };
  return { seconds, peakBytes, fit: isSure ? 'fits' : 'may not fit' };
}

function peakFor(states: number, { peakBytes, bytesFor, states: now }: Room): number | undefined {
  const [then, before] = [bytesFor(states), bytesFor(now)];
  return then === undefined || before === undefined ? undefined : peakBytes + Math.max(0, then - before);
}

/** The largest number of states between these that can be addressed; the first can. */
export function addressable(from: number, to: number, { bytesFor }: Pick<Room, 'bytesFor'>): number {
  let [fits, fails] = [from, to];
  while (fails - fits > 0.01 * fits) {
    const middle = (fits + fails) / 2;
    if (bytesFor(middle) === undefined) fails = middle;
    else fits = middle;
  }
  return Math.floor(fits);
}
