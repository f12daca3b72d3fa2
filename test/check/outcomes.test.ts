/** What quiescent states show, and what a run with full store buffers may say. */
import test from 'ava';
import { defineSystem, shared } from 'everywhen';
import { Set as ImmutableSet, List } from 'immutable';
import { checkSystem } from '../../src/check/check.ts';
import { checked, property, steps, systemOf, userError } from '../helpers/explored.ts';

test('outcomes are those of quiescent states, each once, in an order that depends on their values alone', async (t) => {
  const report = await checked(
    defineSystem({ n: 5 })
      .process('p', { a: (s) => s.chooseFrom([10, 9, 2], (n) => s.set('n', n)), b: (s) => s.choose({ x: s, y: s }) })
      .outcomes('n', 'the number in the end', (s) => s.get('n'))
      .outcomes('named', 'several values', (s) => ({ big: s.get('n') > 5, of: ImmutableSet([s.get('n')]) })),
  );
  t.is(report.verdict, 'holds');
  // 5 and the states after the first step are not quiescent.
  t.like(property(report, 'n'), { kind: 'outcomes', verdict: 'holds', outcomes: [2, 9, 10] });
  t.deepEqual(property(report, 'named').outcomes, [
    { big: false, of: { $: 'Set', values: [2] } },
    { big: true, of: { $: 'Set', values: [9] } },
    { big: true, of: { $: 'Set', values: [10] } },
  ]);
});

test('outcomes are vacuous where nothing comes to rest', async (t) => {
  const report = await checked(
    defineSystem({ n: 0 })
      .process('p', { a: (s) => s }, { end: 'loop' })
      .outcomes('n', 'the number in the end', (s) => s.get('n')),
  );
  t.like(property(report, 'n'), { verdict: 'holds', outcomes: [], vacuousBecause: 'no quiescent state was reached' });
});

test('an outcome that is no value is refused', async (t) => {
  const builder = defineSystem({ n: 0 })
    .process('p', { a: (s) => s })
    .outcomes('n', 'an array', (() => [1]) as never);
  const error = await userError(() => checked(builder));
  t.is(error.code, 'E_VALUE');
  t.regex(error.message, /outcomes 'n'.*an array/);
});

test('a reachable property of quiescent states has no witness on the way', async (t) => {
  const passing = defineSystem({ n: 0 })
    .process('p', { a: (s) => s.set('n', 1), b: (s) => s.set('n', 2) })
    .reachable('ever', 'n is 1', (s) => s.get('n') === 1)
    .reachable('at rest', 'n is 1 at rest', (s) => s.get('n') === 1, { quiescent: true })
    .reachable('two', 'n is 2 at rest', (s) => s.get('n') === 2, { quiescent: true });
  for (const engine of ['kernel', 'reference'] as const) {
    const report = await checkSystem(systemOf(passing), { model: 'test', parameters: {} }, { engine });
    t.is(property(report, 'ever').verdict, 'holds');
    t.is(property(report, 'at rest').verdict, 'violated');
    t.deepEqual(steps(property(report, 'two')), ['p a', 'p b']);
  }
});

/** Three stores in a row, of which a buffer of 2 cannot hold the last before one has drained. */
const threeStores = (buffer: number) =>
  defineSystem({ x: shared(0) }, { memory: 'tso', buffer })
    .process('p', { a: (s) => s.store('x', 1), b: (s) => s.store('x', 2), c: (s) => s.store('x', 3) })
    .invariant('below 3', 'x is below 3', (s) => s.get('x') < 3)
    .invariant('below 4', 'x is below 4', (s) => s.get('x') < 4)
    .reachable('three', 'x becomes 3', (s) => s.get('x') === 3)
    .reachable('late', 'all is stored and nothing has drained', (s) => s.at('p') === 'halted' && s.get('x') === 0)
    .outcomes('x', 'x in the end', (s) => s.get('x'));

test('where a store buffer was full nothing holds that would have to hold everywhere', async (t) => {
  for (const engine of ['kernel', 'reference'] as const) {
    const report = await checkSystem(systemOf(threeStores(2)), { model: 'test', parameters: {} }, { engine });
    t.like(report, { verdict: 'violated', stopped: 'store-buffer-full' });
    const verdicts = Object.fromEntries(report.properties.map(({ id, verdict }) => [id, verdict]));
    t.deepEqual(verdicts, {
      'below 3': 'violated',
      'below 4': 'inconclusive',
      three: 'holds',
      // With room for three stores it is reachable: to call it violated would be wrong.
      late: 'inconclusive',
      x: 'inconclusive',
      deadlock: 'inconclusive',
    });
  }
});

test('a buffer that has room enough decides everything', async (t) => {
  const report = await checked(threeStores(3));
  t.is(report.stopped, undefined);
  t.is(property(report, 'below 4').verdict, 'holds');
  t.is(property(report, 'late').verdict, 'holds');
  t.deepEqual(property(report, 'x').outcomes, [3]);
});

test('equal collections are one outcome', async (t) => {
  const report = await checked(
    defineSystem({ list: List<number>() })
      .process('p', { a: (s) => s.choose({ one: s.set('list', List([1, 2])), two: s.set('list', List([1]).push(2)) }) })
      .outcomes('list', 'the list', (s) => s.get('list')),
  );
  t.deepEqual(property(report, 'list').outcomes, [{ $: 'List', values: [1, 2] }]);
});
