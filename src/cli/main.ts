/** The command line: what there is to say, and how errors end. Each command's work is in a file of its own. */
import { createRequire } from 'node:module';
import { Command, CommanderError, Option } from 'commander';
import { renderError, UserError } from '../errors.ts';
import { errorWithoutPassword } from '../queue/queue-address.ts';
import { REPORTER_NAMES } from '../report/reporter-choice.ts';
import { TRACE_FORMATS } from '../trace/format.ts';
import { LINE_WIDTH } from '../trace/table.ts';
import { EXIT } from './exit.ts';
import { offInterrupt } from './interrupt.ts';
import { addNightlyCommands } from './nightly/nightly-commands.ts';
import { auditShare, bytes, port, positiveNumber, wholeNumber } from './options/option-values.ts';
import { type Streams, withOutputTo } from './output.ts';

/**
 * Runs a command and returns its exit code. Nothing stays behind in the process: no handler of signals, no `process.exitCode`. With
 * `streams`, all output goes there.
 */
export async function main(argv: readonly string[], streams?: Streams): Promise<number> {
  return streams === undefined ? guarded(argv) : withOutputTo(streams, () => guarded(argv));
}

async function guarded(argv: readonly string[]): Promise<number> {
  try {
    return await run(argv);
  } catch (error) {
    process.stderr.write(
      `${renderError(errorWithoutPassword(error instanceof UserError ? error : internal(error)))}\n`,
    );
    return EXIT.usage;
  } finally {
    offInterrupt();
  }
}

/** A bug of ours must not look like a verdict. */
function internal(error: unknown): UserError {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: '' };
  const details = process.env['EVERYWHEN_DEBUG'] === undefined ? 'EVERYWHEN_DEBUG=1 shows where.' : stack;
  return new UserError('E_INTERNAL', message, {
    hint: 'This is a bug of Everywhen. Please report it with the model.',
    next: details,
  });
}

async function run(argv: readonly string[]): Promise<number> {
  let exitCode: number = EXIT.holds;
  const program = new Command('everywhen')
    .description(
      'Explores every interleaving of a concurrent design and says, with proof or with the shortest counterexample, whether its properties hold.',
    )
    .version(createRequire(import.meta.url)('everywhen/package.json').version, '-V, --version', 'print the version')
    .helpCommand(false)
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addHelpText(
      'after',
      '\nExit codes: 0 everything holds, 1 a violation or an unexpected verdict, 2 wrong usage or a broken\nmodel, 3 inconclusive, 130 interrupted.',
    );

  program
    .command('list')
    .description('the models that come with Everywhen, or the parameters of some')
    .argument('[model...]', 'names or files')
    .action(async (models) => {
      exitCode = await (await import('./list.ts')).list(models);
    });

  withTraces(program.command('check'))
    .description('explore one system and judge its properties')
    .addOption(
      new Option('--order <order>', 'depth first finds a trace sooner, and not the shortest')
        .choices(['breadth-first', 'depth-first'])
        .default('breadth-first'),
    )
    .option('--strict', 'a property that could not have failed is a violation, unless the model accepts it')
    .option('--coverage', 'say how often each step was evaluated and taken')
    .option('--explain', 'explore what each violation needs of its environment steps and context switches')
    .option('--digests', 'with --format json, the number and a digest of the states of each level')
    .option('--checkpoint <file>', 'leave a file now and then, and when stopped, from which --resume goes on')
    .option('--checkpoint-every <seconds>', 'how often; every 600 seconds if not said', positiveNumber)
    .option('--resume', 'go on from the checkpoint; begin anew where there is none')
    .addOption(new Option('--ablate <what>', 'judge it again without each fence in turn').choices(['fences']))
    .option('--watch', "check again whenever one of the model's files is saved, until Ctrl-C")
    .addHelpText('after', '\nExample: everywhen check viridian-assist variant=latched-vector guest=ignore config=E1')
    .action(async (model, parameters, { watch, ...options }) => {
      if (watch) {
        const command = argv.slice(2).filter((word) => word !== '--watch');
        exitCode = await (await import('./watch.ts')).watch(model, command);
        return;
      }
      exitCode = await (await import('./check.ts')).check(model, parameters, options);
    });

  withTraces(program.command('simulate'))
    .description('walk one system at random and judge its properties on the way; nothing is proven')
    .option('--seed <n>', 'the same walks for the same seed', wholeNumber, 1)
    .option('--walks <n>', 'how many', wholeNumber, 1000)
    .option('--steps <n>', 'of a walk at most', wholeNumber, 1000)
    .addHelpText('after', '\nExample: everywhen simulate locked-queue variant=no-recheck injectors=4 --seed 7')
    .action(async (model, parameters, options) => {
      exitCode = await (await import('./simulate.ts')).simulate(model, parameters, options);
    });

  withReporters(withLimits(program.command('matrix')))
    .description("run models' cells and compare with their expected verdicts")
    .argument('[model...]', 'names or files; all that come with Everywhen if there is none')
    .option('--all', 'also the cells that the models keep for thorough runs')
    .option('--nightly', 'instead, the larger sizes that the models keep for nights')
    .option('--strict', 'what is vacuous is unexpected, unless the model accepts it with a reason')
    .option('--out <folder>', 'write verdicts and counts, a file for each model')
    .action(async (models, options) => {
      exitCode = await (await import('./matrix.ts')).matrix(models, options);
    });

  withLimits(program.command('explore'))
    .description('walk the state space of one system in the browser, on a page that this machine alone can open')
    .argument('<model>', 'a name from `everywhen list`, or a file whose default export is a model')
    .argument('[parameter=value...]', 'what differs from the defaults, fix=a,b for a set')
    .option('--path <indices>', 'begin at the end of a path: 0/2/1, as in the address of the page')
    .option('--port <n>', 'listen there; the system chooses a free port if not said', port)
    .option('--no-open', 'print the link, and leave the browser alone')
    .addHelpText('after', '\nThe limits are those of the exploration that the page can start. Ctrl-C ends it.')
    .action(async (model, parameters, options) => {
      exitCode = await (await import('./explore.ts')).explore(model, parameters, options);
    });

  addNightlyCommands(program, (code) => {
    exitCode = code;
  });

  program
    .command('replay')
    .description('re-execute a saved trace and say whether it still fits')
    .argument('<trace>', 'a file that --trace-out wrote, or a report of check --format json')
    .option('--property <id>', 'of a report, the property whose trace to replay')
    .addOption(traceFormat('--format <format>'))
    .addHelpText('after', '\nExits with 0 if the trace still shows what it showed, with 1 if not.')
    .action(async (trace, options) => {
      exitCode = await (await import('./replay.ts')).replayFile(trace, options);
    });

  program
    .command('report')
    .description('open the last HTML report in the browser, or say where it is')
    .argument('[folder]', 'where it is', '.')
    .option('--no-open', 'only say where it is')
    .action(async (folder, options) => {
      exitCode = await (await import('./report.ts')).report(folder, options);
    });

  program
    .command('bench')
    .description('measure the engine on classics and shipped models, and the machine with it')
    .argument('[name...]', 'what to measure (a wrong name lists all); a set of two minutes if there is none')
    .option('--all', 'everything, also what takes minutes')
    .option('--workers <n>', 'with so many threads only; with one and with all of the machine if not said', wholeNumber)
    .addOption(
      new Option('--format <format>', 'list for people, json for programs').choices(['list', 'json']).default('list'),
    )
    .option('--out <file>', 'append each measurement to a file, as a line of JSON')
    .action(async (names, options) => {
      exitCode = await (await import('./bench.ts')).bench(names, options);
    });

  const width = () => Math.min(LINE_WIDTH, process.stdout.columns ?? LINE_WIDTH);
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeErr: () => {}, getOutHelpWidth: width });
  }
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw usageError(error, argv);
  }
  return exitCode;
}

