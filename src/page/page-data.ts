/**
 * What the page of a report shows, as the file carries it: the matrix at once, and all that was found in a cell only when somebody
 * looks at it. Both are JSON, compressed.
 */
import type { Report, Statistics, Verdict } from '../check/report.ts';

/** What the page shows first. */
export interface PageData {
  /** Cells of a matrix, or one that was checked alone: nothing was expected of it. */
  readonly kind: 'matrix' | 'check';
  /** The version of Everywhen that made it, and when (ISO 8601). */
  readonly version: string;
  readonly made: string;
  readonly models: readonly PageModel[];
  /** Cells, and under `strict` things of models, that differ from what was expected. */
  readonly unexpected: number;
  readonly inconclusive: number;
  /** What is vacuous and not accepted as such, or the other way round. */
  readonly doubts: number;
  /** Such things count as unexpected. */
  readonly strict: boolean;
  readonly seconds: number;
  /** Why it decides nothing as a whole: interrupted, parts are missing. */
  readonly faults?: readonly string[];
  /** What else there is to say of the run. */
  readonly remarks?: readonly string[];
}

export interface PageModel {
  readonly name: string;
  readonly title: string;
  readonly cells: readonly PageCell[];
  /** What the default matrix never did, a sentence each. */
  readonly doubts: readonly string[];
}

export interface PageCell {
  readonly variant: string;
  readonly scenario: string;
  /** Run only under `--all`: listed below the matrix. */
  readonly more?: boolean;
  /** The parameters that are not their defaults, as a command line has them. */
  readonly parameters: string;
  /** What checks it again, ready to paste into a shell. */
  readonly command: string;
  readonly verdict: Verdict;
  /** Ids of the properties that are violated; and of those that were expected to be, where anything was expected. */
  readonly violated: readonly string[];
  readonly expected?: readonly string[];
  /** How it counts against what was expected; with a limit reached or an interruption, it is not as expected whatever was found. */
  readonly standing?: 'as expected' | 'unexpected' | 'inconclusive';
  /** What differs from the expectation, a sentence each. */
  readonly surprises: readonly string[];
  readonly doubts: readonly string[];
  readonly statistics?: Statistics;
  /** How it came to be known or not, in two or three words, where that is not by this run; and what else there is to say. */
  readonly origin?: string;
  readonly remarks?: readonly string[];
  /** Why it was cut short. */
  readonly stopped?: string;
  /** Where its details are: the number of the chunk, and the place there. None where nothing is known of it. */
  readonly details?: readonly [chunk: number, place: number];
}

/** All that was found in a cell, traces included. */
export interface CellDetails {
  readonly report: Report;
  /** The column of each process in its traces. */
  readonly columns: { readonly [process: string]: string };
}

/** The attribute that names a piece of data in the file: `index` for the `PageData`, else the number of a chunk of details. */
export const CHUNK_ATTRIBUTE = 'data-chunk';
export const INDEX_CHUNK = 'index';
/** Where the data goes in the built page. */
export const DATA_PLACE = '<!-- data -->';
