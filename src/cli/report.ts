/** `everywhen report [DIR]` */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inertLine, UserError } from '../errors.ts';
import { latestOf } from '../nightly/run-folder.ts';
import { openPage } from '../report/open-page.ts';
import { REPORT_FOLDER } from '../report/reporter-choice.ts';
import { EXIT } from './exit.ts';

export interface ReportFlags {
  readonly open: boolean;
}

export async function report(folder: string, flags: ReportFlags): Promise<number> {
  const page = pageIn(folder);
  const obstacle = flags.open ? await openPage(page) : undefined;
  const lines = [
    `The report is in '${resolve(page)}'.`,
    ...(obstacle === undefined ? [] : [`It was not opened, because ${obstacle}.`]),
  ];
  process.stdout.write(`${lines.map(inertLine).join('\n')}\n`);
  return EXIT.holds;
}

/** The page that the reporter `html` wrote into a folder, or into its own folder in there; in a folder of nights, the page of the last night. */
function pageIn(folder: string): string {
  const latest = latestOf(folder);
  const pages = [
    join(folder, REPORT_FOLDER, 'index.html'),
    join(folder, 'index.html'),
    ...(latest === undefined ? [] : [join(folder, latest, 'index.html')]),
  ];
  const page = pages.find((candidate) => existsSync(candidate));
  if (page !== undefined) return page;
  throw new UserError('E_USAGE', `there is no report in '${folder}': neither '${pages.join("' nor '")}' exists.`, {
    hint: `The reporter html writes one, by default into the folder ${REPORT_FOLDER}.`,
    next: 'everywhen matrix --reporter list,html',
  });
}
