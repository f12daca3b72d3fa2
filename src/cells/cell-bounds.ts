/** What a cell may use, as the limits of its run: the bounds that the user gave, and the time that is left of the whole run. */
import type { CellLimits } from './cell-task.ts';

/** Given by the user for each cell. */
export interface CellBounds {
  readonly seconds?: number;
  readonly states?: number;
  /** By which the process may grow for the cell. */
  readonly bytes?: number;
}

/** The part of a machine that a cell gets. */
export interface CellShare {
  readonly threads: number;
  /** How many cells run in the process at the same time. */
  readonly atOnce: number;
}

export interface BoundedLimits {
  readonly limits: CellLimits;
  /** The limit on time is the time that was left of the whole run's budget, not a bound of the cell. */
  readonly byBudget: boolean;
}

/** With less time left a cell is not started. */
const SECONDS_MIN = 0.05;

/**
 * The limits of a cell that begins now; undefined where too little time is left for it to begin.
 *
 * `limits` are those that no bound overrides. `secondsLeft` is infinite where the run has no budget.
 */
export function boundedLimits(
  limits: CellLimits,
  bounds: CellBounds,
  secondsLeft: number,
  { threads, atOnce }: CellShare,
): BoundedLimits | undefined {
  if (secondsLeft < SECONDS_MIN) return undefined;
  const { seconds = Number.POSITIVE_INFINITY, states, bytes } = bounds;
  const timeoutSeconds = Math.min(secondsLeft, seconds);
  return {
    limits: {
      ...limits,
      workers: threads,
      ...(Number.isFinite(timeoutSeconds) && { timeoutSeconds }),
      ...(states !== undefined && { statesMax: states }),
      // The limit is on the whole process, whose size includes what the cells beside this one take.
      ...(bytes !== undefined && { bytesMax: process.memoryUsage.rss() + bytes * atOnce }),
    },
    byBudget: Number.isFinite(secondsLeft) && secondsLeft <= seconds,
  };
}
