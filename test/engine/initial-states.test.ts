/** Several initial states: they are no step, the engine finds what the reference finds, and a trace begins in the right one. */
import test from 'ava';
import { defineSystem, replicated, spinLock } from 'everywhen';
import { checkSystem } from '../../src/check/check.ts';
import type { RunOptions } from '../../src/check/run.ts';
import { replay } from '../../src/trace/replay.ts';
import { property, steps, systemOf, userError } from '../helpers/explored.ts';

const ENGINES = ['kernel', 'reference'] as const;
const check = (builder: unknown, options: RunOptions = {}) =>
  checkSystem(systemOf(builder), { model: 'test', parameters: {} }, options);

/** A walk from some numbers down to 0. */
const down = (from: readonly number[]) =>
  defineSystem({ n: 9 })
    .rules('p', { down: (s) => s.when(s.get('n') > 0)?.update('n', (n) => n - 1) })
    .initially((s) => from.map((n) => s.set('n', n)))
    .invariant('I', 'n is not 2', (s) => s.get('n') !== 2)
    .eventually('E', 'it passes 3', (s) => s.get('n') === 3);

for (const engine of ENGINES) {
  test(`they are at depth 0, are counted once, and are no transitions (${engine})`, async (t) => {
    const { statistics } = await check(down([5, 3, 5, 1]), { engine });
    t.like(statistics, { states: 6, transitions: 5, depth: 1 });
  });

  test(`a trace begins in the initial state that is nearest, and replays (${engine})`, async (t) => {
    const report = await check(down([5, 3, 1]), { engine });
    const { counterexample } = property(report, 'I');
    t.deepEqual([counterexample?.initial['n'], counterexample?.steps.length], [3, 1]);
    t.is(replay(systemOf(down([5, 3, 1])), 'I', counterexample as never), undefined);
  });

  test(`a violation in an initial state has a trace of no steps, from the first such state (${engine})`, async (t) => {
    const { counterexample } = property(await check(down([5, 2]), { engine }), 'I');
    t.deepEqual([counterexample?.initial['n'], counterexample?.steps.length], [2, 0]);
  });

  test(`infinite runs are judged from each of them (${engine})`, async (t) => {
    const { counterexample, verdict } = property(await check(down([5, 1]), { engine }), 'E');
    t.is(verdict, 'violated');
    t.deepEqual([counterexample?.initial['n'], counterexample?.cycleStart], [1, 1]);
    t.is(property(await check(down([5, 4]), { engine }), 'E').verdict, 'holds');
  });

  test(`of equal traces the first initial state is shown, and a component that differs only there is no constant (${engine})`, async (t) => {
    const tied = defineSystem({ kind: 'a' as string, n: 0 })
      .process('p', { up: (s) => s.set('n', 1) })
      .initially((s) => ['b', 'c'].map((kind) => s.set('kind', kind)))
      .invariant('I', 'n is 0', (s) => s.get('n') === 0)
      .invariant('K', 'a kind', (s) => s.get('kind') !== 'a');
    const report = await check(tied, { engine });
    t.is(property(report, 'I').counterexample?.initial['kind'], 'b');
    t.is(property(report, 'K').vacuous, undefined);
  });

  test(`more than 16,384 of them are explored (${engine})`, async (t) => {
    const many = defineSystem({ n: 0, m: 0 }, { deadlock: 'allowed' })
      .rules('p', { even: (s) => s.when(s.get('m') === 0 && s.get('n') % 2 === 1)?.set('m', 1) })
      .initially(function* (s) {
        for (let n = 0; n < 20_000; n++) yield s.set('n', n);
      })
      .invariant('I', '', (s) => s.get('n') >= 0);
    const { statistics, verdict } = await check(many, { engine });
    t.is(verdict, 'holds');
    t.like(statistics, { states: 30_000, transitions: 10_000, depth: 1 });
  });
}

test('depth first and random walks begin in each of them, too', async (t) => {
  const { statistics } = await check(down([5, 3, 1]), { order: 'depth-first' });
  t.like(statistics, { states: 6, transitions: 5 });
  const walks = await check(down([9, 3]), { walks: { seed: 1, walks: 20, steps: 2 } });
  t.is(property(walks, 'I').counterexample?.initial['n'], 3);
});

test('a second choice is given each state of the first', async (t) => {
  const twice = defineSystem({ a: 0, b: 0 })
    .rules('p', {})
    .initially((s) => [0, 1].map((a) => s.set('a', a)))
    .initially((s) => [0, 1, 2].map((b) => s.set('b', b)));
  t.is((await check(twice)).statistics.states, 6);
});

test('replicas begin at different labels', async (t) => {
  const ring = defineSystem({ inside: 0 })
    .processes(
      'p',
      3,
      { wait: (s) => s.when(false), enter: (s) => s.update('inside', (n) => n + 1) },
      { start: (i) => (i === 0 ? 'enter' : 'wait'), mayWaitAt: ['wait'] },
    )
    .quiescent(
      'one',
      'one enters',
      (s) => s.get('inside') === 1 && s.at('p', 0) === 'halted' && s.at('p', 1) === 'wait',
    );
  for (const engine of ENGINES) t.is((await check(ring, { engine })).verdict, 'holds');
});

test('a lock that is held initially is held by its process to lock analysis, too', async (t) => {
  const held = defineSystem({ locks: replicated(2, spinLock()) })
    .process('p', { give: (s) => s.release('locks', 0) })
    .initially((s) => [s.set('locks', 0, s.get('locks', 0).acquire('p') as never)])
    .lockOrder('L', 'locks are used in order');
  t.is((await check(held)).verdict, 'holds');
  t.deepEqual(steps(property(await check(held), 'deadlock')), []);
});

test('no initial state, a label that does not exist and what is no state are refused', async (t) => {
  const built = (states: (s: never) => Iterable<unknown>) =>
    userError(() =>
      systemOf(
        defineSystem({ n: 0 })
          .process('p', { a: (s) => s })
          .initially(states as never),
      ),
    );
  t.like(await built(() => []), { code: 'E_SYSTEM', message: 'there is no initial state (test).' });
  t.is((await built(() => [1])).code, 'E_SYSTEM');
  t.is((await built((s) => [(s as { begin(...of: string[]): unknown }).begin('p', 'b')])).code, 'E_LABEL');
  t.is((await built((s) => [(s as { set(...of: unknown[]): unknown }).set('n', [])])).code, 'E_VALUE');
  const wrong = { start: 'b' as never };
  t.is((await userError(() => systemOf(defineSystem({}).process('p', { a: (s) => s }, wrong)))).code, 'E_LABEL');
});
