/** How a command ends that the watchdog ends: its last words, and its exit code. */
import { errorOf, type Overdue, whileEvaluating } from '../../cells/overdue.ts';
import { renderError } from '../../errors.ts';
import { EXIT } from '../exit.ts';
import type { Ending, WatchdogData } from './watchdog-data.ts';

/** `overdue`: the evaluation that is in the way; undefined where a signal came between evaluations. */
export function endingOf(
  overdue: Overdue | undefined,
  { stepSeconds, width }: Pick<WatchdogData, 'stepSeconds' | 'width'>,
): Ending {
  if (overdue === undefined) return { text: 'Interrupted.', exitCode: EXIT.interrupted };
  switch (overdue.by) {
    case 'interrupted':
      return { text: `Interrupted ${whileEvaluating(overdue)}.`, exitCode: EXIT.interrupted };
    case 'timeout':
      return { text: `Inconclusive: its time was over ${whileEvaluating(overdue)}.`, exitCode: EXIT.inconclusive };
    default:
      return { text: renderError(errorOf(overdue, stepSeconds), width), exitCode: EXIT.usage };
  }
}
