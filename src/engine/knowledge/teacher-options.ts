/** How a teacher learns. Most of it is for tests. */
import type { Columns } from './columns.ts';

export interface TeacherOptions {
  /** The columns of the states; by default one for each slot. */
  readonly columns?: Columns;
  /** By column, the first one with which it shares the numbers of its values; by default each has its own. */
  readonly alike?: readonly number[] | undefined;
  /** Whether the time of evaluations is measured. */
  readonly profile?: boolean | undefined;
  /** For tests: whether labels have numbers before they are reached. */
  readonly labelsKnown?: boolean;
  /** For tests: the number of evaluations from which on a claim is tabulated. */
  readonly tabulateFrom?: number | undefined;
  /** For tests: the number of entries that each tree has for free, however rarely they recur. */
  readonly entriesFree?: number | undefined;
  /** For tests: the number of evaluations of a choice after which it is divided; infinite if no choice is ever divided. */
  readonly divideAt?: number | undefined;
  /** Whether the modules of the model show comparisons by identity (semantics/tracked/identity.ts). */
  readonly isVisible?: boolean;
  /** Called instead of dividing a choice. */
  readonly onChoicesPay?: () => void;
}
