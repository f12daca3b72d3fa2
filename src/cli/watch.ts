/** `everywhen check MODEL --watch`: checks again whenever a file of the model is saved, until Ctrl-C. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { basename, extname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { modelFiles } from '../load/load-model.ts';
import { SourceWatcher } from '../load/source-watcher.ts';
import { EXIT } from './exit.ts';
import { onInterrupt } from './interrupt.ts';

const WATCHED_CHECK = fileURLToPath(new URL(`./watched-check${extname(import.meta.url)}`, import.meta.url));
/** How long a check may take to end by itself: a step that loops for ever does not notice that it should. */
const END_MS = 1000;
/** Keeps the earlier output in the terminal's history. */
const CLEAR = '\u001b[2J\u001b[H';

/** `command` is the whole command line without `--watch`. Throws `E_MODEL` if there is no such model. */
export async function watch(model: string, command: readonly string[]): Promise<number> {
  const signal = onInterrupt();
  const interrupted = once(signal, 'abort');
  const watcher = new SourceWatcher();
  try {
    watcher.add(modelFiles(model), Number.POSITIVE_INFINITY);
    for (let because: readonly string[] = []; !signal.aborted; ) {
      if (process.stdout.isTTY) process.stdout.write(CLEAR);
      if (because.length > 0) tell(`${because.map((file) => basename(file)).join(', ')} changed.`);
      const run = new Run(model, command, watcher);
      const changed = watcher.changed();
      await Promise.race([run.finished, changed, interrupted]);
      if (run.hasFinished) {
        tell(`Watching ${watched(watcher)} of ${model}: save to check again, Ctrl-C to end.`);
        await Promise.race([changed, interrupted]);
      }
      await run.end();
      if (!signal.aborted) because = await changed;
    }
  } finally {
    watcher.close();
  }
  return EXIT.interrupted;
}

function watched({ files }: SourceWatcher): string {
  return files === 1 ? 'the file' : `the ${files} files`;
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** One check in a process of its own, so that all modules are loaded again. */
class Run {
  readonly finished: Promise<unknown>;
  hasFinished = false;
  readonly #process: ChildProcess;
  #isEnded = false;

  constructor(model: string, [name = '', ...words]: readonly string[], watcher: SourceWatcher) {
    const begin = Date.now();
    // No page may open on every save.
    const command = [name, '--no-open', ...words];
    // In a process group of its own: Ctrl-C reaches this process only, and the check gives no partial report.
    this.#process = fork(WATCHED_CHECK, [model, ...command], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: true,
    });
    const watching = new Promise<never>((_, reject) => {
      this.#process.on('message', (files) => {
        try {
          watcher.add(files as string[], begin);
        } catch (error) {
          reject(error);
        }
      });
    });
    const exit = once(this.#process, 'exit').then(([, signal]) => {
      this.hasFinished = true;
      if (signal !== null && !this.#isEnded) tell(`The check was ended by ${signal}.`);
    });
    this.finished = Promise.race([exit, watching]);
  }

  /** Ends the check wherever it is. */
  async end(): Promise<void> {
    this.#isEnded = true;
    if (this.#process.connected) this.#process.disconnect();
    const late = new AbortController();
    const tooLong = setTimeout(END_MS, undefined, { signal: late.signal }).catch(() => undefined);
    await Promise.race([this.finished, tooLong]);
    late.abort();
    if (!this.hasFinished) this.#process.kill('SIGKILL');
    await this.finished;
  }
}
