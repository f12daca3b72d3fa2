/** The command that says what a check would take, `estimate`. */
import type { Command } from 'commander';
import { format, stepTimeout, withSystem } from '../options/common-options.ts';
import { duration } from '../options/duration.ts';
import { bytes, wholeNumber } from '../options/option-values.ts';
import type { Invocation } from './invocation.ts';

export function addEstimateCommand(program: Command, { exit, ownsProcess }: Invocation): void {
  withSystem(program.command('estimate'))
    .description('explore a part of one system, and estimate its states, and the time and memory of exploring it')
    .option('--seconds <time>', 'time for it: 90s, 10m, or a number of seconds', duration, 10)
    .option(
      '--max-states <n>',
      'stop after the breadth-first level with which this many states are found (default: no limit)',
      wholeNumber,
    )
    .option(
      '--max-memory <size>',
      'stop before the process grows beyond this size, and say whether the system fits: 64MB, 2GB (default: 90% of the memory that is free)',
      bytes,
    )
    .option('--workers <n>', 'threads, at most 32 (default: one for each processor)', wholeNumber)
    .addOption(stepTimeout())
    .addOption(format())
    .addHelpText(
      'after',
      `
Exits with 0 if it gives exact numbers or intervals, with 3 if it can only give lower bounds.
Example: everywhen estimate two-phase-commit managers=10 --seconds 5`,
    )
    .action(async (model, parameters, options) => {
      exit(await (await import('../estimate/estimate.ts')).estimate(model, parameters, { ...options, ownsProcess }));
    });
}
