/** The flags that say how a run is reported. */
import { openPage } from '../../report/open-page.ts';
import type { Reporter } from '../../report/reporter.ts';
import { parseReporters, type ReporterChoice } from '../../report/reporter-choice.ts';
import { EXIT } from '../exit.ts';

export interface ReporterFlags {
  /** `json` is short for the reporter of that name. */
  readonly format: 'list' | 'json';
  readonly reporter?: string;
  /** Whether a page is opened in the browser when the run has failed. */
  readonly open: boolean;
}

/** Throws `E_USAGE`. */
export function reportersOf({ format, reporter }: ReporterFlags): readonly ReporterChoice[] {
  return reporter === undefined ? [{ name: format }] : parseReporters(reporter);
}

/** A page shows itself only to somebody who sits at a terminal, and only when something failed. */
export async function openOnFailure(
  { page }: Pick<Reporter, 'page'>,
  { open }: Pick<ReporterFlags, 'open'>,
  exitCode: number,
  show: (page: string) => Promise<unknown> = openPage,
): Promise<void> {
  if (page !== undefined && open && exitCode === EXIT.violated) await show(page);
}
