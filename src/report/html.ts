/** A folder with one page that shows the matrix, the evidence for each cell, and each trace step by step. */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { builtPage, GENERATOR, withData } from '../page/template.ts';
import { reportPage } from './report-page.ts';
import type { Reporter } from './reporter.ts';
import { REPORT_FOLDER } from './reporter-choice.ts';

export const REPORT_FILE = 'index.html';

/** Throws `E_USAGE` at once if the page cannot be written, before an exploration that may take an hour. */
export function htmlReporter(folder = REPORT_FOLDER): Reporter {
  const file = join(folder, REPORT_FILE);
  const page = builtPage('report');
  attempt(file, () => {
    mkdirSync(folder, { recursive: true });
    accessSync(existsSync(file) ? file : folder, constants.W_OK);
    if (existsSync(file) && !readFileSync(file, 'utf8').includes(GENERATOR)) {
      throw new Error('there is a file that is not a report of Everywhen');
    }
  });
  return {
    wantsReports: true,
    page: file,
    onEnd: (result) => {
      const { index, chunks } = reportPage(result);
      attempt(file, () => writeFileSync(file, withData(page, index, chunks)));
      process.stderr.write(`The report is in '${file}'.\n`);
    },
  };
}

function attempt(file: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    throw new UserError('E_USAGE', `the report cannot be written to '${file}': ${(error as Error).message}`, {
      next: 'everywhen matrix --reporter list,html=FOLDER',
    });
  }
}
