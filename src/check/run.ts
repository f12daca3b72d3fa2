/** Runs an explorer within limits: signals, time, memory, progress. */
import type { CheckpointOptions } from '../engine/checkpoint/checkpoint.ts';
import { DepthFirst } from '../engine/exploring/depth-first.ts';
import { Explorer } from '../engine/exploring/explorer.ts';
import { RandomWalks } from '../engine/exploring/random-walks.ts';
import { StubbornExplorer } from '../engine/exploring/stubborn-explorer.ts';
import { workersOf } from '../engine/exploring/workers.ts';
import { ATTEMPTS } from '../engine/symmetry/attempts.ts';
import type { Exploration, Host, Stopped } from '../model/exploration.ts';
import type { System } from '../model/system.ts';
import { ReferenceExplorer } from '../reference/explorer.ts';
import { publishDeadline } from '../semantics/beacon.ts';
import { now } from '../semantics/clock.ts';
import { nextTurn } from '../semantics/time/turn.ts';
import { bytesLeft, isHeapFull, residentBytes } from './process-memory.ts';
import { type Reduce, type Walks, type Way, wayOf } from './way.ts';

/** The progress of a run. */
export interface Progress {
  /** Distinct states found so far. */
  readonly states: number;
  /** Transitions found so far. */
  readonly transitions: number;
  /** Steps to the farthest state so far. */
  readonly depth: number;
  /** States found and not yet visited. */
  readonly frontier: number;
  /** Since the run began. */
  readonly seconds: number;
  /** Resident memory of the whole process. */
  readonly bytes: number;
  /** By property id, the least depth, in steps, at which it was decided: violated, or found if it claims that a state is reachable. */
  readonly found: ReadonlyMap<string, number>;
  /** What is done with the states once all are known. */
  readonly doing?: string;
  /** The states of each breadth-first level that was begun; undefined without levels. Counted when it is asked for. */
  readonly levels: readonly number[] | undefined;
}

/** How a system is explored, and within which limits. */
export interface RunOptions {
  /**
   * `reference` explores as the meaning is defined, about a hundred times slower.
   * @defaultValue `'kernel'`
   */
  readonly engine?: 'kernel' | 'reference';
  /**
   * Threads that visit states, this one included; at most 32, and more are `E_USAGE`.
   * @defaultValue one for each processor
   */
  readonly workers?: number;
  /**
   * Stop, inconclusive, when more states than this have been found.
   * @defaultValue no limit
   */
  readonly statesMax?: number;
  /**
   * Stop, inconclusive, before the process is larger than this, in bytes.
   * @defaultValue its size now and 90% of what the machine or its control group has left
   */
  readonly bytesMax?: number;
  /**
   * Stop, inconclusive, after this time.
   * @defaultValue no limit
   */
  readonly timeoutSeconds?: number;
  /**
   * Evaluate again the steps of one state in this many and compare: 1 audits all states. An impure step is `E_IMPURE`.
   * @defaultValue 8,192, and 32,768 from a million states on
   */
  readonly auditOneIn?: number;
  /**
   * Depth first finds a trace sooner, and not the shortest.
   * @defaultValue `'breadth-first'`
   */
  readonly order?: 'breadth-first' | 'depth-first';
  /**
   * Random walks instead of an exploration: how many, and of how many steps at most. What holds on them is inconclusive.
   * @defaultValue an exploration
   */
  readonly walks?: Walks;
  /**
   * `false`: learn collections as a whole. `true`: by the parts that steps read and write, which may be many times faster. Sound if no step or claim compares a
   * collection by `===`; use `.equals`. Each outcome of a choice is learnt by itself: sound if none depends on what its step did for
   * another one, as a variable outside of the outcome's function. Kernel only, without checkpoint or walks.
   * @defaultValue false
   */
  readonly parts?: boolean;
  /**
   * `symmetry`: store one state of all those that differ only in which of several interchangeable replicas is which. `partial-order`: of
   * steps that do not affect one another, explore not every order. A list: both. Nothing is declared and everything is verified; where nothing
   * can be reduced, all states are stored, and the report says why. Verdicts and traces stay the same. Breadth first by the kernel only, without
   * properties of infinite runs or of lock order. `automatic`: symmetry, from some 100,000 states on, where no other option excludes
   * it and there are six permutations or more. `none`: all states are stored.
   * @defaultValue `'automatic'` in `check`, `'none'` elsewhere
   */
  readonly reduce?: Reduce;
  /**
   * Measure what the evaluations of each step and property cost, which takes some 2% more time. Kernel only.
   * @defaultValue false
   */
  readonly profile?: boolean;
  /**
   * `steps`: report which steps and outcomes were taken. `transitions`: count them, too, which visits every state once more.
   * @defaultValue no coverage
   */
  readonly coverage?: 'steps' | 'transitions';
  /**
   * Breadth first by the kernel only: write a checkpoint at intervals and when the run stops early, or resume from one.
   * @defaultValue no checkpoint
   */
  readonly checkpoint?: CheckpointOptions;
  /**
   * Report the number and a digest of the states of each breadth-first level.
   * @defaultValue false
   */
  readonly digests?: boolean;
  /** Asked after every slice of about 20 ms: `true` stops the run, inconclusive. */
  readonly interrupted?: () => boolean;
  /**
   * Stop after the level that decides this property, when its shortest trace is known. Breadth first only.
   * @defaultValue explore all states
   */
  readonly until?: string;
  /** Called after every slice of about 20 ms. */
  readonly onProgress?: (progress: Progress) => void;
}

