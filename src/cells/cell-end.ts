/** How a cell of a run ended: with an outcome, not started, or by the death of what ran it. */
import type { CellOutcome } from './cell-task.ts';

/** The outcome of a cell that was started. */
export type StartedOutcome = Exclude<CellOutcome, { readonly notStarted: true }>;

export type CellEnd =
  | {
      readonly kind: 'outcome';
      readonly outcome: StartedOutcome;
      /** The limit on time of the cell was the time that was left of the whole run's budget. */
      readonly byBudget: boolean;
      /** Seconds from start to end. */
      readonly took: number;
    }
  | {
      readonly kind: 'not started';
      readonly because: string;
      /** Absent where the run closed for another reason. */
      readonly by?: ClosedBy;
    }
  | {
      readonly kind: 'died';
      readonly because: string;
      /** Its thread was ended in an evaluation that was in the way of a limit on time, or of an interruption. */
      readonly stopped?: 'timeout' | 'interrupted';
      /** What the last thread died of, where it ran in this process. */
      readonly error?: unknown;
    };

/** Why a run starts no more cells, as part of a sentence. */
export const CLOSED_BECAUSE = {
  interrupted: 'the run was interrupted',
  budget: 'the budget was used up',
} as const;
export type ClosedBy = keyof typeof CLOSED_BECAUSE;

export function notStarted(by: ClosedBy): Extract<CellEnd, { kind: 'not started' }> {
  return { kind: 'not started', because: `${CLOSED_BECAUSE[by]} before it began`, by };
}
