/** The commands that judge one system: `check`, which explores it, and `simulate`, which walks it at random. */
import { type Command, Option } from 'commander';
import { traceFormat, withLimits, withReporters, withSystem } from '../options/common-options.ts';
import { duration } from '../options/duration.ts';
import { reduction, wholeNumber } from '../options/option-values.ts';
import type { Invocation } from './invocation.ts';

export function addCheckCommands(program: Command, invocation: Invocation): void {
  addCheck(program, invocation);
  addSimulate(program, invocation);
}

function addCheck(program: Command, { words, exit, ownsProcess }: Invocation): void {
  withTraces(program.command('check'))
    .description('explore one system and judge its properties')
    .addOption(
      new Option('--order <order>', 'depth-first finds a trace sooner, but not the shortest')
        .choices(['breadth-first', 'depth-first'])
        .default('breadth-first'),
    )
    .option(
      '--parts',
      'learn collections and choices by their parts although the model cannot be made visible: sound if no step or claim compares a collection by ===, and no outcome depends on what its step did for another (default: by their parts where that saves much and the model is visible)',
    )
    .option('--no-parts', 'learn collections and choices as a whole')
    .addOption(
      new Option(
        '--reduce <how>',
        'symmetry: store one of the states that differ only in which interchangeable replica is which; partial-order: of steps that do not affect one another, explore not every order; symmetry,partial-order: both; automatic: symmetry, if there are many states; none: store all',
      )
        .argParser(reduction)
        .default('automatic'),
    )
    .option('--strict', 'count a property that could not have failed as a violation, unless the model accepts it')
    .option('--coverage', 'report how often each step was evaluated and taken')
    .option('--profile', 'report what the evaluations of each step and property cost, and what they read')
    .option('--explain', 'find out which environment steps and context switches each violation needs')
    .option('--digests', 'with --format json, report the number and a digest of the states of each level')
    .option('--checkpoint <file>', 'write checkpoints to this file, from which --resume continues (default: none)')
    .option(
      '--checkpoint-every <time>',
      'time from one checkpoint to the next: 90s, 10m, 8h, or a number of seconds (default: 10m)',
      duration,
    )
    .option('--resume', 'continue from the checkpoint; start from the beginning if there is none')
    .addOption(
      new Option('--ablate <what>', 'judge the system again without each fence in turn; off by default').choices([
        'fences',
      ]),
    )
    .option('--grow <budget>', 'raise this budget until a verdict changes or larger ones are proved to change none')
    .option('--watch', "check again whenever one of the model's files is saved, until Ctrl-C")
    .addHelpText('after', '\nExample: everywhen check viridian-assist variant=latched-vector guest=ignore config=E1')
    .action(async (model, parameters, { watch, ...options }) => {
      if (watch) {
        const command = words.filter((word) => word !== '--watch');
        exit(await (await import('../watch.ts')).watch(model, command));
        return;
      }
      exit(await (await import('../check.ts')).check(model, parameters, { ...options, ownsProcess }));
    });
}

function addSimulate(program: Command, { exit, ownsProcess }: Invocation): void {
  withTraces(program.command('simulate'))
    .description('walk one system at random and judge its properties on the way, without proof')
    .option('--seed <n>', 'seed of the walks: the same seed gives the same walks', wholeNumber, 1)
    .option('--walks <n>', 'number of walks', wholeNumber, 1000)
    .option('--steps <n>', 'largest number of steps of a walk', wholeNumber, 1000)
    .addHelpText('after', '\nExample: everywhen simulate locked-queue variant=no-recheck injectors=4 --seed 7')
    .action(async (model, parameters, options) => {
      exit(await (await import('../simulate.ts')).simulate(model, parameters, { ...options, ownsProcess }));
    });
}

function withTraces(command: Command): Command {
  return withReporters(withLimits(withSystem(command), 'threads, at most 32'))
    .option('--property <id...>', 'show the traces of these properties only (default: all)')
    .addOption(traceFormat('--trace-format <format>'))
    .option(
      '--trace-out <file>',
      'write the first trace, or that of the first --property, to this file for `everywhen replay` (default: none)',
    );
}
