/** `everywhen explore`, running as a user would run it: its link, and how it ends. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';

const ENTRY = fileURLToPath(new URL('../../src/cli/everywhen.ts', import.meta.url));

export interface Exploring {
  readonly link: string;
  readonly stdout: () => string;
  /** Ends it by a signal, and says with which code it ended. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
}

/** Ended after the test, if the test does not. */
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
