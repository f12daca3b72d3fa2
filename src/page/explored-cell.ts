/** The cell that is explored, as the page names it. */
export interface ExploredCell {
  readonly model: string;
  readonly title: string;
  /** A parameter that is a set is an array. */
  readonly parameters: { readonly [name: string]: string | number | readonly string[] };
  /** The parameters that differ from their defaults, in the form of the command line. */
  readonly chosen: string;
  /** The command that opens this page again. */
  readonly command: string;
  readonly modelHash: string;
  /** The number of initial states. */
  readonly initialStates: number;
  /** For each process, the column of its steps. */
  readonly columns: { readonly [process: string]: string };
}
