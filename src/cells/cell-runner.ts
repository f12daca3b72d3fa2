/** What runs the cells of a night or a matrix: threads of this process, or the machines of a queue. */
import type { CellBounds } from './cell-bounds.ts';
import type { CheckpointPlace } from './cell-checkpoint.ts';
import type { CellEnd } from './cell-end.ts';
import type { CellLimits } from './cell-task.ts';

/** `alone`: one after the other, each on all threads of a machine. `beside`: one on each thread. */
export interface Phase<C> {
  readonly how: 'alone' | 'beside';
  readonly cells: readonly C[];
}

export interface RunRequest<C> {
  /** Of each cell. */
  readonly bounds: CellBounds;
  /** The limits of every cell that no bound overrides. */
  readonly limits: CellLimits;
  /** Of the budget; without one the time is unlimited. */
  readonly secondsLeft?: () => number;
  /** An abort stops the cells that run, and no other cell begins. */
  readonly signal?: AbortSignal;
  /** Where a cell that runs on this machine keeps its checkpoint; by default it keeps none. */
  readonly checkpointOf?: (cell: C) => CheckpointPlace;
  /** `states`: how many states the cell has found by the time of the call; 0 where that is not known. */
  readonly onStart?: (cell: C, states: () => number) => void;
  readonly onEnd: (cell: C, end: CellEnd) => void;
}

export interface CellRunner<C> {
  /**
   * Runs all cells and resolves when each has ended. `onEnd` is called once for every cell, as soon as it has ended, in whatever order.
   *
   * A cell that would not finish in the time left waits until all cells that would have run: part of it can be covered then.
   */
  run(phases: readonly Phase<C>[], request: RunRequest<C>): Promise<void>;
  /** Ends threads and connections. No cell runs any more. */
  close(): Promise<void>;
}
