/**
 * For GitHub Actions: an annotation for each cell (of a check, each property) that is not as expected, and a job summary in Markdown,
 * appended to the file that $GITHUB_STEP_SUMMARY names. Commands as docs.github.com/actions/reference/workflow-commands has them.
 */
import { existsSync, statSync } from 'node:fs';
import { inertLine, shortened, UserError } from '../errors.ts';
import { obstacle } from '../files/obstacle.ts';
import { appendWhole } from '../files/whole-file.ts';
import { summaryMarkdown } from './github-summary.ts';
import { type JudgedCase, type JudgedSuite, suitesOf } from './judged-cases.ts';
import type { Output } from './output.ts';
import type { Reporter, RunResult } from './reporter.ts';

/** GitHub shows this many annotations of each kind for a step, and drops the others silently. */
const ANNOTATIONS_MAX = 10;
/** GitHub does not show a larger summary at all. */
const SUMMARY_BYTES_MAX = 1024 ** 2;
const MESSAGE_MAX = 2000;

export function githubReporter(output: Output, summaryFile = process.env['GITHUB_STEP_SUMMARY']): Reporter {
  return {
    wantsReports: true,
    onEnd: (result) => {
      const suites = suitesOf(result);
      const cases = suites.flatMap(({ name, cases }) => cases.map((one) => ({ suite: name, one })));
      const rest = summaryFile === undefined || summaryFile === '' ? 'more.' : 'more: see the job summary.';
      const lines = [
        ...annotations(
          'error',
          cases.filter(({ one }) => one.standing === 'unexpected'),
          rest,
        ),
        ...annotations(
          'warning',
          cases.filter(({ one }) => one.standing === 'inconclusive'),
          rest,
        ),
      ];
      if (lines.length > 0) output.write(`${lines.join('\n')}\n`);
      if (summaryFile !== undefined && summaryFile !== '') appendSummary(summaryFile, result, suites);
    },
  };
}

type Named = { readonly suite: string; readonly one: JudgedCase };

/** If there are too many annotations, the last one says how many more there are. */
function annotations(level: 'error' | 'warning', cases: readonly Named[], rest: string): string[] {
  const shown = cases.length > ANNOTATIONS_MAX ? cases.slice(0, ANNOTATIONS_MAX - 1) : cases;
  const more = cases.length - shown.length;
  return [
    ...shown.map(({ suite, one }) => annotation(level, `${suite} ${one.name}`, [...one.because, one.command])),
    ...(more === 0 ? [] : [annotation(level, 'Everywhen', [`${more.toLocaleString('en')} ${rest}`])]),
  ];
}

function annotation(level: 'error' | 'warning', title: string, lines: readonly string[]): string {
  const text = (line: string) => shortened(inertLine(line), MESSAGE_MAX);
  return `::${level} title=${commandProperty(text(title))}::${commandData(lines.map(text).join('\n'))}`;
}

/** Escapes the part after the last `::`. */
function commandData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Escapes a value before it, which commas and colons end. */
function commandProperty(text: string): string {
  return commandData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function appendSummary(file: string, result: RunResult, suites: readonly JudgedSuite[]): void {
  try {
    const used = existsSync(file) ? statSync(file).size : 0;
    appendWhole(file, summaryMarkdown(result, suites, SUMMARY_BYTES_MAX - used));
  } catch (error) {
    throw new UserError('E_USAGE', `the job summary cannot be written to '${file}': ${obstacle(error)}`, {
      hint: 'GITHUB_STEP_SUMMARY names that file.',
    });
  }
}
