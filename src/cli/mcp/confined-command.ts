/** Runs one command of Everywhen in a process of its own: bounded in time and output, and ended when the request is cancelled. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../errors.ts';
import { permissionsFor } from './permissions.ts';

const COMMAND_PROCESS = fileURLToPath(new URL(`./command-process${extname(import.meta.url)}`, import.meta.url));
/** A command that was interrupted gives a partial report within this time. */
const PARTIAL_MS = 5000;
const OUTPUT_BYTES_MAX = 64 * 1024 ** 2;
const NOTES_BYTES_MAX = 1024 ** 2;
/** In characters, of the command line. */
const WORDS_MAX = 100_000;
/** What a process needs. No other variable of the client reaches the code of a model. */
const ENVIRONMENT = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'SystemRoot'];

export interface Asked {
  /** The command line behind `everywhen`. */
  readonly words: readonly string[];
  readonly folder: string;
  /** After this time the command is interrupted: it reports what it has. */
  readonly seconds: number;
  /** Its standard input; empty by default. */
  readonly input?: string;
  /** An abort ends the process at once. */
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

export interface Answer {
  readonly stdout: string;
  /** 0, 1, 3, or 130 for what was interrupted. */
  readonly exitCode: number;
}

/** Throws the error that the command printed, by its code. */
export async function runConfined(asked: Asked): Promise<Answer> {
  asked.signal.throwIfAborted();
  mustBeWords(asked.words);
  const child = fork(COMMAND_PROCESS, [...asked.words], {
    cwd: asked.folder,
    execArgv: [...process.execArgv, ...permissionsFor(asked.folder)],
    env: Object.fromEntries(ENVIRONMENT.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
  });
  const kill = () => child.kill('SIGKILL');
  const output = new Collected(child.stdout, OUTPUT_BYTES_MAX, kill);
  const notes = new Collected(child.stderr, NOTES_BYTES_MAX);
  const late = setTimeout(() => child.kill('SIGINT'), asked.seconds * 1000);
  const tooLate = setTimeout(kill, asked.seconds * 1000 + PARTIAL_MS);
  asked.signal.addEventListener('abort', kill);
  child.on('message', (text) => {
    if (typeof text === 'string') asked.onProgress(text);
  });
  // A command that ends early does not read its input.
  child.stdin?.on('error', () => {});
  child.stdin?.end(asked.input ?? '');
  try {
    const [code, signal] = await endOf(child);
    asked.signal.throwIfAborted();
    if (output.isFull) throw new UserError('E_USAGE', 'the result is larger than 64 MB.', { hint: 'Ask for less.' });
    if (code === null) throw diedBy(signal);
    if (code === 2 || output.text === '') throw errorIn(notes.text);
    return { stdout: output.text, exitCode: code };
  } finally {
    clearTimeout(late);
    clearTimeout(tooLate);
    asked.signal.removeEventListener('abort', kill);
  }
}

/** As the system takes them. */
function mustBeWords(words: readonly string[]): void {
  if (words.some((word) => word.includes('\0'))) {
    throw new UserError('E_USAGE', 'a name or value has the character U+0000.');
  }
  if (words.join(' ').length > WORDS_MAX) {
    throw new UserError('E_USAGE', `names and values have more than ${WORDS_MAX.toLocaleString('en')} characters.`);
  }
}

async function endOf(child: ChildProcess): Promise<[number | null, NodeJS.Signals | null]> {
  return (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
}

/** The error that a command prints last, after whatever a model printed there. */
function errorIn(notes: string): UserError {
  const last = [...notes.matchAll(/^(E_[A-Z]+) {2}/gm)].at(-1);
  if (last?.[1] === undefined) {
    // An evaluation was in the way of the end, so there is no partial report.
    const ended = [...notes.matchAll(/^(Inconclusive|Interrupted)\b.*$/gm)].at(-1)?.[0];
    return ended === undefined
      ? new UserError('E_INTERNAL', 'the command failed without saying why.')
      : new UserError('E_STEP', ended);
  }
  const margin = last[0].length;
  const [first = '', ...rest] = notes.slice(last.index).trimEnd().split('\n');
  const more = rest.slice(0, rest.findIndex((line) => !line.startsWith(' '.repeat(margin))) >>> 0);
  const text = [first, ...more].map((line) => line.slice(margin)).join('\n');
  return new UserError(last[1] as UserError['code'], text);
}

function diedBy(signal: NodeJS.Signals | null): UserError {
  const why = signal === 'SIGKILL' ? 'did not end in its time, and was killed' : `was ended by ${signal}`;
  return new UserError('E_MODEL', `the process that ran the command ${why}.`, {
    hint: 'Does the model take all memory, or call the operating system? Fewer states and less time may help.',
  });
}

/** What a process writes, up to a number of bytes. */
class Collected {
  isFull = false;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(stream: NodeJS.ReadableStream | null, bytesMax: number, onFull?: () => void) {
    stream?.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#bytes += chunk.length;
      if (this.#bytes <= bytesMax) return;
      this.isFull = true;
      onFull?.();
      // Errors are printed last.
      while (this.#bytes > bytesMax) this.#bytes -= this.#chunks.shift()?.length ?? this.#bytes;
    });
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString();
  }
}
