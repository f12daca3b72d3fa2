/** Makes the requested reporters, and calls them all. A module that only one reporter needs is loaded only for it. */
import type { TraceFormat } from '../trace/format.ts';
import { fileOutput, standardOutput } from './output.ts';
import type { Reporter } from './reporter.ts';
import type { ReporterChoice } from './reporter-choice.ts';
import { inCi } from './surroundings.ts';

export interface ReporterOptions {
  /** For `list`: the properties whose traces are shown (all if empty), and the format. */
  readonly shown?: readonly string[] | undefined;
  readonly traceFormat?: TraceFormat | undefined;
}

/** One reporter that calls all of them. Throws `E_USAGE` if a file cannot be written. */
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
      for (const one of settled) if (one.status === 'rejected') throw one.reason;
    },
  };
}

async function makeReporter({ name, target }: ReporterChoice, options: ReporterOptions): Promise<Reporter> {
  if (name === 'html') return (await import('./html.ts')).htmlReporter(target);
  const output = target === undefined ? standardOutput : fileOutput(target);
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
