/** The command that compares what can be observed of two systems, `compare`. */
import type { Command } from 'commander';
import { sidesOf } from '../compare/sides.ts';
import { format, withLimits } from '../options/common-options.ts';
import type { Invocation } from './invocation.ts';

export function addCompareCommand(program: Command, { words: all, exit }: Invocation): void {
  withLimits(program.command('compare'), 'threads that explore, at most 32')
    .usage('[options] <model> [name=value...] -- [model] [name=value...]')
    .description('say whether everything observable of one system (A) is possible in another (B)')
    .argument('<model>', 'of A: a name from `everywhen list`, or a TypeScript or JavaScript file')
    .argument('[words...]', 'parameters of A; then --; then B: its model, if it is another, and its parameters')
    .option('--both', 'also say whether B is included in A: if so, they are equal')
    .option(
      '--observe <names>',
      'observe these components, with commas between them (default: what the systems declare by .observable, or what properties read)',
    )
    .option('--html <folder>', 'write the result to this folder as a page, too (default: none)')
    .option('--open', 'open that page in the browser; without --html it is in everywhen-report')
    .addOption(format())
    .addHelpText(
      'after',
      `
Traces are sequences of distinct observations. Each may end with a mark: the run rests (quiescent), crashes
(terminal), or continues for ever without a new observation. Infinite runs are compared without fairness.
Exits with 0 if A is included in B or equal to it, with 1 if not, with 3 if a limit was reached.
Example: everywhen compare --both --observe irr,isr avic-ipi variant=KICK -- variant=WAKE+PEND`,
    )
    .action(async (model, words, options) => {
      const { compareChoices } = await import('../compare/compare.ts');
      exit(await compareChoices(model, sidesOf(words, all), options));
    });
}
