/** What a run of the matrix gives: for each cell the verdicts that were found beside those that were expected. */
import type { Report, Statistics, Verdict } from '../check/report.ts';
import type { Stopped } from '../model/exploration.ts';

/** The column of a trace in which a process' steps stand, by the name of the process. */
export type Columns = { readonly [process: string]: string };

export interface CellResult {
  readonly variant: string;
  readonly scenario: string;
  /** One that only `--all` runs. */
  readonly more?: boolean;
  /** The cell as a command line names it: `everywhen check MODEL ` and this. */
  readonly parameters: string;
  readonly verdict: Verdict;
  /** Ids of the properties that are violated, and of those that were expected to be. */
  readonly violated: readonly string[];
  readonly expected: readonly string[];
  /** What differs from the expectation, a sentence each; empty where nothing does. */
  readonly surprises: readonly string[];
  /** What is vacuous and not accepted as such, or the other way round; under `--strict` these are surprises. */
  readonly doubts: readonly string[];
  readonly statistics?: Statistics;
  readonly stopped?: Stopped | 'not started';
  /** How it came to be known or not, in two or three words, where that is not by this run; and what else there is to say. */
  readonly origin?: string;
  readonly remarks?: readonly string[];
  /** The id of the `reachable` property that is all the author claims: a table answers it with `possible` or `impossible`. */
  readonly question?: string;
  /** All that was found, traces included, where it was asked for. */
  readonly report?: Report;
  /** The column of each process in its traces: with `report`. */
  readonly columns?: Columns;
}

export interface ModelResult {
  readonly model: string;
  readonly title: string;
  readonly cells: readonly CellResult[];
  /** What the default matrix never did. */
  readonly doubts: readonly string[];
}

export interface MatrixResult {
  readonly models: readonly ModelResult[];
  readonly unexpected: number;
  readonly inconclusive: number;
  /** Of models and of their cells; they count as unexpected where that was asked for. */
  readonly doubts: number;
  readonly strict: boolean;
  readonly seconds: number;
}

export type Standing = 'as expected' | 'unexpected' | 'inconclusive';

/** How a cell counts: what surprises is unexpected, whatever else it is. */
export function standingOf({ surprises, verdict, stopped }: CellResult): Standing {
  if (surprises.length > 0) return 'unexpected';
  return verdict === 'inconclusive' || stopped !== undefined ? 'inconclusive' : 'as expected';
}
