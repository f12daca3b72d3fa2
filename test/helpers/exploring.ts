/** `everywhen explore`, run as a user runs it: its link and its end. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';

const ENTRY = fileURLToPath(new URL('../../src/cli/everywhen.ts', import.meta.url));

export interface Exploring {
  readonly link: string;
  readonly stdout: () => string;
  /** Ends the process by a signal, and returns its exit code. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
}

/** The process is ended after the test, if the test does not end it. */
export async function exploring(t: ExecutionContext, ...words: readonly string[]): Promise<Exploring> {
  const child = spawn(process.execPath, ['--conditions=everywhen-source', ENTRY, 'explore', ...words], {
    env: { ...process.env, NO_COLOR: '1' },
  });
  const closed = new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return closed;
  };
  t.teardown(() => end('SIGKILL'));
  const link = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (data) => {
      stdout += data;
      const [found] = stdout.match(/http:\S+(?=\n)/) ?? [];
      if (found !== undefined) resolve(found);
    });
    void closed.then((code) => reject(new Error(`ended with ${code} before there was a link: ${stderr}`)));
  });
  return { link, stdout: () => stdout, end };
}
