/** Runs an explorer within limits, a slice at a time, so that signals, progress and other work get their turn. */
import { setImmediate } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { withoutChance } from '../model/purity.ts';
import type { System } from '../model/system.ts';
import { Exploration } from '../reference/explore.ts';
import type { Stopped } from './report.ts';

/** How far a run has come. */
export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** States found and not yet visited. */
  readonly frontier: number;
  readonly seconds: number;
}

export interface RunOptions {
  /** Stop, inconclusive, when more states than this have been found. */
  readonly statesMax?: number;
  readonly timeoutSeconds?: number;
  /** Asked after every slice of some 20 ms. */
  readonly interrupted?: () => boolean;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Explored {
  readonly exploration: Exploration;
  readonly seconds: number;
  readonly stopped: Stopped | undefined;
}

const SLICE_MS = 20;
/** Of the heap for what lives long; beyond it the collector works more than we do, and then the process dies. */
const HEAP_SHARE_MAX = 0.85;
/** V8 counts the young generation in the limit of its heap: three semi-spaces of 64 MiB. Long-lived states have no part of it. */
const YOUNG_BYTES = 3 * 64 * 1024 * 1024;

// Steps may not ask for the time (purity.ts), the clock of the run must.
const now = performance.now.bind(performance);

export async function explore(system: System, options: RunOptions = {}): Promise<Explored> {
  const exploration = new Exploration(system);
  const run = exploration.run();
  const start = now();
  for (;;) {
    const sliceEnd = now() + SLICE_MS;
    withoutChance(() => {
      while (
        now() < sliceEnd &&
        !run.next().done &&
        exploration.states.length <= (options.statesMax ?? Number.POSITIVE_INFINITY)
      );
    });
    const seconds = (now() - start) / 1000;
    const stopped = exploration.complete ? undefined : limitReached(exploration, seconds, options);
    if (exploration.complete || stopped !== undefined) return { exploration, seconds, stopped };
    const { states, transitions, depth, frontier } = exploration;
    options.onProgress?.({ states: states.length, transitions, depth, frontier, seconds });
    await setImmediate();
  }
}

function limitReached(exploration: Exploration, seconds: number, options: RunOptions): Stopped | undefined {
  if (options.interrupted?.()) return 'interrupted';
  if (exploration.states.length > (options.statesMax ?? Number.POSITIVE_INFINITY)) return 'max-states';
  if (seconds > (options.timeoutSeconds ?? Number.POSITIVE_INFINITY)) return 'timeout';
  const heap = getHeapStatistics();
  return heap.used_heap_size > HEAP_SHARE_MAX * (heap.heap_size_limit - YOUNG_BYTES) ? 'memory' : undefined;
}