/** What a caller adds that can make the model visible (load/load-model.ts). */
export interface Visibility {
  /** Reject with `PartsPay` where learning by parts would save much. */
  readonly stopsIfPartsPay?: boolean;
  /** The modules of the model are visible, so `parts` needs no word of the author. */
  readonly isVisible?: boolean;
}

/** The options that hold for every way of exploring. */
export type RunLimits = Pick<
  RunOptions,
  'workers' | 'profile' | 'statesMax' | 'bytesMax' | 'timeoutSeconds' | 'auditOneIn' | 'interrupted' | 'onProgress'
> &
  Visibility;

export interface Explored {
  readonly exploration: Exploration;
  readonly way: Way;
  /** The limits still hold for what follows the exploration. */
  readonly host: Host;
  readonly stopped: Stopped | undefined;
  /** Where checkpoints were asked for. */
  readonly checkpoints?: Pick<Explorer, 'isSaveDue' | 'save' | 'removeCheckpoint'>;
}

/** Of the memory that the machine has left: other processes live there, too. */
const LEFT_SHARE_MAX = 0.9;

/** Explores in the way that the options ask for. The caller closes the exploration. Rejects with `E_USAGE` as `wayOf` throws. */
export async function explore(system: System, options: RunOptions & Visibility = {}): Promise<Explored> {
  return exploreBy(system, wayOf(options), options);
}

/** As `explore`, in a way that is chosen already. */
export async function exploreBy(system: System, way: Way, limits: RunLimits): Promise<Explored> {
  const exploration = explorerOf(system, way, limits);
  try {
    const host = hostOf(exploration, limits, 'until' in way ? way.until : undefined);
    const stopped = await exploration.run(host);
    const hasCheckpoints = exploration instanceof Explorer && 'checkpoint' in way;
    return { exploration, way, host, stopped, ...(hasCheckpoints && { checkpoints: exploration }) };
  } catch (error) {
    await exploration.close();
    throw error;
  }
}

function explorerOf(
  system: System,
  way: Way,
  limits: RunLimits,
): ReferenceExplorer | Explorer | DepthFirst | RandomWalks {
  const { statesMax, auditOneIn, profile, stopsIfPartsPay, isVisible } = limits;
  const engine = {
    workers: workersOf(limits.workers),
    ...(statesMax !== undefined && { statesMax }),
    ...(auditOneIn !== undefined && { auditOneIn }),
    ...(profile && { profile }),
    ...(stopsIfPartsPay && { stopsIfPartsPay }),
    ...(isVisible && { isVisible }),
  };
  switch (way.kind) {
    case 'reference':
      return new ReferenceExplorer(system, statesMax);
    case 'breadth first':
      return new (way.reduce?.includes('partial-order') ? StubbornExplorer : Explorer)(system, {
        ...engine,
        ...partsOf(way),
        ...(way.checkpoint !== undefined && { checkpoint: way.checkpoint }),
        ...(way.reduce?.includes('symmetry') && { symmetry: true }),
        ...(way.reduce === 'automatic' && { attempts: ATTEMPTS }),
      });
    case 'depth first':
      return new DepthFirst(system, { ...engine, ...partsOf(way) });
    case 'random walks':
      return new RandomWalks(system, { ...engine, ...way.walks });
  }
}

function partsOf({ parts }: { readonly parts?: true }): { readonly parts?: true } {
  return parts === undefined ? {} : { parts };
}

/** The size beyond which the process must not grow. */
export function bytesMaxOf({ bytesMax }: RunLimits): number {
  return bytesMax ?? residentBytes() + LEFT_SHARE_MAX * bytesLeft();
}

/** Limits, signals and progress of an exploration. `until`: the property that answers the question. */
export function hostOf(exploration: Exploration, options: RunLimits, until: string | undefined): Host {
  const start = now();
  if (options.timeoutSeconds !== undefined) publishDeadline(options.timeoutSeconds);
  const seconds = () => (now() - start) / 1000;
  const bytesMax = bytesMaxOf(options);
  const limitReached = (bytes: number): Stopped | undefined => {
    if (options.interrupted?.()) return 'interrupted';
    if (seconds() > (options.timeoutSeconds ?? Number.POSITIVE_INFINITY)) return 'timeout';
    return isHeapFull() || bytes > bytesMax ? 'memory' : undefined;
  };
  return {
    async breathe(doing) {
      const { states, transitions, depth, frontier, found } = exploration;
      const bytes = residentBytes();
      options.onProgress?.({
        ...{ states, transitions, depth, frontier, seconds: seconds(), bytes, found },
        ...(doing !== undefined && { doing }),
        get levels() {
          return exploration.levelSizes;
        },
      });
      await nextTurn();
      return limitReached(bytes);
    },
    mayGrow: (bytes) => residentBytes() + bytes <= bytesMax,
    isAnswered: () => until !== undefined && exploration.found.has(until),
  };
}
