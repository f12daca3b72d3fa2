/**
 * How a night that is interrupted, or whose budget is used up, comes to its end: first nothing is begun any more, then whatever runs is
 * told to stop, then nobody waits for it any longer.
 */
import type { RunCellsOptions } from '../nightly/run-cells.ts';

export interface ClosingState {
  readonly mayBegin: boolean;
  readonly state: 'going' | 'stopping';
  /** Of the budget; null without one. */
  readonly secondsLeft: number | null;
  /** Why nothing may begin. */
  readonly why: string;
  /** Machines had their time to answer. */
  readonly isOver: boolean;
}

/** For cells whose time is up to say so by themselves, and then for those that were told to stop. */
const LATE_MS = 5000;
const STOP_MS = 30_000;

export class Closing {
  readonly #options: Pick<RunCellsOptions, 'secondsLeft' | 'signal'>;
  #closedAt: number | undefined;
  #stoppedAt: number | undefined;

  constructor(options: Pick<RunCellsOptions, 'secondsLeft' | 'signal'>) {
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
      why: isInterrupted ? 'the run was interrupted' : 'the budget was used up',
      isOver: this.#stoppedAt !== undefined && now - this.#stoppedAt > STOP_MS,
    };
  }
}
