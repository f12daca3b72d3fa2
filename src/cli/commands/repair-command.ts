/** The command that searches for the smallest right change of a design, `repair`. */
import type { Command } from 'commander';
import { withQueue } from '../nightly/queue-commands.ts';
import { format, withLimits } from '../options/common-options.ts';
import { duration } from '../options/duration.ts';
import type { Invocation } from './invocation.ts';

export function addRepairCommand(program: Command, { exit }: Invocation): void {
  const command = withLimits(program.command('repair'), 'number of cells that run at once, each in a thread');
  withQueue(command, 'repair, date and process')
    .description('find all minimal sets of candidate lines under which every cell holds, and why each line is needed')
    .argument(
      '<model>',
      'a name from `everywhen list`, or a TypeScript or JavaScript file whose default export is a model',
    )
    .argument(
      '[name=value...]',
      'fix=NAME,NAME: the candidate lines, or a parameter that is a set of assumptions (default: the lines that the model declares); variant=NAME, scenario=NAME or parameter=value keep only such cells, as in matrix',
    )
    .option('--property <id...>', 'ask for these properties only (default: all)')
    .option('--all', 'also ask for the cells that the model keeps for thorough runs')
    .option('--fences', 'the candidate lines are fences, in the gaps between accesses to shared memory')
    .option('--larger', 'also decide the sets that include a minimal one, which lines may break')
    .option(
      '--budget <time>',
      'end after this time: 90s, 10m, 8h, or a number of seconds (default: no limit)',
      duration,
    )
    .option('--fresh', 'explore all cells again (default: unchanged cells come from the cache)')
    .option('--html <folder>', 'write the result to this folder as a page, too (default: none)')
    .addOption(format())
    .addHelpText(
      'after',
      `
The limits are those of each cell. Explored cells are kept in the cache (see \`everywhen start --help\`): the same
command continues where the last one ended. Exits with 0 if a minimal set is proved, with 1 if every set is
refuted, with 3 if neither is known.
Examples: everywhen repair vgic-queue --property N3 --budget 10m
          everywhen repair upcall-vector fix=check,compensate ORDER=norereg
          everywhen repair peterson-memory --fences fences=off scenario=pso`,
    )
    .action(async (model, words, options) => {
      exit(await (await import('../repair.ts')).repair(model, words, options));
    });
}
