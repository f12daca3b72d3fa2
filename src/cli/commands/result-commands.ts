/** The commands on what a run has left, `replay` and `report`, and the command that measures the engine, `bench`. */
import type { Command } from 'commander';
import { format, replayFormat } from '../options/common-options.ts';
import { wholeNumber } from '../options/option-values.ts';
import type { Invocation } from './invocation.ts';

export function addResultCommands(program: Command, { exit }: Invocation): void {
  program
    .command('replay')
    .description('re-execute a saved trace and say whether it still fits the model')
    .argument('<trace>', 'a file that --trace-out wrote, or a report of check --format json; - for standard input')
    .argument('[parameters...]', 'parameter=value, where they are to differ from those of the trace')
    .option('--property <id>', 'property of the report whose trace to replay (default: the first that has a trace)')
    .addOption(replayFormat())
    .addHelpText(
      'after',
      '\nExits with 0 if the trace still shows what it showed, with 1 if not.\nExamples: everywhen replay trace.json --format kernel\n          everywhen replay trace.json variant=fixed',
    )
    .action(async (trace, parameters, options) => {
      exit(await (await import('../replay.ts')).replayFile(trace, parameters, options));
    });

  program
    .command('report')
    .description('open the last HTML report in the browser')
    .argument('[folder]', 'folder of the report, or the folder in which it was made', '.')
    .option('--no-open', 'print where the report is without opening it (default: open it)')
    .action(async (folder, options) => {
      exit(await (await import('../report.ts')).report(folder, options));
    });
}

export function addBenchCommand(program: Command, { exit }: Invocation): void {
  program
    .command('bench')
    .description('measure the engine on classics and shipped models, beside the limits of the machine itself')
    .argument('[name...]', 'what to measure; a wrong name lists all (default: a set that takes two minutes)')
    .option('--all', 'measure everything, including what takes minutes')
    .option(
      '--workers <n>',
      'measure with this number of threads only, at most 32 (default: first 1, then one for each processor)',
      wholeNumber,
    )
    .addOption(format())
    .option('--out <file>', 'append each measurement to this file as a line of JSON (default: none)')
    .action(async (names, options) => {
      exit(await (await import('../bench.ts')).bench(names, options));
    });
}
