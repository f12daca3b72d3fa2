/**
 * A process that does nothing but run one command. Code of a model runs in it, which must neither end it nor change its exit code, at
 * whatever moment that code runs: a run that ends without a verdict, and with the exit code of one that holds, would be taken for one.
 */
import { renderError, UserError } from '../../errors.ts';
import { ENDINGS, printOnStderr, refuseEndings, strayError } from '../../load/stray.ts';
import { ownEvaluation } from '../../semantics/beacon.ts';
import { restoreAll } from '../../semantics/purity.ts';
import { terminalWidth } from '../../trace/line-width.ts';
import { EXIT } from '../exit.ts';
import { awaitWatchdog, tellWatchdogEnds } from './watchdog.ts';
import type { Ending } from './watchdog-data.ts';

const originals = ENDINGS.map((key) => [key, process[key as 'exit']] as const);
const exit = process.exit.bind(process);
const reallyExit = process['reallyExit' as 'exit'].bind(process);
const listeners = process.listeners('exit');

const ended = Promise.withResolvers<never>();

/** The command ended before its work was done, for a reason that is no error. */
export class EndedEarly extends Error {
  readonly exitCode: number;

  constructor({ text, exitCode }: Ending) {
    super(text);
    this.exitCode = exitCode;
  }
}

/** Runs a command, which ends early if the promise that it is given rejects, and ends the process with its exit code. */
export async function inOwnProcess(run: (ended: Promise<never>) => Promise<number>): Promise<never> {
  refuseEndings();
  printOnStderr();
  const output = new StandardOutput();
  process.on('uncaughtException', (error) => ended.reject(strayError(error)));
  process.on('beforeExit', () => {
    if (!awaitWatchdog()) ended.reject(nothingLeft());
  });
  ended.promise.catch(() => undefined);
  const exitCode = await run(ended.promise);
  restoreAll();
  await flushed(process.stdout);
  const result = output.exitCode(exitCode);
  await flushed(process.stderr);
  // Not before everything is written: a reader may take its time.
  return endAtOnce(result);
}

export function endEarly(ending: Ending): void {
  tellWatchdogEnds(ending.exitCode);
  ended.reject(new EndedEarly(ending));
}

/** The process ends at once, without waiting for anything that was begun. */
export function endAtOnce(exitCode: number): never {
  tellWatchdogEnds(exitCode);
  process.removeAllListeners('exit');
  for (const listener of listeners) process.on('exit', listener);
  try {
    for (const [key, original] of originals) process[key as 'exit'] = original;
    process.exitCode = exitCode;
    return exit(exitCode);
  } catch {
    // The model made a property of the process read-only.
    return reallyExit(exitCode);
  }
}

/** No event is left that could continue the command. */
function nothingLeft(): UserError {
  return new UserError('E_MODEL', `${ownEvaluation() ?? 'the command'} waits for something that never happens.`, {
    hint: 'Does a top-level await never settle?',
  });
}

/** What a command prints must have been written: an unwritable stdout fails the command, and a reader that has seen enough does not. */
class StandardOutput {
  #failure: NodeJS.ErrnoException | undefined;

  constructor() {
    process.stdout.on('error', (error) => {
      this.#failure ??= error;
    });
    // There is nowhere to say that stderr cannot be written.
    process.stderr.on('error', () => {});
  }

  /** Of a command that ends with a code. */
  exitCode(code: number): number {
    if (this.#failure === undefined || this.#failure.code === 'EPIPE') return code;
    const error = new UserError('E_USAGE', `standard output cannot be written: ${this.#failure.message}`);
    process.stderr.write(`${renderError(error, terminalWidth(process.stderr))}\n`);
    return code === EXIT.interrupted ? code : EXIT.usage;
  }
}

/** Resolves once everything is written, or cannot be. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    // What an earlier write failed of is said in the next turn.
    if (stream.destroyed || !stream.writable) return void setImmediate(resolve);
    stream.once('error', () => resolve());
    stream.write('', () => resolve());
  });
}
