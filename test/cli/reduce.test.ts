/** `check --reduce`: what the report says of a partial order, and which values are refused. */
import test from 'ava';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

/** Two processes that have nothing to do with each other, three steps each: 16 states, 7 in one order. */
const MODEL = `
import { defineModel, defineSystem, replicated } from 'everywhen';
export default defineModel({
  name: 'apart', title: 'apart', parameters: {},
  build: () => {
    const count = (s) => s.update('n', s.index, (n) => n + 1);
    return defineSystem({ n: replicated(2, 0) }, { deadlock: 'allowed' })
      .processes('p', 2, { a: count, b: count, c: count })
      .invariant('low', 'the first does not finish', (s) => s.get('n', 0) < 3);
  },
});
`;

test('with --reduce partial-order the verdict and the trace are those of all steps, and the report says what was explored', async (t) => {
  const cwd = folderWith(t, { 'm.ts': MODEL });
  const run = async (...flags: string[]) => (await everywhenHere(['check', './m.ts', ...flags], { cwd })).stdout;
  const text = await run('--reduce', 'partial-order');
  t.regex(text, /low violated in 3 steps|in 3 steps/);
  t.regex(text, /not every\s+order of steps was explored; figures are those of the last of \d runs/);
  t.regex(text, /7 states, 6 transitions, depth 6/);
  t.regex(text, /enough explored for every verdict/);
  const [all, fewer] = [
    JSON.parse(await run('--format', 'json')),
    JSON.parse(await run('--reduce', 'partial-order', '--format', 'json')),
  ];
  t.is(all.statistics.states, 16);
  t.deepEqual(fewer.properties, all.properties);
  t.deepEqual(fewer.statistics.reduced.by, ['partial-order']);
  t.true(fewer.statistics.reduced.statesForTraces > 0);
});

test('three replicas that have nothing to do with one another are a single path with both reductions', async (t) => {
  const model = MODEL.replaceAll('(2, 0)', '(3, 0)')
    .replace("'p', 2", "'p', 3")
    .replace(/\.invariant.*/, ';');
  const cwd = folderWith(t, { 'm.ts': model });
  const reduced = async (how: string) => {
    const { stdout } = await everywhenHere(['check', './m.ts', '--reduce', how, '--format', 'json'], { cwd });
    return JSON.parse(stdout).statistics.reduced;
  };
  const [permuted, both] = [await reduced('symmetry'), await reduced('partial-order, symmetry')];
  // Three steps each: 4^3 states, of which 20 differ in how many replicas took how many steps.
  t.deepEqual([permuted.states, permuted.stored.states], [64, 20]);
  t.deepEqual(both.by, ['symmetry', 'partial-order']);
  t.is(both.stored.states, 10);
  t.is(both.states, undefined);
});

for (const [how, says] of [
  ['partial-order,none', /Allowed choices are\s+automatic,\s+symmetry,\s+partial-order,\s+none,/],
  ['sleep', /Allowed choices are\s+automatic,\s+symmetry,\s+partial-order,\s+none,/],
] as const) {
  test(`--reduce ${how} is refused`, async (t) => {
    const cwd = folderWith(t, { 'm.ts': MODEL });
    const { exitCode, stderr } = await everywhenHere(['check', './m.ts', '--reduce', how], { cwd });
    t.is(exitCode, 2);
    t.regex(stderr, says);
  });
}

test('--reduce partial-order and --coverage exclude each other', async (t) => {
  const cwd = folderWith(t, { 'm.ts': MODEL });
  const flags = ['--reduce', 'partial-order', '--coverage'];
  const { exitCode, stderr } = await everywhenHere(['check', './m.ts', ...flags], { cwd });
  t.is(exitCode, 2);
  t.regex(stderr, /^E_USAGE .*reduce and coverage exclude each other/);
});
