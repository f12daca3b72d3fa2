/** The commands that begin a project, show models or run all their cells: `start`, `init`, `list`, `matrix` and `explore`. */
import type { Command } from 'commander';
import { format, withLimits, withReporters, withSystem } from '../options/common-options.ts';
import { port, wholeNumber } from '../options/option-values.ts';
import type { Invocation } from './invocation.ts';

const MODELS = 'names or files (default: all models that come with Everywhen)';

export function addInitCommand(program: Command, { exit }: Invocation): void {
  program
    .command('init')
    .description('start a project of your own: a model, a test of it, and what both need; overwrites nothing')
    .argument('[folder]', 'folder of the project, which need not exist', '.')
    .action(async (folder) => {
      exit((await import('../init.ts')).init(folder));
    });
}

export function addListCommand(program: Command, { exit }: Invocation): void {
  program
    .command('list')
    .description('list the models that come with Everywhen, or the parameters of the models named')
    .argument('[model...]', MODELS)
    .addOption(format())
    .action(async (models, options) => {
      exit(await (await import('../list.ts')).list(models, options));
    });
}

export function addStartCommand(program: Command, { exit }: Invocation): void {
  program
    .command('start')
    .description('show the trace of a crash, then the verdicts of all models, each table as soon as it is finished')
    .argument('[model...]', MODELS)
    .option('--fresh', 'run all cells again (default: unchanged cells come from the cache)')
    .option(
      '--workers <n>',
      'number of cells that run at once, each in a thread (default: one for each processor)',
      wholeNumber,
    )
    .addHelpText(
      'after',
      `
The cache is in $XDG_CACHE_HOME/everywhen if that variable is set, otherwise in node_modules/.cache/everywhen of
a checkout, or in ~/.cache/everywhen. It keeps finished cells only.`,
    )
    .action(async (models, options) => {
      exit(await (await import('../start.ts')).start(models, options));
    });
}

export function addModelCommands(program: Command, { exit }: Invocation): void {
  withReporters(withLimits(program.command('matrix'), 'number of cells that run at once, each in a thread'))
    .description('run all cells of models and compare the verdicts with those expected')
    .argument(
      '[model|name=value...]',
      `${MODELS}; variant=NAME, scenario=NAME or parameter=value keep only the cells that have one of these values, with commas between them`,
    )
    .option('--property <id...>', 'show and judge these properties only (default: all)')
    .option('--all', 'also run the cells that models keep for thorough runs')
    .option('--nightly', 'run the larger sizes that models keep for nights, and nothing else')
    .option('--strict', 'count what is vacuous as unexpected, unless the model accepts it with a reason')
    .option('--out <folder>', 'write verdicts and counts to this folder, a file for each model (default: none)')
    .addHelpText(
      'after',
      '\nThe limits are those of each cell.\nExample: everywhen matrix avic-ipi variant=KICK,WAKE --property P1',
    )
    .action(async (models, options) => {
      exit(await (await import('../matrix.ts')).matrix(models, options));
    });

  withLimits(withSystem(program.command('explore')), 'threads, at most 32')
    .description('walk the state space of one system in the browser, on a page that only this machine can open')
    .option(
      '--path <indices>',
      'start at the end of this path: 0/2/1, or 7:0/2/1 from initial state 7, as in the address of the page (default: the first initial state)',
    )
    .option(
      '--where <condition>',
      "start in the nearest state where this is so: 'x = 3', 'sender at kick', 'sender can kick', 'violated P1', 'quiescent', and joins several (default: none)",
    )
    .option('--port <n>', 'TCP port of the page (default: a free one)', port)
    .option('--no-open', 'print the link without opening the browser (default: open it)')
    .addHelpText(
      'after',
      '\nThe limits are those of the exploration that the page can start. Ctrl-C ends it.\nExample: everywhen explore peterson processes=3',
    )
    .action(async (model, parameters, options) => {
      exit(await (await import('../explore.ts')).explore(model, parameters, options));
    });
}
