/** A command can run inside another program: it returns its exit code, and leaves nothing behind. */
import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import { WORKERS_MAX } from '../../src/engine/exploring/workers.ts';
import { runHere } from '../helpers/in-process.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const handlers = () => [
  ...SIGNALS.map((signal) => process.listenerCount(signal)),
  ...[process.stdout, process.stderr].map((stream) => stream.listenerCount('error')),
  process.exitCode,
  process.stdout.write,
  process.stderr.write,
];

// Alone, because a worker of another call listens to the errors of the standard streams while it runs (its output is piped there).
test.serial('the exit code is returned, and nothing is left behind', async (t) => {
  const before = handlers();
  t.is((await runHere(['check', 'peterson'])).exitCode, 0);
  t.is((await runHere(['check', 'peterson', '--max-states', '2'])).exitCode, 3);
  t.is((await runHere(['check', 'nothing'])).exitCode, 2);
  t.is(
    (await runHere(['check', 'viridian-assist', 'variant=latched-vector', 'guest=ignore', 'config=E1'])).exitCode,
    1,
  );
  const deadline = performance.now() + 10_000;
  // The pipe of a worker's output is taken away in a turn after the worker's end.
  while (!isDeepStrictEqual(handlers(), before) && performance.now() < deadline) await setTimeout(10);
  t.deepEqual(handlers(), before);
});

test('calls at the same time keep their output apart', async (t) => {
  const [peterson, none, help] = await Promise.all([
    runHere(['check', 'peterson', '--format', 'json']),
    runHere(['--']),
    runHere(['check', '--help']),
  ]);
  t.is(JSON.parse(peterson.stdout).verdict, 'holds');
  t.regex(none.stderr, /^E_USAGE {2}there is no command/);
  t.is(none.stdout, '');
  t.regex(help.stdout, /^Usage: everywhen check /);
  t.deepEqual([peterson.exitCode, none.exitCode, help.exitCode], [0, 2, 0]);
});

const WORKERS = [
  ['check', 'peterson'],
  ['check', 'peterson', '--engine', 'reference'],
  ['simulate', 'peterson'],
  ['explore', 'peterson', '--no-open'],
  ['bench', 'two-phase-commit-9'],
] as const;
for (const words of WORKERS) {
  test(`${words.join(' ')} refuses more workers than run at once, and its help names the maximum`, async (t) => {
    const { exitCode, stdout, stderr } = await runHere([...words, '--workers', String(WORKERS_MAX + 1)]);
    t.is(exitCode, 2);
    t.is(stdout, '');
    t.regex(stderr, new RegExp(`^E_USAGE {2}an exploration runs on 1 to ${WORKERS_MAX} workers, and not on 33`));
    const help = await runHere([words[0], '--help']);
    t.regex(help.stdout, new RegExp(`--workers <n> [^-]* at most ${WORKERS_MAX}\\b`));
  });
}

test('as many workers as run at once are fine, and cells at once may be more', async (t) => {
  t.is((await runHere(['check', 'peterson', '--workers', String(WORKERS_MAX)])).exitCode, 0);
  t.is((await runHere(['matrix', 'locked-queue', '--workers', String(WORKERS_MAX + 1)])).exitCode, 0);
});

test('a call without anything greets with what to type, and is no error', async (t) => {
  const { exitCode, stdout, stderr } = await runHere([]);
  t.is(exitCode, 0);
  t.is(stderr, '');
  const typed = stdout.replaceAll(' \\\n   ', '').matchAll(/^ {2}npx (everywhen .*)$/gm);
  const commands = [...typed].map(([, command]) => command);
  t.is(commands.length, 4);
  t.is(commands.at(-1), 'everywhen --help');
  const crash = 'viridian-assist variant=latched-vector guest=ignore config=E1';
  t.is(commands[0], `everywhen check ${crash} --explain`);
  t.is((await runHere(['check', ...crash.split(' '), '--explain'])).exitCode, 1);
  t.is((await runHere(['list'])).exitCode, 0);
});

test('without a command, the error lists exactly the commands of --help', async (t) => {
  const { stdout } = await runHere(['--help']);
  const [, listed = ''] = stdout.match(/\nCommands:\n([\s\S]*?)\n\n/) ?? [];
  const commands = [...listed.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name);
  t.true(commands.includes('check') && commands.includes('merge'));
  const { stderr } = await runHere(['--']);
  t.true(stderr.replaceAll(/\s+/g, ' ').includes(`Commands: ${commands.join(', ')}.`), stderr);
});
