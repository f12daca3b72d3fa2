/** A folder with one page that shows the matrix, the evidence for each cell, and each trace step by step. */
import { join } from 'node:path';
import { inertLine } from '../errors.ts';
import { type ResultKind, TargetFile } from '../files/target-file.ts';
import { builtPage, GENERATOR, withData, withEngine } from '../page/template.ts';
import type { LiveEngine } from './live-engine.ts';
import { reportPage } from './report-page.ts';
import type { Reporter } from './reporter.ts';
import { REPORT_FOLDER } from './reporter-choice.ts';

export const REPORT_FILE = 'index.html';
/** What stands in the file: a report of any command. */
const PAGE_KIND: ResultKind = {
  what: 'the report',
  ours: 'a report of Everywhen',
  isOurs: (text) => text.includes(GENERATOR),
  next: 'everywhen matrix --reporter list,html=FOLDER',
};

/** Throws `E_USAGE` at once if the page cannot be written, before an exploration that may take an hour. */
export function htmlReporter(folder = REPORT_FOLDER, sources: readonly string[] = [], engine?: LiveEngine): Reporter {
  const page = engine === undefined ? builtPage('report') : withEngine(builtPage('live'), engine.script, engine.kernel);
  const target = pageFile(folder, sources);
  const { file } = target;
  return {
    wantsReports: true,
    page: file,
    onEnd: (result) => {
      const { index, chunks } = reportPage(result);
      target.write(withData(page, { ...index, ...(engine && { live: engine.data }) }, chunks));
      const embeds = engine === undefined ? '' : ' It contains the code of its models.';
      process.stderr.write(`The report is in '${inertLine(file)}'.${embeds}\n`);
    },
  };
}

/** The page of another command in a folder, tried before its run. Throws `E_USAGE` if the page was never built, or cannot be written there. */
export function pageFile(folder: string, sources: readonly string[]): TargetFile {
  builtPage('report');
  return new TargetFile(join(folder, REPORT_FILE), PAGE_KIND, { sources, makesFolder: true });
}
