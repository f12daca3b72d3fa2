/** Makes the requested reporters, and calls them all. A module that only one reporter needs is loaded only for it. */

import { UserError } from '../errors.ts';
import type { TraceFormat } from '../trace/format.ts';
import type { LiveSource } from './live-engine.ts';
import { fileOutput, standardError, standardOutput } from './output.ts';
import type { Reporter } from './reporter.ts';
import type { ReporterChoice, ReporterName } from './reporter-choice.ts';
import { REPORT_KINDS } from './result-kinds.ts';
import { inCi } from './surroundings.ts';

export interface ReporterOptions {
  /** For `list`: the properties whose traces are shown (all if empty), and the format. */
  readonly shown?: readonly string[] | undefined;
  readonly traceFormat?: TraceFormat | undefined;
  /** The modules of the run, over which nothing is written. */
  readonly sources?: readonly string[];
  /** The models of the run, for a page that contains them. */
  readonly models?: readonly LiveSource[];
}

/** One reporter that calls all of them. Throws `E_USAGE` if a file cannot be written, and so does its `onEnd`. */
export async function makeReporters(choices: readonly ReporterChoice[], options: ReporterOptions): Promise<Reporter> {
  const reporters = await Promise.all(choices.map((choice) => makeReporter(choice, options)));
  const page = reporters.find((reporter) => reporter.page !== undefined)?.page;
  return {
    wantsReports: reporters.some(({ wantsReports }) => wantsReports ?? false),
    ...(page !== undefined && { page }),
    onCell: (finished) => {
      for (const reporter of reporters) reporter.onCell?.(finished);
    },
    onEnd: async (result) => {
      // If one reporter fails, the others still report.
      const settled = await Promise.allSettled(reporters.map(async (reporter) => reporter.onEnd(result)));
      const failures = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      if (failures.length === 0) return;
      // Verdicts that cost an hour are not lost with the file that was to have them.
      const isShown = choices.some(({ name, target }) => TELLS_ALL.includes(name) && target === undefined);
      if (!isShown) await (await import('./list/list.ts')).listReporter(standardError, options).onEnd(result);
      throw joined(failures);
    },
  };
}
const TELLS_ALL: readonly ReporterName[] = ['list', 'json', 'junit'];

/** One error for all that failed; what is no `UserError` is a bug, and comes first. */
function joined(failures: readonly unknown[]): unknown {
  const [first, ...others] = failures;
  const bug = failures.find((failure) => !(failure instanceof UserError));
  if (bug !== undefined || others.length === 0) return bug ?? first;
  const all = failures as readonly UserError[];
  return new UserError('E_USAGE', all.map(({ message }) => message).join('\n'), all[0]?.advice);
}

async function makeReporter({ name, target, live }: ReporterChoice, options: ReporterOptions): Promise<Reporter> {
  if (name === 'html') {
    const engine = live && (await (await import('./live-engine.ts')).liveEngineOf(options.models ?? []));
    return (await import('./html.ts')).htmlReporter(target, options.sources, engine);
  }
  const kind = name === 'junit' || name === 'json' ? REPORT_KINDS[name] : REPORT_KINDS.list;
  const output = target === undefined ? standardOutput : fileOutput(target, kind, options.sources);
  switch (name) {
    case 'list':
      return (await import('./list/list.ts')).listReporter(output, {
        ...options,
        brief: target === undefined && inCi() && !process.stdout.isTTY,
      });
    case 'json':
      return (await import('./json.ts')).jsonReporter(output);
    case 'junit':
      return (await import('./junit.ts')).junitReporter(output);
    case 'github':
      return (await import('./github.ts')).githubReporter(output);
    case 'silent':
      return (await import('./silent.ts')).silent;
  }
}
