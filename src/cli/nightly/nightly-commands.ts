/** The commands of nights: `nightly`, and what is done with its runs afterwards. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { CELL_SETS, type CellSet } from '../../nightly/cell-set.ts';
import { auditShare, bytes, time, wholeNumber } from '../options/option-values.ts';
import { addWorkCommand, withQueue } from './queue-commands.ts';

/** Where runs and the cache are kept unless somebody says otherwise. */
const NIGHTS = 'results/nightly';

export function addNightlyCommands(program: Command, exit: (code: number) => void): void {
  withQueue(
    program
      .command('nightly')
      .description(
        "run models' larger sizes and then their whole matrix while a budget lasts; what is unchanged is not run again",
      )
      .argument('[model...]', 'names or files; all that come with Everywhen if there is none')
      .option('--budget <time>', 'of the whole run: 10m, 8h', time)
      .option('--cell-timeout <time>', 'of each cell', time)
      .option('--cell-memory <size>', 'by which the process may grow for a cell: 2GB', bytes)
      .option('--cell-states <n>', 'of each cell', wholeNumber)
      .addOption(
        new Option('--sets <sets>', 'which cells: nightly, matrix, and more (those of matrix --all)')
          .argParser(cellSets)
          .default(CELL_SETS, CELL_SETS.join()),
      )
      .option('--fresh', 'run unchanged cells, too')
      .option(
        '--checkpoint-every <seconds>',
        'how often a cell leaves a checkpoint; every 600 seconds if not said',
        time,
      )
      .option('--resume', 'go on from checkpoints, with --fresh, too; without it that is so anyway')
      .option('--shard <i/n>', 'one of n parts, for one of n machines; `everywhen merge` makes them one')
      .option('--workers <n>', 'threads; as many as the machine has if not said', wholeNumber)
      .option('--audit <share>', 'evaluate again what was learnt in 1 of so many states, or all', auditShare)
      .option('--out <folder>', 'where runs and the cache are kept', NIGHTS)
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
      'what differs between two runs of `nightly`: verdicts, counts, levels, traces, cells that came or went',
    )
    .argument('<before>', 'the folder of a run, or its name')
    .argument('[after]', 'another one', 'latest')
    .option('--out <folder>', 'where the runs are kept that are named', NIGHTS)
    .addOption(format())
    .addHelpText('after', '\nExits with 0 if nothing differs, with 1 if something does.')
    .action(async (before, after, options) => {
      exit(await (await import('./diff.ts')).diff(before, after, options));
    });

  program
    .command('merge')
    .description('make the parts of a `nightly --shard` one run with one summary')
    .argument('<folder...>', 'of the parts')
    .option('--out <folder>', 'where the run is kept, with the cache and durations of all parts', NIGHTS)
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
