/** `check --profile`: what the evaluations of each step and property cost, and what they read. */
import test from 'ava';
import type { Report } from 'everywhen';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

/** `x` and `y` take 20 values each. `far` and the invariant read both, `x` and `y` read one, and `all` reads the whole List. */
const MODEL = `
import { List } from 'immutable';
import { defineModel, defineSystem } from 'everywhen';
export default defineModel({
  name: 'profile', title: 'two counters and a list', parameters: {},
  build: () => defineSystem({ x: 0, y: 0, far: 0, cells: List.of(0, 0, 0, 0, 0) }, { deadlock: 'allowed' })
    .rules('r', {
      x: (s) => s.when(s.get('x') < 19)?.set('x', s.get('x') + 1),
      y: (s) => s.when(s.get('y') < 19)?.set('y', s.get('y') + 1),
      far: (s) => s.when(s.get('x') + s.get('y') === 38)?.set('far', 1),
      all: (s) => s.when(s.get('x') === 0 && s.get('y') === 0)?.chooseFrom(
        [...s.get('cells')].flatMap((n, i) => (n < 2 ? [i] : [])), (i) => s.update('cells', (cells) => cells.update(i, (n) => n + 1))),
    })
    .invariant('I', 'x and y are in range', (s) => s.get('x') + s.get('y') < 39),
});
`;

async function checked(t: Parameters<typeof folderWith>[0], ...flags: string[]) {
  const cwd = folderWith(t, { 'm.ts': MODEL });
  return everywhenHere(['check', './m.ts', '--profile', ...flags], { cwd });
}

test('each step and property has its evaluations, and what it read with the number of values', async (t) => {
  const { profile = [], statistics }: Report = JSON.parse((await checked(t, '--format', 'json')).stdout);
  const of = (name: string) => profile.find((row) => row.name === name);
  // Each combination of the values that a step reads is evaluated once.
  t.deepEqual(
    profile.map(({ name, evaluations }) => [name, evaluations]).toSorted(),
    [
      ['I', 20 * 20],
      ['r: all', 3 ** 5 + 20 - 1 + 19],
      ['r: far', 20 * 20],
      ['r: x', 20],
      ['r: y', 20],
    ].toSorted(),
  );
  t.deepEqual(of('r: x')?.reads, [{ name: 'x', values: 20, isCollection: false }]);
  t.deepEqual(of('r: all')?.reads[0], { name: 'cells', values: 3 ** 5, isCollection: true });
  t.is(of('r: all')?.outcomes, 5);
  t.is(of('I')?.kind, 'property');
  t.true(profile.every(({ evaluations, memoised }) => memoised === evaluations));
  t.is(
    statistics.evaluations,
    profile.reduce((sum, { evaluations }) => sum + evaluations, 0),
  );
  t.true(profile.every(({ seconds }) => seconds > 0) && (of('r: all')?.bytes ?? 0) > 0);
  t.deepEqual(
    profile,
    profile.toSorted((a, b) => b.seconds - a.seconds),
  );
});

test('coverage counts evaluations in the same way', async (t) => {
  const { profile = [], coverage = [] }: Report = JSON.parse(
    (await checked(t, '--coverage', '--format', 'json')).stdout,
  );
  for (const { process, step, evaluations } of coverage) {
    t.is(profile.find(({ name }) => name === `${process}: ${step}`)?.evaluations, evaluations);
  }
});

test('the text is a table, with advice for what took much of the time', async (t) => {
  const { exitCode, stdout } = await checked(t, '--workers', '1');
  t.is(exitCode, 0);
  t.regex(stdout, /^ share {2}evaluations {4}memoised {4}memory {2}step or property, and what it reads$/m);
  t.regex(stdout, /^ *\d+\.\d% +281 +281 +\d+ kB {2}r: all: cells \(243 values\), x \(20\), y \(20\)$/m);
  t.regex(stdout, /^Evaluating steps and properties took \d+\.\d\d of \d+\.\d\d s/m);
});

test('the reference has no profile', async (t) => {
  const { exitCode, stderr } = await checked(t, '--engine', 'reference');
  t.is(exitCode, 2);
  t.regex(stderr, /^E_USAGE {2}profile and engine 'reference' exclude each other/);
});
