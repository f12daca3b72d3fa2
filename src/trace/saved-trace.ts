/** A trace with the model and the parameters that it belongs to: what `--trace-out` writes and `replay` reads. */
import type { Counterexample } from '../check/counterexample.ts';
import type { Report } from '../check/report.ts';

export interface SavedTrace {
  readonly model: string;
  readonly parameters: Report['parameters'];
  /** Of the modules of the model that it was made of; a report has none. */
  readonly modelHash?: string | undefined;
  /** What its end shows; none of a walk that somebody made. */
  readonly property?: string | undefined;
  readonly counterexample: Counterexample;
}
