/** Runs a hostile case in a process of its own, and compares all that is seen from outside with what it must be. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { folderWith } from './files.ts';
import type { HostileCase } from './hostile-cases.ts';

const ENTRY = fileURLToPath(new URL('../../src/cli/everywhen.ts', import.meta.url));
/** As many at once as a small machine has processors: more would take each other's time. */
const AT_ONCE = 2;
/** Nothing may take this long, however slow the machine is. */
const SECONDS_MAX = 90;

/** The watchdog hears signals once its thread has started. On a machine that is so loaded that it has not, a person tries again. */
const HEARD_MS = 800;
const AGAIN_MS = 3000;
/** Signals that come at once are one. */
const APART_MS = 250;

let running = 0;
const waiting: (() => void)[] = [];

/** The seconds from the start, from the beginning of a loop that says so, or from the first signal, to the end. */
export async function runHostile(t: ExecutionContext, hostile: HostileCase): Promise<number> {
  if (running === AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  try {
    return await run(t, hostile);
  } finally {
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }
}

async function run(t: ExecutionContext, { command, files = {}, leaves = [], signals = [], ...expected }: HostileCase) {
  const cwd = folderWith(t, files);
  const everywhen = `${process.execPath} --conditions=everywhen-source ${ENTRY}`;
  const text = `everywhen() { ${signals.length > 0 ? 'exec ' : ''}${everywhen} "$@"; }; ${command}`;
  let from = performance.now();
  const child = spawn('bash', ['-c', text], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', CI: '' },
  });
  const killer = setTimeout(() => child.kill('SIGKILL'), 1000 * SECONDS_MAX);
  const output = { stdout: '', stderr: '' };
  let hasBegun = false;
  let isSignalled = signals.length === 0;
  let again: NodeJS.Timeout | undefined;
  child.stdout.on('data', (data) => {
    output.stdout += data;
  });
  child.stderr.on('data', (data) => {
    output.stderr += data;
    if (!hasBegun && output.stderr.includes('for ever\n')) {
      hasBegun = true;
      from = performance.now();
    }
    if (isSignalled || !hasBegun) return;
    isSignalled = true;
    setTimeout(() => {
      from = performance.now();
      const send = () => signals.map((signal, i) => setTimeout(() => child.kill(signal), i * APART_MS));
      send();
      again = setInterval(send, AGAIN_MS);
    }, HEARD_MS);
  });
  const [exitCode] = await once(child, 'close');
  clearTimeout(killer);
  clearInterval(again);
  const seconds = (performance.now() - from) / 1000;
  const oneLine = (lines: string) => lines.replaceAll('for ever\n', '').replaceAll(/\s+/g, ' ').trim();
  t.is(exitCode, expected.exitCode, output.stderr);
  t.regex(oneLine(output.stderr), expected.stderr);
  if (expected.stdout !== undefined) t.regex(oneLine(output.stdout), expected.stdout);
  t.deepEqual(readdirSync(cwd).toSorted(), [...Object.keys(files), ...leaves].toSorted());
  return seconds;
}
