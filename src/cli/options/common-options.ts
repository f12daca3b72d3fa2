/** The options that several commands have, each with its unit and its default. */
import { type Command, Option } from 'commander';
import { REPORTER_NAMES } from '../../report/reporter-choice.ts';
import { TRACE_FORMATS } from '../../trace/format.ts';
import { duration } from './duration.ts';
import { auditShare, bytes, wholeNumber } from './option-values.ts';

/** A command on one system: a model and values of its parameters. */
export function withSystem(command: Command): Command {
  return command
    .argument(
      '<model>',
      'a name from `everywhen list`, or a TypeScript or JavaScript file whose default export is a model',
    )
    .argument('[parameter=value...]', 'parameters that differ from their defaults; a set is written fix=a,b');
}

/** The limits of an exploration, and how it is done. `workers` says what --workers counts. */
export function withLimits(command: Command, workers: string): Command {
  return command
    .option('--max-states <n>', 'stop, inconclusive, when more states are found (default: no limit)', wholeNumber)
    .option(
      '--timeout <time>',
      'stop, inconclusive, after this time: 90s, 10m, 8h, or a number of seconds (default: no limit)',
      duration,
    )
    .addOption(stepTimeout())
    .option(
      '--max-memory <size>',
      'stop, inconclusive, before the process grows beyond this size: 64MB, 2GB (default: 90% of the memory that is free)',
      bytes,
    )
    .option('--workers <n>', `${workers} (default: one for each processor)`, wholeNumber)
    .addOption(
      new Option('--engine <engine>', 'kernel, or the slow reference that defines what the kernel must find')
        .choices(['kernel', 'reference'])
        .default('kernel'),
    )
    .option(
      '--audit <n>',
      'evaluate 1 in this many states again and compare with what was memoised; all for every state (default: 8192, and 32768 from a million states on)',
      auditShare,
    );
}

/** A step takes microseconds: one that takes seconds never returns. */
export function stepTimeout(): Option {
  return new Option(
    '--step-timeout <time>',
    'fail if one evaluation of a step, claim or build takes longer (default: 10s)',
  ).argParser(duration);
}

export function withReporters(command: Command): Command {
  return command
    .addOption(format())
    .addOption(
      new Option(
        '--reporter <names>',
        `reporters, separated by commas: ${REPORTER_NAMES.join(', ')}; NAME=FILE writes to a file (default: list). html=FOLDER,live puts the models into the page, their code included, so that a reader can explore further`,
      ).conflicts('format'),
    )
    .option('--no-open', 'do not open an HTML report in the browser when something failed (default: open it)');
}

export function format(): Option {
  return new Option('--format <format>', 'list for people, json for programs')
    .choices(['list', 'json'])
    .default('list');
}

/** `json`: whether the trace fits and where it parts, instead of the trace. */
export function replayFormat(): Option {
  const description = 'form in which the trace is shown, or json for whether it fits and where it parts';
  return new Option('--format <format>', description).choices([...TRACE_FORMATS, 'json']).default('text');
}

/** Text in columns, a commit message's columns, for Apalache's tools, as a diagram, or for ShiViz. */
export function traceFormat(flags: string): Option {
  return new Option(flags, 'form in which traces are shown').choices(TRACE_FORMATS).default('text');
}
