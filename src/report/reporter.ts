/**
 * What tells people or programs what a run found: a reporter. Every command that judges cells reports through this alone, to as many
 * reporters at once as were asked for (`reporters.ts` makes them).
 */
import type { Report } from '../check/report.ts';
import type { CellResult, Columns, MatrixResult } from './matrix-result.ts';

/** One cell that was checked alone: nothing was expected of it. */
export interface CheckResult {
  /** The model as a command line names it, and its title. */
  readonly model: string;
  readonly title: string;
  /** The cell as a command line names it: `everywhen check MODEL ` and this. */
  readonly parameters: string;
  readonly report: Report;
  /** The column of each process in traces. */
  readonly columns: Columns;
  /** Under `--strict`, a sentence for each thing that is vacuous and not accepted as such, or the other way round: they fail the run. */
  readonly doubts: readonly string[];
  /** Of `simulate`: the walks that found it. */
  readonly walks?: Walks;
}

export interface Walks {
  readonly seed: number;
  readonly walks: number;
  readonly steps: number;
}

/** `check` and `simulate` judge one cell, `matrix` many. */
export type RunResult =
  | { readonly kind: 'check'; readonly check: CheckResult }
  | { readonly kind: 'matrix'; readonly matrix: MatrixResult };

/** A cell of a matrix, as soon as it is judged. Cells end in any order. */
export interface FinishedCell {
  readonly model: string;
  readonly cell: CellResult;
  /** Its place in the order of declaration, from 0. */
  readonly position: number;
  readonly cells: number;
}

export interface Reporter {
  /** It shows traces: the cells of a matrix have to bring `report` and `columns`. */
  readonly wantsReports?: boolean;
  /** A page for people, there when `onEnd` is done: opened where somebody sits at a terminal and the run failed. */
  readonly page?: string;
  onCell?(finished: FinishedCell): void;
  /** Once, at the end, also of a run that was interrupted. */
  onEnd(result: RunResult): void | Promise<void>;
}
