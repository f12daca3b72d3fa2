/** The result of a run of the matrix: for each cell the verdicts and the expectation. */
import type { Report, Statistics, Verdict } from '../check/report.ts';
import type { UserError } from '../errors.ts';
import type { Stopped } from '../model/exploration.ts';
import type { KernelView } from '../trace/kernel/kernel-trace.ts';
import type { EvidenceView } from './evidence/evidence-view.ts';

/** The column of a process' steps in a trace, by the name of the process. */
export type Columns = { readonly [process: string]: string };

export interface CellResult {
  readonly variant: string;
  readonly scenario: string;
  /** Only `--all` runs it. */
  readonly more?: boolean;
  /** The cell on a command line: `everywhen check MODEL ` and this. */
  readonly parameters: string;
  readonly verdict: Verdict;
  /** The ids of the violated properties, and of those that were expected to be violated. */
  readonly violated: readonly string[];
  readonly expected: readonly string[];
  /** A sentence for each difference from the expectation. */
  readonly surprises: readonly string[];
  /** A sentence for each thing that is vacuous or accepted as vacuous, but not both; under `--strict` a surprise. */
  readonly doubts: readonly string[];
  readonly statistics?: Statistics;
  /** `edges 2` for each budget that blocked a step: a larger one may change a verdict. Absent if there is none. */
  readonly within?: readonly string[];
  readonly stopped?: Stopped | 'not started';
  /** Why the model could not be judged in this cell: it breaks a rule, or one of its evaluations never ended. */
  readonly broken?: BrokenBy;
  /** The origin of the result in two or three words, if it is not from this run; and further remarks. */
  readonly origin?: string;
  readonly remarks?: readonly string[];
  /** The id of the `reachable` property that is all the author claims: a table answers it with `possible` or `impossible`. */
  readonly question?: string;
  /** The whole report with traces, if it was requested. */
  readonly report?: Report;
  /** The column of each process in the traces; defined together with `report`. */
  readonly columns?: Columns;
  /** What kernel style shows of each step; by default all its changes. */
  readonly kernelView?: KernelView;
  /** What a page tells of its traces beside them. */
  readonly evidenceView?: EvidenceView;
}

/** The error of a broken cell, as data. */
export type BrokenBy = Pick<UserError, 'code' | 'message' | 'advice'>;

export interface ModelResult {
  readonly model: string;
  readonly title: string;
  readonly cells: readonly CellResult[];
  /** A sentence for each thing that the default matrix never did. */
  readonly doubts: readonly string[];
}

export interface MatrixResult {
  readonly models: readonly ModelResult[];
  /** Broken cells included. */
  readonly unexpected: number;
  /** Cells whose model is broken there; absent if there is none. */
  readonly broken?: number;
  readonly inconclusive: number;
  /** The number of doubts about models and their cells; with `strict` they count as unexpected. */
  readonly doubts: number;
  readonly strict: boolean;
  readonly seconds: number;
}

export type Standing = 'as expected' | 'unexpected' | 'inconclusive';

/** The standing of a cell. A surprise is unexpected, a broken cell included, even if the cell is also inconclusive. */
export function standingOf({ surprises, verdict, stopped }: CellResult): Standing {
  if (surprises.length > 0) return 'unexpected';
  return verdict === 'inconclusive' || stopped !== undefined ? 'inconclusive' : 'as expected';
}
