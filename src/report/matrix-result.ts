/** What a run of the matrix gives: for each cell the verdicts that were found beside those that were expected. */
import type { Statistics, Verdict } from '../check/report.ts';
import type { Stopped } from '../model/exploration.ts';

export interface CellResult {
  readonly variant: string;
  readonly scenario: string;
  /** The cell as a command line names it: `everywhen check MODEL ` and this. */
  readonly parameters: string;
  readonly verdict: Verdict;
  /** Ids of the properties that are violated, and of those that were expected to be. */
  readonly violated: readonly string[];
  readonly expected: readonly string[];
  /** What differs from the expectation, a sentence each; empty where nothing does. */
  readonly surprises: readonly string[];
  readonly statistics?: Statistics;
  readonly stopped?: Stopped | 'not started';
}

export interface ModelResult {
  readonly model: string;
  readonly title: string;
  readonly cells: readonly CellResult[];
}

export interface MatrixResult {
  readonly models: readonly ModelResult[];
  readonly unexpected: number;
  readonly inconclusive: number;
  readonly seconds: number;
}
