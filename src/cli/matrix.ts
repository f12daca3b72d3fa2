/** `everywhen matrix [MODEL ...] [name=value ...]` */
import { existsSync } from 'node:fs';
import { renderError, UserError } from '../errors.ts';
import { loadModels, modelFiles } from '../load/load-model.ts';
import { shippedModels } from '../load/shipped.ts';
import { runMatrix } from '../matrix/run-matrix.ts';
import type { MatrixResult } from '../report/matrix-result.ts';
import { Reported } from '../report/reported.ts';
import { makeReporters } from '../report/reporters.ts';
import { verdictFiles, writeVerdicts } from '../report/verdict-files.ts';
import { counted } from '../trace/counted.ts';
import { terminalWidth } from '../trace/line-width.ts';
import { EXIT, exitCodeOf } from './exit.ts';
import { onInterrupt } from './interrupt.ts';
import { type LimitFlags, limitsOf, stepLimitOf } from './options/limits.ts';
import { parseAssignments } from './options/parameters.ts';
import { openOnFailure, type ReporterFlags, reportersOf } from './options/reporter-flags.ts';
import { ProgressLine } from './progress.ts';

export interface MatrixFlags extends LimitFlags, ReporterFlags {
  readonly all?: boolean;
  readonly strict?: boolean;
  readonly nightly?: boolean;
  readonly out?: string;
  readonly property?: readonly string[];
}

/** `words`: models, and filters of the form name=value. */
export async function matrix(words: readonly string[], flags: MatrixFlags): Promise<number> {
  const names = words.filter((word) => !isFilter(word));
  const filters = parseAssignments(words.filter(isFilter));
  if (flags.out !== undefined && (Object.keys(filters).length > 0 || flags.property !== undefined)) {
    throw new UserError('E_USAGE', '--out writes the verdicts of all cells.', {
      hint: 'Leave out the filters and --property, or --out.',
    });
  }
  const models = await loadModels(names.length > 0 ? names : shippedModels().map(({ name }) => name));
  const sources = models.flatMap(({ name }) => modelFiles(name));
  const reporter = await makeReporters(reportersOf(flags), { sources, models });
  const files = flags.out === undefined ? undefined : verdictFiles(models, flags.out, sources);
  const signal = onInterrupt();
  const line = new ProgressLine();
  const result = await runMatrix(models, {
    signal,
    onCell: (finished, done) => {
      line.show(() => `${done.toLocaleString('en')} of ${finished.cells.toLocaleString('en')} cells`);
      reporter.onCell?.(finished);
    },
    reports: reporter.wantsReports ?? false,
    filters,
    ...(flags.property !== undefined && { properties: flags.property }),
    ...(flags.all !== undefined && { all: flags.all }),
    ...(flags.strict !== undefined && { strict: flags.strict }),
    ...(flags.nightly !== undefined && { nightly: flags.nightly }),
    ...stepLimitOf(flags),
    limits: limitsOf(flags),
  });
  line.end();

  const reported = new Reported();
  await reported.attempt(() => reporter.onEnd({ kind: 'matrix', matrix: result }));
  await reported.attempt(() => (files === undefined ? undefined : writeVerdicts(result, files)));
  sayBroken(result);
  const code = exitCodeOf(matrixExitCode(result, signal.aborted), reported.end());
  await openOnFailure(reporter, flags, code);
  return code;
}

/** The first error with its advice; the report has the others. */
export function sayBroken({ models, broken = 0 }: MatrixResult): void {
  const first = models.flatMap(({ cells }) => cells).find((cell) => cell.broken !== undefined)?.broken;
  if (first === undefined) return;
  const error = new UserError(first.code, first.message, first.advice);
  const others = broken > 1 ? `\n${counted(broken - 1, 'other cell')} ${broken > 2 ? 'are' : 'is'} broken, too.` : '';
  process.stderr.write(`${renderError(error, terminalWidth(process.stderr))}${others}\n`);
}

export function matrixExitCode({ unexpected, broken = 0, inconclusive }: MatrixResult, isInterrupted: boolean): number {
  if (isInterrupted) return EXIT.interrupted;
  if (broken > 0) return EXIT.usage;
  if (unexpected > 0) return EXIT.violated;
  return inconclusive > 0 ? EXIT.inconclusive : EXIT.holds;
}

/** A file may have `=` in its name. */
function isFilter(word: string): boolean {
  return /^[^./\\=][^/\\=]*=/.test(word) && !existsSync(word);
}
