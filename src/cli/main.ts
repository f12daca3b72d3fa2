/** The command line: how it is parsed, and how errors end. Commands are declared in `commands/`, and each does its work in a file of its own. */
import { Command, CommanderError } from 'commander';
import { STEP_SECONDS } from '../cells/overdue.ts';
import { renderError, UserError } from '../errors.ts';
import { ownPackage } from '../files/own-package.ts';
import { errorWithoutPassword } from '../queue/queue-address.ts';
import { publishDeadline } from '../semantics/beacon.ts';
import { restoreAll } from '../semantics/purity.ts';
import { LINE_WIDTH, terminalWidth } from '../trace/line-width.ts';
import { addCheckCommands } from './commands/check-commands.ts';
import { addCompareCommand } from './commands/compare-command.ts';
import { addEstimateCommand } from './commands/estimate-command.ts';
import type { Invocation } from './commands/invocation.ts';
import { addMcpCommand } from './commands/mcp-command.ts';
import { addInitCommand, addListCommand, addModelCommands, addStartCommand } from './commands/model-commands.ts';
import { addRepairCommand } from './commands/repair-command.ts';
import { addBenchCommand, addResultCommands } from './commands/result-commands.ts';
import { EXIT } from './exit.ts';
import { offInterrupt } from './interrupt.ts';
import { addNightlyCommands } from './nightly/nightly-commands.ts';
import { type Streams, withOutputTo } from './output.ts';
import { EndedEarly, endEarly } from './process/own-process.ts';
import { startWatchdog } from './process/watchdog.ts';

/**
 * Runs a command and returns its exit code. Nothing stays behind in the process: no signal handler, no `process.exitCode`. With
 * `streams` the caller has other things to do in this process, and all output goes there. A process that does nothing else gives
 * `ended`, which rejects if the command must end early.
 */
export async function main(argv: readonly string[], streams?: Streams, ended?: Promise<never>): Promise<number> {
  return streams === undefined ? guarded(argv, ended) : withOutputTo(streams, () => guarded(argv));
}

async function guarded(argv: readonly string[], ended?: Promise<never>): Promise<number> {
  try {
    const finished = run(argv.slice(2), ended !== undefined);
    return await (ended === undefined ? finished : Promise.race([finished, ended]));
  } catch (error) {
    restoreAll();
    if (error instanceof EndedEarly) {
      process.stderr.write(`${error.message}\n`);
      return error.exitCode;
    }
    process.stderr.write(
      `${renderError(errorWithoutPassword(error instanceof UserError ? error : internal(error)), terminalWidth(process.stderr))}\n`,
    );
    return EXIT.usage;
  } finally {
    offInterrupt();
  }
}

const AFTER_HELP = `Options without a value are off by default. \`everywhen COMMAND --help\` lists those of a command.

Exit codes:
  0    everything holds
  1    a violation, or an unexpected verdict
  2    wrong usage, a broken model, or a result that cannot be written
  3    inconclusive: the run stopped early
  130  interrupted`;

/** A bug of ours must not look like a verdict. */
function internal(error: unknown): UserError {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: '' };
  const details = process.env['EVERYWHEN_DEBUG'] === undefined ? 'EVERYWHEN_DEBUG=1 shows where.' : stack;
  return new UserError('E_INTERNAL', message, {
    hint: 'This is a bug of Everywhen. Please report it with the model.',
    next: details,
  });
}

async function run(words: readonly string[], ownsProcess: boolean): Promise<number> {
  if (words.length === 0) return (await import('./greet.ts')).greet();
  let exitCode: number = EXIT.holds;
  const exit = (code: number) => {
    exitCode = code;
  };
  const program = programOf({ words, ownsProcess, exit });
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw usageError(error, words, program);
  }
  return exitCode;
}

function programOf(invocation: Invocation): Command {
  const program = new Command('everywhen')
    .description(
      'Explores every interleaving of a concurrent design and says, with proof or with the shortest counterexample, whether its properties hold.',
    )
    .version(ownPackage().version, '-V, --version', 'print the version')
    .helpCommand(false)
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addHelpText('after', `\n${AFTER_HELP}`);
  if (invocation.ownsProcess) program.hook('preAction', (_, command) => watch(command));
  addStartCommand(program, invocation);
  addInitCommand(program, invocation);
  addListCommand(program, invocation);
  addCheckCommands(program, invocation);
  addEstimateCommand(program, invocation);
  addModelCommands(program, invocation);
  addRepairCommand(program, invocation);
  addCompareCommand(program, invocation);
  addNightlyCommands(program, invocation.exit);
  addResultCommands(program, invocation);
  addMcpCommand(program, invocation);
  addBenchCommand(program, invocation);
  const width = () => Math.min(LINE_WIDTH, process.stdout.columns ?? LINE_WIDTH);
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeErr: () => {}, getOutHelpWidth: width });
  }
  return program;
}

/** The commands that run code of models in this thread. With --watch it runs in another process. */
const EVALUATING = [
  'check',
  'simulate',
  'estimate',
  'matrix',
  'explore',
  'nightly',
  'work',
  'replay',
  'list',
  'start',
  'repair',
  'compare',
];

function watch(command: Command): void {
  const { stepTimeout = STEP_SECONDS, timeout, watch: byAnother } = command.opts();
  if (!EVALUATING.includes(command.name()) || byAnother) return;
  startWatchdog({ stepSeconds: stepTimeout, onEnding: endEarly });
  if (timeout !== undefined && ['check', 'simulate', 'compare'].includes(command.name())) publishDeadline(timeout);
}

function usageError(error: CommanderError, words: readonly string[], program: Command): UserError {
  const commands = program.commands.map((command) => command.name());
  if (error.code === 'commander.help') {
    return new UserError('E_USAGE', 'there is no command.', {
      hint: `Commands: ${commands.join(', ')}.`,
      next: 'everywhen --help',
    });
  }
  const [name = ''] = words;
  return new UserError('E_USAGE', error.message.replace(/^error: /, ''), {
    next: `everywhen ${commands.includes(name) ? `${name} ` : ''}--help`,
  });
}
