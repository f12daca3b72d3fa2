/** The commands that begin a project, show models or run all their cells: `init`, `list`, `matrix` and `explore`. */
import type { Command } from 'commander';
import { withLimits, withReporters, withSystem } from '../options/common-options.ts';
import { port } from '../options/option-values.ts';
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
    .action(async (models) => {
      exit(await (await import('../list.ts')).list(models));
    });
}

export function addModelCommands(program: Command, { exit }: Invocation): void {
  withReporters(withLimits(program.command('matrix'), 'number of cells that run at once, each in a thread'))
    .description('run all cells of models and compare the verdicts with those expected')
    .argument('[model...]', MODELS)
    .option('--all', 'also run the cells that models keep for thorough runs')
    .option('--nightly', 'run the larger sizes that models keep for nights, and nothing else')
    .option('--strict', 'count what is vacuous as unexpected, unless the model accepts it with a reason')
    .option('--out <folder>', 'write verdicts and counts to this folder, a file for each model (default: none)')
    .addHelpText('after', '\nThe limits are those of each cell.\nExample: everywhen matrix avic-ipi --strict')
    .action(async (models, options) => {
      exit(await (await import('../matrix.ts')).matrix(models, options));
    });

  withLimits(withSystem(program.command('explore')), 'threads, at most 32')
    .description('walk the state space of one system in the browser, on a page that only this machine can open')
    .option(
      '--path <indices>',
      'start at the end of this path: 0/2/1, as in the address of the page (default: the initial state)',
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
