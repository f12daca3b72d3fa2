/**
 * The interface of reporters, which tell people or programs the result of a run. Every command that judges cells reports only through
 * it, to any number of reporters at once (`reporters.ts` makes them).
 */
import type { Report } from '../check/report.ts';
import type { KernelView } from '../trace/kernel/kernel-trace.ts';
import type { EvidenceView } from './evidence/evidence-view.ts';
import type { CellResult, Columns, MatrixResult } from './matrix-result.ts';

/** A cell that was checked alone, without an expectation. */
export interface CheckResult {
  /** The model on a command line, and its title. */
  readonly model: string;
  readonly title: string;
  /** The cell on a command line: `everywhen check MODEL ` and this. */
  readonly parameters: string;
  readonly report: Report;
  /** The column of each process in traces. */
  readonly columns: Columns;
  /** What kernel style shows of each step; by default all its changes. */
  readonly kernelView?: KernelView;
  /** What a page tells of its traces beside them. */
  readonly evidenceView?: EvidenceView;
  /** Under `--strict`, a sentence for each thing that is vacuous or accepted as vacuous, but not both. They fail the run. */
  readonly doubts: readonly string[];
  /** The random walks, if `simulate` made the report. */
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
  /** Its position in the order of declaration, from 0. */
  readonly position: number;
  readonly cells: number;
}

export interface Reporter {
  /** The reporter shows traces: the cells of a matrix must have `report` and `columns`. */
  readonly wantsReports?: boolean;
  /** A page for people, complete when `onEnd` returns. It is opened if the command runs at a terminal and the run failed. */
  readonly page?: string;
  onCell?(finished: FinishedCell): void;
  /** Called once, at the end, also if the run was interrupted. */
  onEnd(result: RunResult): void | Promise<void>;
}
