/**
 * Random walks through a system that is explored in part: which share of the states that they meet is stored. A state that is not stored
 * lies behind the levels that were explored, so the shares say how much is still to come (capture and recapture).
 */
import type { Stopped } from '../../model/exploration.ts';
import { numbersFrom } from '../exploring/numbers.ts';
import { OutOfBits, type PackedStates } from '../memory/packed-states.ts';

export interface WalkLimits {
  readonly seed: number;
  readonly walks: number;
  /** Of each walk; a walk ends earlier in a state without successors. */
  readonly steps: number;
  /** Of all walks. The last walk is taken to its end. */
  readonly stepsMax: number;
}

/** No key is negative. */
const OUT_OF_BITS = -1n;

/** What walks met. Keys are exact: equal keys are equal states. */
export interface Walked {
  readonly walks: number;
  /** Walks that were ended by a limit, their steps, and the distinct states of each, added up. */
  readonly endless: number;
  readonly endlessSteps: number;
  readonly endlessStates: number;
  /** How often each state was met. */
  readonly visits: ReadonlyMap<bigint, number>;
}

/**
 * Walks at random from the initial states, while no task runs. Stores nothing, but may learn entries and intern words. Yields after each
 * state. A walk ends before a value for which the layout has no room.
 */
export function* walk(packed: PackedStates, limits: WalkLimits): Generator<Walked, Stopped | undefined> {
  const random = numbersFrom(limits.seed);
  const starts = packed.initialKeys();
  const visits = new Map<bigint, number>();
  const sofar = { walks: 0, endless: 0, endlessSteps: 0, endlessStates: 0, visits };
  for (let steps = 0; sofar.walks < limits.walks && steps < limits.stepsMax; sofar.walks++) {
    let key: bigint | undefined = starts[random(starts.length)];
    const own = new Set<bigint>();
    let length = 0;
    while (key !== undefined && length < limits.steps) {
      visits.set(key, (visits.get(key) ?? 0) + 1);
      own.add(key);
      length++;
      yield sofar;
      key = nextOf(packed, key, random);
      if (key === OUT_OF_BITS) break;
    }
    steps += length;
    if (key === undefined) continue;
    sofar.endless++;
    sofar.endlessSteps += length;
    sofar.endlessStates += own.size;
  }
  return undefined;
}

function nextOf(packed: PackedStates, key: bigint, random: (bound: number) => number): bigint | undefined {
  try {
    const successors = packed.successorsOf(key);
    return successors[random(successors.length)]?.key;
  } catch (error) {
    if (error instanceof OutOfBits) return OUT_OF_BITS;
    throw error;
  }
}

/**
 * The keys among these that are stored. `exceptNext`: without those of the next level, of which only a part is known while a level is
 * being visited.
 */
export function storedAmong(packed: PackedStates, keys: Iterable<bigint>, exceptNext: boolean): ReadonlySet<bigint> {
  const { kernel, store } = packed;
  const stored = new Set<bigint>();
  for (const key of keys) if (kernel.run.has(key)) stored.add(key);
  for (const { from, to } of exceptNext ? store.log.unreported() : []) {
    for (let record = from; record < to; record++) stored.delete(packed.keyAt(record));
  }
  return stored;
}
