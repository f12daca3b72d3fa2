/** Candidate lines as data: what a repair may add to a design, and the design without any of them. */

/** A line that a repair may add. */
export interface Line {
  /** As it is typed: `fix=NAME`. */
  readonly name: string;
  /** What the line does, in one sentence or less. */
  readonly title: string;
  /** The values that it chooses. Of a parameter that is a set, it adds these members. */
  readonly parameters: { readonly [name: string]: unknown };
  /** Sets of equal size are ordered by the sum of the costs of their lines. */
  readonly cost: number;
}

/** The candidate lines of a model, as `repairs` declares them. */
export interface Repairs {
  /** The design without any line: the values of some parameters; the others have the values of each cell. */
  readonly base: { readonly [name: string]: unknown };
  /** In the order of declaration. */
  readonly lines: readonly Line[];
}

/** A set of lines is a bit mask, and a search decides up to 2^16 sets. */
export const LINES_MAX = 16;
