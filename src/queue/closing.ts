/**
 * How a run ends that is interrupted or out of budget: first no cell begins any more, then the cells that run are told to stop, and at last
 * the run no longer waits for them.
 */
import type { ClosedBy } from '../cells/cell-end.ts';
import type { RunRequest } from '../cells/cell-runner.ts';

export interface ClosingState {
  readonly mayBegin: boolean;
  readonly state: 'going' | 'stopping';
  /** Of the budget; null without one. */
  readonly secondsLeft: number | null;
  /** Why no cell may begin, once none may. */
  readonly by: ClosedBy;
  /** The time in which workers had to answer is over. */
  readonly isOver: boolean;
}

/** The time for cells to time out by themselves, and then for cells that were told to stop. */
const LATE_MS = 5000;
const STOP_MS = 30_000;

export class Closing {
  readonly #options: Pick<RunRequest<never>, 'secondsLeft' | 'signal'>;
  #closedAt: number | undefined;
  #stoppedAt: number | undefined;

  constructor(options: Pick<RunRequest<never>, 'secondsLeft' | 'signal'>) {
    this.#options = options;
  }

  look(now: number): ClosingState {
    const isInterrupted = this.#options.signal?.aborted ?? false;
    const left = this.#options.secondsLeft?.();
    if (isInterrupted || (left !== undefined && left <= 0)) this.#closedAt ??= now;
    const isLate = this.#closedAt !== undefined && now - this.#closedAt > LATE_MS;
    if (isInterrupted || isLate) this.#stoppedAt ??= now;
    return {
      mayBegin: this.#closedAt === undefined,
      state: this.#stoppedAt === undefined ? 'going' : 'stopping',
      secondsLeft: left === undefined ? null : Math.max(0, left),
      by: isInterrupted ? 'interrupted' : 'budget',
      isOver: this.#stoppedAt !== undefined && now - this.#stoppedAt > STOP_MS,
    };
  }
}
