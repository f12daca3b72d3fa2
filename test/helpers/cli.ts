/** Runs the command from the sources, as a user would. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { main } from '../../src/cli/main.ts';

const ENTRY = fileURLToPath(new URL('../../src/cli/everywhen.ts', import.meta.url));
/** No test depends on the environment. */
const PLAIN: NodeJS.ProcessEnv = { NO_COLOR: '1', CI: '', GITHUB_STEP_SUMMARY: '' };

export interface CliResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface ProcessOptions extends CliOptions {
  /** Sent once, as soon as the text appears on stderr. */
  readonly signalOn?: { readonly stderr: RegExp; readonly signal: NodeJS.Signals };
}

let previous: Promise<unknown> = Promise.resolve();

/**
 * Runs the command inside the test's process, at a tenth of the cost of a separate process. Commands run one after another, as the
 * working directory and the environment belong to the process. A model's file must not change between two commands of a test file:
 * a process loads a module once.
 */
export function everywhenHere(words: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const result = previous.then(() => mainIn(words, options));
  previous = result.catch(() => undefined);
  return result;
}

/** Runs the command in a separate process: for signals, limits of a process, and models that change. */
export function everywhen(words: readonly string[], options: ProcessOptions = {}): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--conditions=everywhen-source', ENTRY, ...words], {
      cwd: options.cwd,
      env: { ...process.env, ...PLAIN, ...options.env },
    });
    let stdout = '';
    let stderr = '';
    let isSent = false;
    child.stdout.on('data', (data) => {
      stdout += data;
    });
    child.stderr.on('data', (data) => {
      stderr += data;
      if (isSent || !options.signalOn?.stderr.test(stderr)) return;
      isSent = true;
      child.kill(options.signalOn.signal);
    });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

/** The stderr of a command without its progress, which depends on the load of the machine. */
export function withoutProgress(stderr: string): string {
  return stderr.replaceAll(/^.*((to visit|all explored; [a-z ]+), [\d,]+ MB, \d+ s|of [\d,]+ cells)\n/gm, '');
}

async function mainIn(words: readonly string[], { cwd = process.cwd(), env }: CliOptions): Promise<CliResult> {
  const home = process.cwd();
  const setEnv = { ...PLAIN, ...env };
  const before = Object.fromEntries(Object.keys(setEnv).map((name) => [name, process.env[name]]));
  const text = { stdout: '', stderr: '' };
  const output = (name: keyof typeof text) => ({
    write: (piece: string) => {
      text[name] += piece;
    },
  });
  process.chdir(cwd);
  changeEnv(setEnv);
  try {
    const argv = [process.execPath, ENTRY, ...words];
    const exitCode = await main(argv, { stdout: output('stdout'), stderr: output('stderr') });
    return { exitCode, ...text };
  } finally {
    changeEnv(before);
    process.chdir(home);
  }
}

function changeEnv(values: NodeJS.ProcessEnv): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
