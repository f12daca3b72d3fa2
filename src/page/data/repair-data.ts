/** The data of the page of a search for minimal sets of lines, as its file contains it. */
import type { Counterexample } from '../../check/counterexample.ts';

export interface RepairPageData {
  readonly kind: 'repair';
  /** The version of Everywhen that made the page, and the time (ISO 8601). */
  readonly version: string;
  readonly made: string;
  readonly model: string;
  readonly title: string;
  readonly verdict: 'found' | 'none' | 'undecided';
  /** What was asked, and the answer, each in a sentence. */
  readonly question: string;
  readonly answer: string;
  readonly lines: readonly { readonly name: string; readonly title: string; readonly cost: number }[];
  readonly sets: readonly PageSet[];
  /** What is not covered; what was decided, and what that took: a sentence each. */
  readonly open: readonly string[];
  readonly counts: readonly string[];
}

/** A set of lines that holds. */
export interface PageSet {
  readonly heading: string;
  /** A sentence each: the proof, and the sets within it. */
  readonly remarks: readonly string[];
  readonly needs: readonly PageNeed[];
  readonly proof: readonly PageProof[];
}

/** A cell of which every reachable state was explored. */
export interface PageProof {
  readonly cell: string;
  readonly states: number;
  readonly transitions: number;
  readonly command: string;
}

/** Why a line is needed. */
export interface PageNeed {
  readonly line: string;
  readonly says: string;
  readonly command: string;
  /** The runs that show the violation; several where locks are taken in several orders. */
  readonly traces: readonly Counterexample[];
  /** The column of each process in the traces. */
  readonly columns: { readonly [process: string]: string };
}
