/** `everywhen start`: a trace first, then a table for each model as soon as it is finished, from the cache the second time. */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { type CliResult, everywhen, everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

/** The slow cell is large, and says when it begins. */
const MODEL = `
import { defineModel, defineSystem, expecting, sizeRange } from 'everywhen';
const model = defineModel({
  name: 'slow', title: 'a counter with a bound', parameters: { n: sizeRange({ from: 1, to: 9999999, initial: 3 }) },
  build: ({ n }) => (n > 9 && console.error('a large cell'), defineSystem)({ count: 0 })
    .process('p', { up: (s) => s.when(s.get('count') < n)?.update('count', (c) => c + 1) }, { end: 'loop', mayWaitAt: ['up'] })
    .invariant('P', 'below 4', (s) => s.get('count') < 10_000_000),
});
export default expecting(model, {
  variants: ['only'], scenarios: { two: { n: 2 }, huge: { n: 9999999 }, four: { n: 4 } }, expected: { only: {} },
});
`;
const CRASH = readFileSync(new URL('../golden/viridian-assist/crash.txt', import.meta.url), 'utf8');

/** Where the texts stand, in their order. */
function placesOf({ stdout }: CliResult, ...texts: readonly (string | RegExp)[]): readonly number[] {
  return texts.map((text) => (typeof text === 'string' ? stdout.indexOf(text) : stdout.search(text)));
}

test('the crash is explored first, on one screen; then come the tables, the sum, and three commands', async (t) => {
  const env = { XDG_CACHE_HOME: folderWith(t, {}) };
  const result = await everywhenHere(['start', 'locked-queue', 'peterson', '--workers', '1'], { env });
  t.is(result.exitCode, 0, result.stderr);
  const steps = CRASH.slice(0, CRASH.indexOf('\nfinally'));
  t.is(steps.match(/^ *\d+ /gm)?.length, 21);
  const places = placesOf(
    result,
    'A race in Xen crashed Windows guests.',
    'P1: no crash\n',
    steps,
    'locked-queue: ',
    'peterson: ',
    /^\d+ cells, \d+ as expected/m,
    'npx everywhen check',
    'npx everywhen explore',
    'npx everywhen list',
  );
  t.false(places.includes(-1), result.stdout);
  t.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  );
  const screen = result.stdout.slice(0, places[3]).split('\n');
  t.true(screen.length <= 42, `${screen.length} lines`);
  t.true(result.stdout.split('\n').every((line) => line.length <= 100));
});

test('the second run takes every verdict from the cache and says so; --fresh runs the cells again', async (t) => {
  const env = { XDG_CACHE_HOME: folderWith(t, {}) };
  const run = (...more: readonly string[]) =>
    everywhenHere(['start', 'locked-queue', 'peterson', '--workers', '1', ...more], { env });
  const [first, second, fresh] = [await run(), await run(), await run('--fresh')];
  const files = globSync('everywhen/*.json', { cwd: env.XDG_CACHE_HOME });
  t.notRegex(first.stdout, /cache/);
  t.regex(second.stdout, /^from the cache of \d{4}-\d\d-\d\d: (\d+) of \1 cells?$/m);
  t.regex(
    second.stdout,
    new RegExp(`^${files.length} of ${files.length} cells are from the cache in .*; --fresh`, 'm'),
  );
  t.notRegex(fresh.stdout, /cache/);
  const tables = ({ stdout }: CliResult) =>
    stdout
      .replaceAll(/^(from the cache of|\d+ of \d+ cells are from).*\n+/gm, '')
      .replaceAll(/, [\d.]+ s$/gm, '')
      .replaceAll(/\n+/g, '\n');
  t.is(tables(second), tables(first));
  t.is(tables(fresh), tables(first));
});

test('a changed model, or a file that was truncated or changed, runs again', async (t) => {
  const small = MODEL.replace('n: 9999999 }', 'n: 5 }');
  const folder = folderWith(t, { 'm.ts': small });
  const env = { XDG_CACHE_HOME: folder };
  const run = () => everywhen(['start', './m.ts'], { cwd: folder, env });
  t.notRegex((await run()).stdout, /cache/);
  const [one = '', two = ''] = globSync('everywhen/*.json', { cwd: folder }).map((file) => join(folder, file));
  writeFileSync(one, readFileSync(one, 'utf8').slice(0, -20));
  writeFileSync(two, readFileSync(two, 'utf8').replace(/(states\\":)\d/, '$17'));
  t.regex((await run()).stdout, /1 of 3 cells are from the cache/);
  t.regex((await run()).stdout, /3 of 3 cells are from the cache/);
  writeFileSync(join(folder, 'm.ts'), `${small}// the same, and other bytes\n`);
  t.notRegex((await run()).stdout, /cache/);
});

test('Ctrl-C: what has finished is shown and cached, the rest is named, and the exit code is 130', async (t) => {
  const folder = folderWith(t, { 'm.ts': MODEL });
  const env = { XDG_CACHE_HOME: folder };
  const words = ['start', 'peterson', './m.ts', 'locked-queue', '--workers', '1'];
  const options = { cwd: folder, env };
  const result = await everywhen(words, { ...options, signalOn: { stderr: /a large cell/, signal: 'SIGINT' } });
  t.is(result.exitCode, 130, result.stderr);
  const { stdout } = result;
  t.regex(stdout, /^only +holds\n/m);
  t.regex(stdout, /^only +holds +inconclusive +not run$/m);
  t.notRegex(stdout, /^locked-queue: /m);
  t.regex(stdout, /^interrupted: 2 of \d+ cells, 2 as expected, \d+ inconclusive/m);
  t.regex(stdout, /^Cells without a verdict: \.\/m\.ts \(2 of 3\), locked-queue \((\d+) of \1\)\./m);
  // The cell that was interrupted is not cached, nor is one that did not run.
  t.is(globSync('everywhen/*.json', { cwd: folder }).length, 2);
});

test('a cache that cannot be written is no obstacle', async (t) => {
  const folder = folderWith(t, { everywhen: 'a file where the folder would be' });
  const { exitCode, stderr } = await everywhenHere(['start', 'peterson'], { env: { XDG_CACHE_HOME: folder } });
  t.is(exitCode, 0);
  t.regex(stderr, /^Verdicts are not cached:$/m);
});

test('an unknown model is wrong usage', async (t) => {
  t.is((await everywhenHere(['start', 'petersn'], { env: { XDG_CACHE_HOME: folderWith(t, {}) } })).exitCode, 2);
});
