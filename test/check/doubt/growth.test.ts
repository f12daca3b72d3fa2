/** `--grow`: where a verdict changes, and what is proved of all larger limits. */
import test from 'ava';
import { defineModel, defineSystem } from 'everywhen';
import { type Cell, judgeCell } from '../../../src/check/doubt/judged-cell.ts';
import type { RunOptions } from '../../../src/check/run.ts';
import { instantiate } from '../../../src/language/model.ts';

const ENGINES = ['kernel', 'reference'] as const;

function cellOf(build: () => unknown): Cell {
  const model = defineModel({ name: 'test', title: 'a test', parameters: {}, build: build as never });
  return { model, name: 'test', parameters: {}, system: instantiate(model, {}) };
}

async function grown(build: () => unknown, budget: string, options: RunOptions = {}) {
  const { report } = await judgeCell(cellOf(build), options, { grow: { budget } });
  if (report.growth === undefined) throw new Error('not grown');
  return report.growth;
}

/** Edges that are counted up to a number, and a claim that they stay below another. */
const counted = (modulus: number, below: number) => () =>
  defineSystem({ n: 0 })
    .budget('edges', 1)
    .rules('device', { edge: { environment: (s) => s.update('n', (n) => (n + 1) % modulus), budget: 'edges' } })
    .invariant('B', 'fewer edges', (s) => s.get('n') < below)
    .reachable('R', 'as many edges', (s) => s.get('n') === below);

test('a budget grows until a verdict changes', async (t) => {
  for (const engine of ENGINES) {
    const growth = await grown(counted(10, 4), 'edges', { engine });
    t.is(growth.ended, 'changed');
    t.deepEqual(
      growth.limits.map(({ limit, verdict, states }) => [limit, verdict, states]),
      [
        [1, 'violated', 2],
        [2, 'violated', 3],
        [3, 'violated', 4],
        [4, 'violated', 5],
      ],
    );
    t.deepEqual(
      growth.changes.map(({ id, before, after }) => [id, before, after]),
      [
        ['B', 'holds', 'violated'],
        ['R', 'violated', 'holds'],
      ],
    );
    t.deepEqual([growth.proved, growth.open, growth.verdict], [['B', 'R'], ['deadlock'], 'violated']);
  }
});

test('a fixed point of the states proves every larger limit, of claims about states and steps', async (t) => {
  const pulses = () =>
    (counted(4, 5)() as ReturnType<ReturnType<typeof counted>>).eventually('E', 'four edges', (s) => s.get('n') > 3);
  for (const engine of ENGINES) {
    // With k edges there are k + 1 states, and without the budget 4: n is 0 to 3.
    const growth = await grown(pulses, 'edges', { engine });
    t.is(growth.ended, 'fixed point');
    t.is(growth.limits.at(-1)?.limit, 3);
    t.deepEqual([growth.proved, growth.open], [['B', 'R', 'deadlock'], ['E']]);
    t.deepEqual(growth.changes, []);
    t.is(growth.verdict, 'violated');
  }
});

test('a budget that blocks nothing proves all', async (t) => {
  const once = () =>
    defineSystem({ n: 0 })
      .budget('b', 1)
      .rules('p', { r: { environment: (s) => s.when(s.get('n') < 2)?.update('n', (n) => n + 1), budget: 'b' } })
      .invariant('I', 'small', (s) => s.get('n') < 3)
      .eventually('E', 'it is zero, or it is not', (s) => s.get('n') >= 0);
  const growth = await grown(once, 'b');
  // The states without the budget are 0, 1 and 2; with 1 of it there are 2 states.
  t.deepEqual([growth.ended, growth.limits.at(-1)?.limit, growth.open], ['never blocked', 2, []]);
});

test('it stops at a limit of the run, and then nothing more is proved', async (t) => {
  const growth = await grown(counted(1_000_000, 900_000), 'edges', { statesMax: 5 });
  t.deepEqual([growth.ended, growth.stopped, growth.verdict], ['stopped', 'max-states', 'inconclusive']);
  t.deepEqual(growth.proved, []);
  t.true((growth.limits.at(-1)?.states ?? 0) > 5);
});

test('holds within a budget is inconclusive of all budgets until it is proved', async (t) => {
  const endless = () =>
    defineSystem({ n: 0 })
      .budget('edges', 1)
      .rules('device', { edge: { environment: (s) => s.update('n', (n) => n + 1), budget: 'edges' } })
      .invariant('I', 'no negative number', (s) => s.get('n') >= 0);
  const growth = await grown(endless, 'edges', { statesMax: 20 });
  t.deepEqual([growth.ended, growth.verdict, growth.changes], ['stopped', 'inconclusive', []]);
});

test('one of each process grows for all of them, and other budgets stay as they are', async (t) => {
  const two = () =>
    defineSystem({ a: 0, b: 0, moved: false })
      .budget('sends', 0, { each: true })
      .budget('moves', 1)
      .rules('p', { a: { environment: (s) => s.update('a', (n) => Math.min(n + 1, 2)), budget: 'sends' } })
      .rules('q', { b: { environment: (s) => s.update('b', (n) => Math.min(n + 1, 2)), budget: 'sends' } })
      .rules('m', { move: { environment: (s) => s.set('moved', !s.get('moved')), budget: 'moves' } })
      .invariant('I', 'not both, moved', (s) => !(s.get('a') === 2 && s.get('b') === 2 && s.get('moved')));
  const growth = await grown(two, 'sends');
  t.deepEqual([growth.ended, growth.limits.at(-1)?.limit], ['changed', 2]);
});

test('the fixed point is that of the states: random systems agree with each larger limit', async (t) => {
  // Each step adds one number to another, modulo m; the budget is of the first step.
  for (let seed = 0; seed < 40; seed++) {
    const [m, by, from, below] = [2 + (seed % 4), 1 + (seed % 3), (seed >> 2) % 2, 2 + (seed % 3)];
    const build = (limit: number) => () =>
      defineSystem({ a: 0, b: from })
        .budget('adds', limit)
        .rules('p', {
          add: { environment: (s) => s.update('a', (a) => (a + by) % m), budget: 'adds' },
          copy: (s) => s.when(s.get('a') > s.get('b') + 1)?.set('b', s.get('a')),
          swap: { environment: (s) => s.set('a', s.get('b')).set('b', s.get('a')) },
        })
        .invariant('I', 'a small sum', (s) => s.get('a') + s.get('b') < below + 1)
        .quiescent('Q', 'rest', (s) => s.get('a') <= s.get('b') + 1)
        .reachable('R', 'both', (s) => s.get('a') === m - 1 && s.get('b') === m - 1);
    const growth = await grown(build(0), 'adds');
    const last = growth.limits.at(-1)?.limit ?? 0;
    const verdicts = async (limit: number) => {
      const { report } = await judgeCell(cellOf(build(limit)), {}, {});
      return new Map(report.properties.map(({ id, verdict }) => [id, verdict]));
    };
    const [here, ...larger] = await Promise.all([0, 1, 2, 5].map((more) => verdicts(last + more)));
    for (const more of larger) for (const id of growth.proved) t.is(more.get(id), here?.get(id), `${seed} ${id}`);
    t.true(growth.ended === 'changed' || growth.ended === 'fixed point' || growth.ended === 'never blocked');
  }
});
