/**
 * Runs the cells of a plan while the budget lasts. How a cell comes to be run, on a thread here or on another machine, is the
 * business of a `CellRunner`; when it runs, with how much of the machine and within which limits, is ours.
 */
import { CellHung } from '../cells/cell-pool.ts';
import type { CellLimits, CellOutcome } from '../cells/cell-task.ts';
import type { Plan, PlannedCell } from './plan.ts';

/** Takes a cell, runs it, gives what came of it. Rejects where the thread or machine that ran it died. */
export type CellRunner = (cell: PlannedCell, limits: CellLimits) => Promise<CellOutcome>;

/** What came of a cell: of one that ran, whether its limit of time was that of the whole run. */
export type CellEnd =
  | {
      readonly kind: 'outcome';
      readonly outcome: CellOutcome;
      readonly byBudget: boolean;
      /** Seconds, where whoever ran it knows better than whoever asked. */
      readonly took?: number;
    }
  | { readonly kind: 'not started'; readonly because: string }
  | { readonly kind: 'died'; readonly because: string };

export interface CellBounds {
  readonly seconds?: number;
  readonly states?: number;
  /** By which the process may grow for it. */
  readonly bytes?: number;
}

export interface RunCellsOptions {
  readonly runner: CellRunner;
  /** Of each cell. */
  readonly bounds: CellBounds;
  /** What a cell is run with besides. */
  readonly limitsOf?: (cell: PlannedCell) => CellLimits;
  /** Until no cell may run any more; for ever if not said. */
  readonly secondsLeft?: () => number;
  readonly signal?: AbortSignal;
  readonly onStart?: (cell: PlannedCell) => void;
  /** Each cell of the plan once, as soon as it has ended. */
  readonly onEnd: (cell: PlannedCell, end: CellEnd) => void;
}

/** Less is no time to run anything in. */
const SECONDS_MIN = 0.05;
/** A guess may be too short by so much. */
const GUESS_FACTOR = 4;
/** A cell whose thread dies is run again: threads die of other things, too. */
const ATTEMPTS = 2;

/** A cell that would not come to its end in what is left waits until all that would are done: part of it can be covered then. */
export async function runCells({ phases, threads }: Plan, options: RunCellsOptions): Promise<void> {
  const waiting: PlannedCell[] = [];
  for (const { how, cells } of phases) {
    const atOnce = how === 'alone' ? 1 : Math.min(threads, cells.length);
    const share: Share = { threads: how === 'alone' ? threads : 1, atOnce };
    const queue = [...cells];
    const lanes = Array.from({ length: atOnce }, () => runLane(queue, share, options));
    waiting.push(...(await Promise.all(lanes)).flat());
  }
  const shortestFirst = waiting.toSorted((a, b) => a.estimate.seconds - b.estimate.seconds);
  for (const cell of shortestFirst) options.onEnd(cell, await runOne(cell, { threads, atOnce: 1 }, options));
}

interface Share {
  /** Of the cell. */
  readonly threads: number;
  /** Cells that share the machine. */
  readonly atOnce: number;
}

async function runLane(queue: PlannedCell[], share: Share, options: RunCellsOptions): Promise<PlannedCell[]> {
  const unfit: PlannedCell[] = [];
  for (let cell = queue.shift(); cell !== undefined; cell = queue.shift()) {
    if (needed(cell) > secondsLeft(options)) unfit.push(cell);
    else options.onEnd(cell, await runOne(cell, share, options));
  }
  return unfit;
}

function needed({ estimate: { seconds, by } }: PlannedCell): number {
  return by === 'guess' ? GUESS_FACTOR * seconds : seconds;
}

function secondsLeft({ secondsLeft: left }: RunCellsOptions): number {
  return left?.() ?? Number.POSITIVE_INFINITY;
}

async function runOne(cell: PlannedCell, share: Share, options: RunCellsOptions): Promise<CellEnd> {
  const { runner, bounds, signal } = options;
  let death = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (signal?.aborted) return { kind: 'not started', because: 'the run was interrupted before it began' };
    const left = secondsLeft(options);
    if (left < SECONDS_MIN) return { kind: 'not started', because: 'the budget was used up before it began' };
    if (attempt === 1) options.onStart?.(cell);
    const seconds = Math.min(left, bounds.seconds ?? Number.POSITIVE_INFINITY);
    const limits: CellLimits = {
      ...options.limitsOf?.(cell),
      workers: share.threads,
      ...(Number.isFinite(seconds) && { timeoutSeconds: seconds }),
      ...(bounds.states !== undefined && { statesMax: bounds.states }),
      // The process is one: what the cells beside it take is in its size, too.
      ...(bounds.bytes !== undefined && { bytesMax: process.memoryUsage.rss() + bounds.bytes * share.atOnce }),
    };
    try {
      const outcome = await runner(cell, limits);
      if ('notStarted' in outcome) return { kind: 'not started', because: 'the run was interrupted before it began' };
      return { kind: 'outcome', outcome, byBudget: seconds === left };
    } catch (error) {
      if (error instanceof CellHung) return { kind: 'died', because: error.because };
      death = error instanceof Error ? error.message : String(error);
    }
  }
  return { kind: 'died', because: `the thread that ran it died, ${ATTEMPTS} times: ${death}` };
}
