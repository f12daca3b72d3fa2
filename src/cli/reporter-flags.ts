/** The flags that say how a run is reported. */
import { parseReporters, type ReporterChoice } from '../report/reporter-choice.ts';

export interface ReporterFlags {
  /** `json` is short for the reporter of that name. */
  readonly format: 'list' | 'json';
  readonly reporter?: string;
}

/** Throws `E_USAGE`. */
export function reportersOf({ format, reporter }: ReporterFlags): readonly ReporterChoice[] {
  return reporter === undefined ? [{ name: format }] : parseReporters(reporter);
}
