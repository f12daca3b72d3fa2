/** A walk beside the same steps with other parameters. The server sends it as JSON. */
import type { Counterexample } from '../check/counterexample.ts';
import type { Path } from './position.ts';

/** A parameter of the model, as the page lets a person choose it. */
export interface ParameterChoice {
  readonly name: string;
  readonly role: string;
  /** Its values as the command line writes them; undefined where any text of a form is one. */
  readonly values?: readonly string[];
  readonly isSelection: boolean;
  /** The value of this cell. */
  readonly value: string;
}

export interface Beside {
  /** The other cell, as on the command line. */
  readonly system: string;
  /** The same walk in the cell that is explored. */
  readonly walk: Counterexample;
  /** The steps of the walk that fit, with the other parameters. */
  readonly run: Counterexample;
  /** Where the walk parts: the step, counted from 1, why, and what is enabled there instead. */
  readonly parts?: { readonly step: number; readonly problem: string; readonly enabled: readonly string[] };
  /** The first difference in a value that both have: after which step, 0 for the initial values. */
  readonly differs?: { readonly step: number; readonly texts: readonly string[] };
  /** The command that explores the other cell where the steps that fit lead. */
  readonly command: string;
  /** The command that compares all runs of both cells. */
  readonly compare: string;
  readonly path: Path;
}
