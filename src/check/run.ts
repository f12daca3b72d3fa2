/** Runs an explorer within limits: signals, time, memory, progress. */
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import type { CheckpointOptions } from '../engine/checkpoint/checkpoint.ts';
import { DepthFirst } from '../engine/exploring/depth-first.ts';
import { Explorer } from '../engine/exploring/explorer.ts';
import { RandomWalks } from '../engine/exploring/random-walks.ts';
import { UserError } from '../errors.ts';
import type { Exploration, Host, Stopped } from '../model/exploration.ts';
import type { System } from '../model/system.ts';
import { ReferenceExplorer } from '../reference/explore.ts';

/** How far a run has come. */
export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** States found and not yet visited. */
  readonly frontier: number;
  readonly seconds: number;
  /** Of the whole process. */
  readonly bytes: number;
  /** Properties that were decided so far (violated; or a state that shall be reachable, found), with the least depth in steps. */
  readonly found: ReadonlyMap<string, number>;
  /** What is done with the states, when all are known. */
  readonly doing?: string;
}

export interface RunOptions {
  /** `reference` explores as the meaning is defined, a hundred times slower. */
  readonly engine?: 'kernel' | 'reference';
  /** Threads that visit states; as many as the machine has if not said. */
  readonly workers?: number;
  /** Stop, inconclusive, when more states than this have been found. */
  readonly statesMax?: number;
  /** Stop, inconclusive, before the process is larger than this; what the machine or its control group leaves if not said. */
  readonly bytesMax?: number;
  readonly timeoutSeconds?: number;
  /** One state in so many is audited: 1 audits all. */
  readonly auditOneIn?: number;
  /** Depth first finds a trace sooner, and not the shortest. */
  readonly order?: 'breadth-first' | 'depth-first';
  /** Random walks instead of an exploration: so many, of so many steps at most. */
  readonly walks?: { readonly seed: number; readonly walks: number; readonly steps: number };
  /** `steps`: report which steps and outcomes were taken; `transitions`: count them, too, which visits every state once more. */
  readonly coverage?: 'steps' | 'transitions';
  /** Breadth first by the kernel only: leave a checkpoint now and then, and when the run is cut short; or go on from one. */
  readonly checkpoint?: CheckpointOptions;
  /** Report the number and a digest of the states of each breadth-first level. */
  readonly digests?: boolean;
  /** Asked after every slice of some 20 ms. */
  readonly interrupted?: () => boolean;
  /** Stop after the level that decides this property: its shortest trace is known then. Breadth first only. */
  readonly until?: string;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Explored {
  readonly exploration: Exploration;
  /** The limits go on. */
  readonly host: Host;
  readonly seconds: number;
  readonly stopped: Stopped | undefined;
  /** Where checkpoints were asked for. */
  readonly checkpoints?: Pick<Explorer, 'save' | 'removeCheckpoint'>;
}

/** Of the heap for what lives long; beyond it the collector works more than we do, and then the process dies. */
const HEAP_SHARE_MAX = 0.85;
/** V8 counts the young generation in the limit of its heap: three semi-spaces of 64 MiB. Long-lived states have no part of it. */
const YOUNG_BYTES = 3 * 64 * 1024 * 1024;
/** Of what is left of the machine's memory: others live there, too. */
const LEFT_SHARE_MAX = 0.9;

// Steps may not ask for the time (purity.ts), the clock of the run must.
const now = performance.now.bind(performance);

/** Explores; whoever asked closes the exploration when it has been reported. */
export async function explore(system: System, options: RunOptions = {}): Promise<Explored> {
  const { statesMax, auditOneIn, workers = availableParallelism() } = options;
  const start = now();
  const seconds = () => (now() - start) / 1000;
  if (options.checkpoint !== undefined) mustKnowLevels(options);
  if (options.engine === 'reference') {
    const exploration = new ReferenceExplorer(system);
    const host = hostOf(exploration, seconds, options);
    const stopped = await exploration.run(host, statesMax);
    return { exploration, host, seconds: seconds(), stopped };
  }
  const engine = {
    workers,
    ...(statesMax !== undefined && { statesMax }),
    ...(auditOneIn !== undefined && { auditOneIn }),
    ...(options.checkpoint !== undefined && { checkpoint: options.checkpoint }),
  };
  const exploration =
    options.walks !== undefined
      ? new RandomWalks(system, { ...engine, ...options.walks })
      : options.order === 'depth-first'
        ? new DepthFirst(system, engine)
        : new Explorer(system, engine);
  try {
    const host = hostOf(exploration, seconds, options);
    const stopped = await exploration.run(host);
    const checkpoints = options.checkpoint !== undefined && exploration instanceof Explorer && exploration;
    return { exploration, host, seconds: seconds(), stopped, ...(checkpoints && { checkpoints }) };
  } catch (error) {
    await exploration.close();
    throw error;
  }
}

function mustKnowLevels({ engine, walks, order }: RunOptions): void {
  if (engine !== 'reference' && walks === undefined && order !== 'depth-first') return;
  throw new UserError('E_USAGE', 'only a breadth-first exploration by the kernel leaves checkpoints.', {
    hint: 'Leave out --checkpoint, or --order depth-first and --engine reference.',
  });
}

function hostOf(exploration: Exploration, seconds: () => number, options: RunOptions): Host {
  const bytesMax = options.bytesMax ?? process.memoryUsage.rss() + LEFT_SHARE_MAX * process.availableMemory();
  const limitReached = (bytes: number): Stopped | undefined => {
    if (options.interrupted?.()) return 'interrupted';
    if (seconds() > (options.timeoutSeconds ?? Number.POSITIVE_INFINITY)) return 'timeout';
    const heap = getHeapStatistics();
    const heapFull = heap.used_heap_size > HEAP_SHARE_MAX * (heap.heap_size_limit - YOUNG_BYTES);
    return heapFull || bytes > bytesMax ? 'memory' : undefined;
  };
  return {
    async breathe(doing) {
      const { states, transitions, depth, frontier, found } = exploration;
      const bytes = process.memoryUsage.rss();
      const progress = { states, transitions, depth, frontier, seconds: seconds(), bytes, found };
      options.onProgress?.({ ...progress, ...(doing !== undefined && { doing }) });
      await setImmediate();
      return limitReached(bytes);
    },
    mayGrow: (bytes) => process.memoryUsage.rss() + bytes <= bytesMax,
    isAnswered: () => options.until !== undefined && exploration.found.has(options.until),
  };
}
