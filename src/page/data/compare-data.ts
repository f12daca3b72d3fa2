/** The data of the page of a comparison, as its file contains it. */
import type { Counterexample } from '../../check/counterexample.ts';
import type { ComparisonVerdict, Side } from '../../compare/comparison.ts';

export interface ComparePageData {
  readonly kind: 'compare';
  /** The version of Everywhen that made the page, and the time (ISO 8601). */
  readonly version: string;
  readonly made: string;
  readonly verdict: ComparisonVerdict;
  /** The verdict in a sentence. */
  readonly answer: string;
  /** Each side with its size; what is observed, and what is not: a sentence each. */
  readonly sides: readonly string[];
  readonly observed: readonly string[];
  readonly differences: readonly PageDifference[];
  /** Why it is undecided; what was searched; what is not compared: a sentence each. */
  readonly counts: readonly string[];
  /** The command that makes this comparison again. */
  readonly command: string;
}

/** A run of one side that the other cannot follow. */
export interface PageDifference {
  readonly of: Side;
  readonly in: Side;
  readonly heading: string;
  readonly run: Counterexample;
  /** The column of each process in the run. */
  readonly columns: { readonly [process: string]: string };
  /** What cannot be followed. */
  readonly problem: string;
  /** What the other side may do there instead. */
  readonly instead: readonly string[];
}
