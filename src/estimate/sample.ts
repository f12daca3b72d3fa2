/** Explores a part of a system, within a time or a number of states, and walks at random to see how much lies behind that part. */
import { peakBytes } from '../check/process-memory.ts';
import { bytesMaxOf, hostOf, type Progress } from '../check/run.ts';
import { storedAmong, type Walked, walk } from '../engine/answers/walked.ts';
import { Explorer } from '../engine/exploring/explorer.ts';
import { workersOf } from '../engine/exploring/workers.ts';
import { bytesFor } from '../engine/memory/capacity.ts';
import { ExplorationStopped, type Host, type Stopped } from '../model/exploration.ts';
import type { System } from '../model/system.ts';
import { now } from '../semantics/clock.ts';
import { inSlices } from '../semantics/slices.ts';
import { type Cost, costOf, type Rate } from './cost.ts';
import { type Estimate, estimateOf, type Seen, type WalkCounts } from './estimate.ts';
import type { KnownExploration } from './known.ts';
import { sum } from './moment.ts';

export interface SampleOptions {
  /** Of exploring and walking together. */
  readonly seconds: number;
  /** Stop after the level with which this many states are known; the result then does not depend on time. */
  readonly statesMax?: number;
  readonly bytesMax?: number;
  readonly workers?: number;
  readonly interrupted?: () => boolean;
  readonly onProgress?: (progress: Progress) => void;
  /** Which known explorations are compared; by default all. */
  readonly isUsed?: (known: KnownExploration) => boolean;
}

export interface Sample {
  readonly estimate: Estimate;
  readonly cost: Cost;
  readonly seen: Seen;
  /** Of exploring; walks are not included. */
  readonly seconds: number;
  readonly peakBytes: number;
  readonly workers: number;
  /** Why exploring ended before all states were known, if neither the time nor the number of states was the reason. */
  readonly stopped?: Stopped;
}

export const WALKS = { seed: 1, walks: 400, stepsMax: 100_000 };
export const WALK_STEPS = 2000;
/** A walk must be able to leave the levels that are known. */
const WALK_STEPS_PER_LEVEL = 8;
/** Of the time. The rest is for walks, which need as much only where steps are not memoised. */
const EXPLORING_SHARE = 0.8;
/** Of the time for exploring. A level that would not be finished in time is not begun after this. */
const PATIENT_SHARE = 0.25;
/** Smaller levels are begun: their states are slow only because steps are learned. */
const LEVEL_STATES_MIN = 10_000;

export async function sample(system: System, options: SampleOptions): Promise<Sample> {
  const exploration = new Explorer(system, { workers: workersOf(options.workers) });
  try {
    const pace = new Pace(exploration, options);
    const bytesMax = bytesMaxOf(options);
    const host = hostOf(exploration, { ...options, bytesMax }, undefined);
    const stopped = await exploration.run(pace.host(host));
    const rate = pace.rate();
    const found = seenBy(exploration);
    const isCut = stopped !== undefined && !['decided', 'timeout'].includes(stopped);
    const walks =
      found.complete || stopped === 'interrupted' ? undefined : await walkThrough(exploration, found, pace.host(host));
    const seen: Seen = { ...found, ...(walks && { walks }) };
    const estimate = estimateOf(seen, options.isUsed);
    const { kernel, layout, store } = exploration.packed;
    const memory = { kernel, layout, room: store.room };
    const room = {
      peakBytes: peakBytes(),
      states: seen.states,
      bytesMax,
      bytesFor: (states: number) => bytesFor(states, seen.states, memory),
    };
    return {
      estimate,
      cost: costOf(estimate, rate, room),
      seen,
      seconds: rate.seconds,
      peakBytes: room.peakBytes,
      workers: exploration.workers,
      ...(isCut && { stopped }),
    };
  } finally {
    await exploration.close();
  }
}

