/**
 * The data of a report's page, as its file contains it: the matrix, which is read at once, and the details of cells, which are read
 * when a cell is opened. Both are compressed JSON.
 */
import type { Report, Statistics, Verdict } from '../../check/report.ts';
import type { KernelTraces } from '../../trace/kernel/kernel-traces.ts';
import type { TraceEvidence } from '../evidence.ts';
import type { LiveData } from './live-data.ts';

/** The data that the page shows first. */
export interface PageData {
  /** The cells of a matrix, or one cell that was checked alone, without an expectation. */
  readonly kind: 'matrix' | 'check';
  /** The version of Everywhen that made the page, and the time (ISO 8601). */
  readonly version: string;
  readonly made: string;
  readonly models: readonly PageModel[];
  /** The number of cells that differ from the expectation, and under `strict` of the models' doubts. */
  readonly unexpected: number;
  readonly inconclusive: number;
  /** The number of things that are vacuous or accepted as vacuous, but not both. */
  readonly doubts: number;
  /** Doubts count as unexpected. */
  readonly strict: boolean;
  readonly seconds: number;
  /** Why the run as a whole decides nothing: it was interrupted, or parts are missing. */
  readonly faults?: readonly string[];
  /** The file contains the models, too, and the engine that explores them. */
  readonly live?: LiveData;
  /** Further remarks about the run. */
  readonly remarks?: readonly string[];
  /** The only trace of a cell that was checked alone: the page opens on it. */
  readonly opens?: { readonly property: string; readonly moment: number };
}

export interface PageModel {
  readonly name: string;
  readonly title: string;
  /** The id and sentence of each property of its cells, where they are known. */
  readonly properties?: readonly (readonly [id: string, title: string])[];
  readonly cells: readonly PageCell[];
  /** A sentence for each thing that the default matrix never did. */
  readonly doubts: readonly string[];
}

export interface PageCell {
  readonly variant: string;
  readonly scenario: string;
  /** Run only under `--all`: listed below the matrix. */
  readonly more?: boolean;
  /** The parameters that differ from their defaults, in the form of the command line. */
  readonly parameters: string;
  /** The command that checks the cell again, ready to paste into a shell. */
  readonly command: string;
  readonly verdict: Verdict;
  /** The ids of the violated properties, and of those that were expected to be violated, if there was an expectation. */
  readonly violated: readonly string[];
  readonly expected?: readonly string[];
  /** The comparison with the expectation. A cell that reached a limit or was interrupted is never as expected. */
  readonly standing?: 'as expected' | 'unexpected' | 'inconclusive';
  /** A sentence for each difference from the expectation. */
  readonly surprises: readonly string[];
  readonly doubts: readonly string[];
  readonly statistics?: Statistics;
  /** `edges 2` for each budget that blocked a step: a larger one may change a verdict. */
  readonly within?: readonly string[];
  /** The origin of the result in two or three words, if it is not from this run; and further remarks. */
  readonly origin?: string;
  readonly remarks?: readonly string[];
  /** Why the run was stopped early. */
  readonly stopped?: string;
  /** The location of the details: the number of the chunk, and the position in it. Undefined if the cell has no details. */
  readonly details?: readonly [chunk: number, place: number];
}

/** The whole report of a cell, with traces. */
export interface CellDetails {
  readonly report: Report;
  /** The column of each process in the traces. */
  readonly columns: { readonly [process: string]: string };
  /** What kernel style shows of the traces. */
  readonly kernel?: KernelTraces;
  /** What is known of the traces beside them, by the ids of properties; several where a property has several traces. */
  readonly evidence?: { readonly [property: string]: readonly TraceEvidence[] };
}

/** The attribute that names a piece of data in the file: `index` for the `PageData`, else the number of a chunk of details. */
export const CHUNK_ATTRIBUTE = 'data-chunk';
export const INDEX_CHUNK = 'index';
/** The place of the data in the built page. */
export const DATA_PLACE = '<!-- data -->';
