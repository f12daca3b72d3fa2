/** A command as a process: its exit code, its two streams, and a reader that leaves early. Signals are in `check.test.ts`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { everywhen, everywhenHere, withoutProgress } from '../helpers/cli.ts';

const ENTRY = fileURLToPath(new URL('../../src/cli/everywhen.ts', import.meta.url));
const withoutTimes = (text: string) => text.replaceAll(/\d+\.\d s/g, '');

for (const [code, words] of [
  [0, ['list']],
  [1, ['check', 'locked-queue', 'variant=no-recheck']],
  [2, ['check', 'locked-queue', 'variant=none']],
  [3, ['check', 'peterson', '--max-states', '2']],
] as const) {
  test(`\`${words.join(' ')}\` ends its process with ${code}, and prints what it prints here`, async (t) => {
    const process = await everywhen(words);
    const here = await everywhenHere(words);
    t.is(process.exitCode, code);
    t.deepEqual(
      [process.exitCode, withoutTimes(process.stdout), withoutProgress(process.stderr)],
      [here.exitCode, withoutTimes(here.stdout), withoutProgress(here.stderr)],
    );
  });
}

test('a reader that closes the pipe early is not an error', async (t) => {
  const child = spawn(process.execPath, ['--conditions=everywhen-source', ENTRY, 'list', 'viridian-assist']);
  let stderr = '';
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  child.stdout.destroy();
  const [code] = await once(child, 'close');
  t.is(stderr, '');
  t.is(code, 0);
});
