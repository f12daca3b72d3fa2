/** A trace with its model and parameters, as `--trace-out` writes and `replay` reads it. */
import type { Counterexample } from '../check/counterexample.ts';
import type { Report } from '../check/report.ts';

export interface SavedTrace {
  readonly model: string;
  readonly parameters: Report['parameters'];
  /** The hash of the model's modules; a report has none. */
  readonly modelHash?: string | undefined;
  /** The property that the trace decides; a walk by hand has none. */
  readonly property?: string | undefined;
  readonly counterexample: Counterexample;
}
