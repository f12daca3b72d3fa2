/** The flags that choose how a run is reported. */
import { openPage } from '../../report/open-page.ts';
import type { Reporter } from '../../report/reporter.ts';
import { parseReporters, type ReporterChoice } from '../../report/reporter-choice.ts';
import { EXIT } from '../exit.ts';

export interface ReporterFlags {
  /** `json` is short for the reporter of that name. */
  readonly format: 'list' | 'json';
  readonly reporter?: string;
  /** Whether the page is opened in the browser if something failed. */
  readonly open: boolean;
}

/** Throws `E_USAGE`. */
export function reportersOf({ format, reporter }: ReporterFlags): readonly ReporterChoice[] {
  return reporter === undefined ? [{ name: format }] : parseReporters(reporter);
}

/** Opens the page if something failed, and only at a terminal. */
export async function openOnFailure(
  { page }: Pick<Reporter, 'page'>,
  { open }: Pick<ReporterFlags, 'open'>,
  exitCode: number,
  show: (page: string) => Promise<unknown> = openPage,
): Promise<void> {
  if (page !== undefined && open && exitCode === EXIT.violated) await show(page);
}