/** What `check` and `simulate` have in common. */
function withTraces(command: Command): Command {
  return withReporters(withLimits(command))
    .argument(
      '<model>',
      'a name from `everywhen list`, or a TypeScript or JavaScript file whose default export is a model',
    )
    .argument('[parameter=value...]', 'what differs from the defaults, fix=a,b for a set')
    .option('--property <id...>', 'show the traces of these properties only')
    .addOption(traceFormat('--trace-format <format>'))
    .option(
      '--trace-out <file>',
      'write the first trace (or that of the first --property) to a file for `everywhen replay`',
    );
}

function withReporters(command: Command): Command {
  return command
    .addOption(
      new Option('--format <format>', 'list for people, json for programs').choices(['list', 'json']).default('list'),
    )
    .addOption(
      new Option(
        '--reporter <names>',
        `how to report, several with commas: ${REPORTER_NAMES.join(', ')}; NAME=FILE`,
      ).conflicts('format'),
    )
    .option('--no-open', 'leave a page of the report closed, also where something failed');
}

/** Text in columns, a commit message's columns, for Apalache's tools, as a diagram, or for ShiViz. */
function traceFormat(flags: string): Option {
  return new Option(flags, 'how to show traces').choices(TRACE_FORMATS).default('text');
}

function withLimits(command: Command): Command {
  return command
    .option('--max-states <n>', 'stop, inconclusive, at so many states', wholeNumber)
    .option('--timeout <seconds>', 'stop, inconclusive, after so long', positiveNumber)
    .option('--max-memory <size>', 'stop, inconclusive, before the process is larger: 64MB, 2GB', bytes)
    .option('--workers <n>', 'threads; as many as the machine has if not said', wholeNumber)
    .addOption(
      new Option('--engine <engine>', 'the reference explores as the meaning is defined, slowly')
        .choices(['kernel', 'reference'])
        .default('kernel'),
    )
    .option('--audit <share>', 'evaluate again what was learnt in 1 of so many states, or all', auditShare);
}

function usageError(error: CommanderError, argv: readonly string[]): UserError {
  const isKnown = error.code !== 'commander.unknownCommand';
  const help = error.code === 'commander.help' || argv.length <= 2;
  if (help) {
    return new UserError('E_USAGE', 'there is no command.', {
      hint: 'Commands: list, check, simulate, matrix, explore, nightly, work, diff, merge, replay, report, bench.',
      next: 'everywhen --help',
    });
  }
  return new UserError('E_USAGE', error.message.replace(/^error: /, ''), {
    next: `everywhen ${isKnown && argv[2]?.match(/^[a-z]+$/) ? `${argv[2]} ` : ''}--help`,
  });
}