/** The levels that are known fully. Between two levels, the next one is. */
function seenBy(exploration: Explorer): Omit<Seen, 'walks'> {
  const { states, transitions, frontier, complete, levelSizes } = exploration;
  const begun = sum(levelSizes);
  const isBetween = frontier === states - begun && states > begun;
  const levels = isBetween ? [...levelSizes, states - begun] : levelSizes;
  return { levels, states, transitions, visited: states - frontier, complete };
}

async function walkThrough(
  { packed }: Explorer,
  { levels, states }: Seen,
  host: Host,
): Promise<WalkCounts | undefined> {
  const steps = Math.max(WALK_STEPS, WALK_STEPS_PER_LEVEL * levels.length);
  let walked: Walked | undefined;
  const steady = function* () {
    for (const sofar of walk(packed, { ...WALKS, steps })) {
      walked = sofar;
      yield;
    }
    return undefined;
  };
  try {
    await inSlices(steady(), host, 'walking at random');
  } catch (error) {
    // The walks that were taken before memory was full are enough.
    if (!(error instanceof ExplorationStopped)) throw error;
  }
  return walked && countsOf(walked, storedAmong(packed, walked.visits.keys(), states > sum(levels)));
}

function countsOf({ visits, ...walked }: Walked, stored: ReadonlySet<bigint>): WalkCounts {
  const counts = { steps: 0, stepsKnown: 0, statesOnce: 0 };
  for (const [key, times] of visits) {
    counts.steps += times;
    if (stored.has(key)) counts.stepsKnown += times;
    if (times === 1) counts.statesOnce++;
  }
  return { ...walked, ...counts, states: visits.size, statesKnown: stored.size };
}

/** When to stop exploring and walking, and how fast exploring was. */
class Pace {
  readonly #start = now();
  readonly #exploration: Explorer;
  readonly #options: SampleOptions;
  /** After each level: the seconds, and the states visited. */
  readonly #marks: { readonly seconds: number; readonly states: number }[] = [];
  #exploring = true;

  constructor(exploration: Explorer, options: SampleOptions) {
    this.#exploration = exploration;
    this.#options = options;
  }

  host(host: Host): Host {
    return {
      ...host,
      breathe: async (doing) => (await host.breathe(doing)) ?? (this.#isOver ? 'timeout' : undefined),
      isAnswered: () => this.#mayStopHere(),
    };
  }

  get #seconds(): number {
    return (now() - this.#start) / 1000;
  }

  get #isOver(): boolean {
    return this.#seconds > (this.#exploring ? EXPLORING_SHARE : 1) * this.#options.seconds;
  }

  /** Asked between two levels. */
  #mayStopHere(): boolean {
    const { states, frontier } = this.#exploration;
    // In a wider layout the exploration began anew.
    if (states - frontier < (this.#marks.at(-1)?.states ?? 0)) this.#marks.length = 0;
    this.#marks.push({ seconds: this.#seconds, states: states - frontier });
    // The last level leads nowhere: all states are known.
    if (frontier === 0) return false;
    if (states >= (this.#options.statesMax ?? Number.POSITIVE_INFINITY)) return true;
    if (frontier < LEVEL_STATES_MIN) return false;
    const time = EXPLORING_SHARE * this.#options.seconds;
    const next = frontier * this.#secondsPerState();
    return this.#seconds > PATIENT_SHARE * time && this.#seconds + next > time;
  }

  /** Of the last half of the states: the first ones are slow, because steps are learned. */
  #secondsPerState(): number {
    const last = this.#marks.at(-1) ?? { seconds: this.#seconds, states: 1 };
    const first = this.#marks.find(({ states }) => states >= last.states / 2 && states < last.states);
    const from = first ?? { seconds: 0, states: 0 };
    return (last.seconds - from.seconds) / Math.max(1, last.states - from.states);
  }

  /** To be asked once, when exploring has ended. */
  rate(): Rate {
    this.#exploring = false;
    const { states, frontier } = this.#exploration;
    this.#marks.push({ seconds: this.#seconds, states: states - frontier });
    return { seconds: this.#seconds, states: states - frontier, secondsPerState: this.#secondsPerState() };
  }
}
