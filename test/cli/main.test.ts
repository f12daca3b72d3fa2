/** A command can run inside another program: it gives its exit code back, and leaves nothing behind. */
import test from 'ava';
import { main } from '../../src/cli/main.ts';

async function inProcess(...words: readonly string[]) {
  let [stdout, stderr] = ['', ''];
  const exitCode = await main(['node', 'everywhen', ...words], {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { exitCode, stdout, stderr };
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const handlers = () => [
  ...SIGNALS.map((signal) => process.listenerCount(signal)),
  ...[process.stdout, process.stderr].map((stream) => stream.listenerCount('error')),
  process.exitCode,
  process.stdout.write,
  process.stderr.write,
];

test('the exit code is what is returned, and nothing stays behind', async (t) => {
  const before = handlers();
  t.is((await inProcess('check', 'peterson')).exitCode, 0);
  t.is((await inProcess('check', 'peterson', '--max-states', '2')).exitCode, 3);
  t.is((await inProcess('check', 'nothing')).exitCode, 2);
  t.is(
    (await inProcess('check', 'viridian-assist', 'variant=latched-vector', 'guest=ignore', 'config=E1')).exitCode,
    1,
  );
  t.deepEqual(handlers(), before);
});

test('calls at the same time keep their output apart', async (t) => {
  const [peterson, none, help] = await Promise.all([
    inProcess('check', 'peterson', '--format', 'json'),
    inProcess(),
    inProcess('check', '--help'),
  ]);
  t.is(JSON.parse(peterson.stdout).verdict, 'holds');
  t.regex(none.stderr, /^E_USAGE {2}there is no command/);
  t.is(none.stdout, '');
  t.regex(help.stdout, /^Usage: everywhen check /);
  t.deepEqual([peterson.exitCode, none.exitCode, help.exitCode], [0, 2, 0]);
});
