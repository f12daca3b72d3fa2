/** `everywhen estimate`: what it prints, its JSON, its exit codes. test/estimate has the estimates themselves. */
import test from 'ava';
import { leftText } from '../../src/cli/estimate/left-text.ts';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';
import { runHere } from '../helpers/in-process.ts';

const WITHOUT_END = `
import { defineModel, defineSystem } from 'everywhen';
export default defineModel({
  name: 'counter', title: 'a counter without an end', parameters: {},
  build: () => defineSystem({ n: 0, m: 0 }, { deadlock: 'allowed' })
    .rules('r', { more: (s) => s.update('n', (n) => n + 1), other: (s) => s.update('m', (m) => m + 1) }),
});
`;
const THROWS = WITHOUT_END.replace('n + 1', "{ throw new Error('broken'); }");

/** A part of the states, so that the result does not depend on time. */
const PART = ['two-phase-commit', 'managers=7', '--max-states', '60000', '--seconds', '60'];

test('a system that is explored fully has its published numbers, exact', async (t) => {
  const { exitCode, stdout } = await runHere(['estimate', 'peterson', '--seconds', '60']);
  t.is(exitCode, 0);
  t.regex(
    stdout,
    /^peterson\n\n12,498 states, 33,369 transitions, depth 53: every reachable state was explored, exact;/,
  );
});

test('a part has an interval for each quantity, and says what it rests on', async (t) => {
  const { exitCode, stdout } = await runHere(['estimate', ...PART]);
  t.is(exitCode, 0);
  for (const name of ['states', 'transitions', 'depth', 'time', 'memory']) {
    t.regex(stdout, new RegExp(`^${name} +\\S.* to \\S`, 'm'));
  }
  t.regex(stdout, /80% interval/);
  const text = stdout.replaceAll(/\s+/g, ' ');
  t.regex(
    text,
    /Seen: [\d,]+ states, [\d,]+ transitions, depth \d+, in .* threads?\. The levels still grow, now as the power/,
  );
  t.regex(text, /random walks met [\d,]+ states; \d+% of them, and \d+% of [\d,]+ steps, were in the levels explored/);
  t.regex(text, /Compared with the most similar moments of 20 explorations/);
});

test('JSON has the documented shape', async (t) => {
  const { exitCode, stdout } = await runHere(['estimate', ...PART, '--format', 'json']);
  t.is(exitCode, 0);
  t.is(stdout.split('\n').length, 2);
  const result = JSON.parse(stdout);
  t.like(result, {
    model: 'two-phase-commit',
    parameters: { managers: 7 },
    kind: 'interval',
    coverage: 80,
    explorations: 20,
    fit: 'fits',
  });
  for (const name of ['states', 'transitions', 'depth', 'seconds', 'peakBytes']) {
    const { likely, low, high } = result[name];
    t.true(low <= likely && likely <= high && low > 0, name);
  }
  t.true(result.states.low <= 296_448 && 296_448 <= result.states.high);
  const { seen } = result;
  t.is(
    seen.levels.reduce((all: number, one: number) => all + one, 0),
    seen.states,
  );
  t.true(seen.states > 60_000 && seen.visited < seen.states && seen.growth > 0);
  t.deepEqual(Object.keys(seen.walks).toSorted(), [
    ...[
      'endless',
      'endlessStates',
      'endlessSteps',
      'newRate',
      'states',
      'statesKnown',
      'statesOnce',
      'steps',
      'stepsKnown',
      'walks',
    ],
  ]);
  t.deepEqual(Object.keys(seen).toSorted(), [
    ...['growth', 'levels', 'peakBytes', 'seconds', 'states', 'transitions', 'visited', 'walks', 'workers'],
  ]);
});

test('exact JSON has equal ends', async (t) => {
  const result = JSON.parse((await runHere(['estimate', 'peterson', '--seconds', '60', '--format', 'json'])).stdout);
  t.like(result, { kind: 'exact', states: { likely: 12_498, low: 12_498, high: 12_498 } });
  t.is(result.peakBytes.low, result.seen.peakBytes);
});

test('a system without an end has a lower bound only, and the exit code of what is inconclusive', async (t) => {
  const cwd = folderWith(t, { 'm.ts': WITHOUT_END });
  const command = ['estimate', './m.ts', '--max-states', '5000', '--seconds', '60'];
  const { exitCode, stdout } = await everywhenHere(command, { cwd });
  t.is(exitCode, 3);
  t.regex(stdout, /^at least [\d,]+ states, .*; no\s+upper bound\n\nRandom walks neither end nor return/m);
  const result = JSON.parse((await everywhenHere([...command, '--format', 'json'], { cwd })).stdout);
  t.like(result, { kind: 'lower bound', because: 'new' });
  t.deepEqual(Object.keys(result.states), ['low']);
  t.is(result.fit, undefined);
});

test('a few levels leave a lower bound, and the advice to take more time', async (t) => {
  const command = ['estimate', 'avic-ipi', 'senders=2', 'receivers=2', '--max-states', '5', '--seconds', '60'];
  const { exitCode, stdout } = await runHere(command);
  t.is(exitCode, 3);
  t.regex(stdout, /no upper bound\n\nToo few levels were explored to see how they grow\. More time may tell more/);
});

for (const [what, words, message] of [
  ['a model that is not there', ['nonsense'], /^E_MODEL/],
  ['a parameter that is not there', ['peterson', 'procs=3'], /^E_PARAMETER/],
  ['a time of nothing', ['peterson', '--seconds', '0'], /^E_USAGE.*Write a time above 0/s],
  ['no states', ['peterson', '--max-states', '0'], /^E_USAGE.*a whole number above 0/s],
  ['too many threads', ['peterson', '--workers', '33'], /^E_USAGE/],
  ['an unknown format', ['peterson', '--format', 'xml'], /^E_USAGE/],
] as const) {
  test(`${what} is wrong usage`, async (t) => {
    const { exitCode, stdout, stderr } = await runHere(['estimate', ...words]);
    t.is(exitCode, 2);
    t.is(stdout, '');
    t.regex(stderr, message);
  });
}

test('a step that throws is a broken model', async (t) => {
  const { exitCode, stderr } = await everywhenHere(['estimate', './m.ts'], { cwd: folderWith(t, { 'm.ts': THROWS }) });
  t.is(exitCode, 2);
  t.regex(stderr, /^E_STEP/);
});

const LEVELS = Array.from({ length: 81 }, (_, k) => ((k + 1) * (81 - k)) ** 2);

function progress(levels: readonly number[] | undefined) {
  const states = (levels ?? [100]).reduce((all, one) => all + one, 0);
  return {
    states,
    transitions: 3 * states,
    frontier: states / 100,
    seconds: 10,
    depth: 9,
    bytes: 1e8,
    levels,
    found: new Map(),
  };
}

test('the progress of a check says what is left once levels shrink, and not before', (t) => {
  t.is(leftText(progress(undefined)), '');
  t.is(leftText(progress(LEVELS.slice(0, 35))), '');
  const [, from, to] =
    leftText(progress(LEVELS.slice(0, 65))).match(/^(\d+) to (\d+)% found, [\d.]+ s to [\d.]+ s left$/) ?? [];
  const all = LEVELS.reduce((sum, one) => sum + one, 0);
  const found = (100 * progress(LEVELS.slice(0, 65)).states) / all;
  t.true(Number(from) <= found && Number(from) < Number(to) && Number(to) <= 99, `${from} to ${to}, and ${found}`);
});
