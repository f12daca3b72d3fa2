/** The commands of nights: `nightly`, `work`, and the commands on the runs that nights leave. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { CELL_SETS, type CellSet } from '../../nightly/cell-set.ts';
import { stepTimeout } from '../options/common-options.ts';
import { duration } from '../options/duration.ts';
import { auditShare, bytes, wholeNumber } from '../options/option-values.ts';
import { addWorkCommand, withQueue } from './queue-commands.ts';

/** The default folder of runs and cache. */
const NIGHTS = 'results/nightly';

export function addNightlyCommands(program: Command, exit: (code: number) => void): void {
  withQueue(
    program
      .command('nightly')
      .description(
        "run models' larger sizes and then their whole matrix within a budget; unchanged cells are not run again",
      )
      .argument('[model...]', 'names or files (default: all shipped models)')
      .option('--budget <time>', 'time for the whole run: 10m, 8h', duration)
      .option('--cell-timeout <time>', 'time limit of each cell', duration)
      .addOption(stepTimeout())
      .option('--cell-memory <size>', 'how much the process may grow for each cell: 2GB', bytes)
      .option('--cell-states <n>', 'limit on the states of each cell', wholeNumber)
      .addOption(
        new Option('--sets <sets>', 'which cells: nightly, matrix, more (the cells of matrix --all)')
          .argParser(cellSets)
          .default(CELL_SETS, CELL_SETS.join()),
      )
      .option('--fresh', 'also run unchanged cells, from the beginning')
      .option('--checkpoint-every <time>', 'how often a cell writes a checkpoint (default: 10m)', duration)
      .option('--resume', 'resume from checkpoints even with --fresh (without --fresh, cells always do)')
      .option('--shard <i/n>', 'run one of n parts, for one of n machines; `everywhen merge` joins them')
      .option('--workers <n>', 'threads (default: all of the machine)', wholeNumber)
      .option(
        '--audit <share>',
        'check memoised results by evaluating steps again in 1 of N states, or in all',
        auditShare,
      )
      .option('--out <folder>', 'folder of runs and cache', NIGHTS)
      .addOption(format()),
  )
    .addHelpText('after', '\nExample: everywhen nightly --budget 8h --cell-timeout 2h')
    .action(async (models, options) => {
      exit(await (await import('./nightly.ts')).nightly(models, options));
    });

  addWorkCommand(program, exit);

  program
    .command('diff')
    .description(
      'show what differs between two runs of `nightly`: verdicts, counts, levels, traces, cells that came or went',
    )
    .argument('<before>', 'the folder of a run, or its name')
    .argument('[after]', 'another run', 'latest')
    .option('--out <folder>', 'folder of the runs that are given by name', NIGHTS)
    .addOption(format())
    .addHelpText('after', '\nExits with 0 if nothing differs, and with 1 otherwise.')
    .action(async (before, after, options) => {
      exit(await (await import('./diff.ts')).diff(before, after, options));
    });

  program
    .command('merge')
    .description('join the parts of a `nightly --shard` into one run with one summary')
    .argument('<folder...>', 'the folders of the parts')
    .option('--out <folder>', 'folder of the run, and of the cache and durations of all parts', NIGHTS)
    .addOption(format())
    .action(async (folders, options) => {
      exit(await (await import('./merge.ts')).merge(folders, options));
    });
}

function format(): Option {
  return new Option('--format <format>', 'list for people, json for programs')
    .choices(['list', 'json'])
    .default('list');
}

function cellSets(text: string): readonly CellSet[] {
  const names = text.split(',');
  if (!names.every((name) => CELL_SETS.some((set) => set === name))) {
    throw new InvalidArgumentError(`They are ${CELL_SETS.join(', ')}, separated by commas.`);
  }
  return CELL_SETS.filter((set) => names.includes(set));
}
