/** The cell that is explored, as the page names it. */
export interface ExploredCell {
  readonly model: string;
  readonly title: string;
  /** A parameter that is a set is an array. */
  readonly parameters: { readonly [name: string]: string | number | readonly string[] };
  /** The parameters that are not their defaults, as a command line has them. */
  readonly chosen: string;
  /** What opens this page again. */
  readonly command: string;
  readonly modelHash: string;
  /** By process, the column in which its steps stand. */
  readonly columns: { readonly [process: string]: string };
}
