/** A run refutes another system only if it is a run of it, and violates the property there: of each kind of property. */
import test from 'ava';
import { defineSystem, spinLock } from 'everywhen';
import { refutes, runsOf, type ViolatingRun } from '../../src/repair/known-run.ts';
import { checked, property, systemOf } from '../helpers/explored.ts';

async function runOf(builder: unknown, id: string): Promise<ViolatingRun> {
  const [run] = runsOf(property(await checked(builder), id));
  if (run === undefined) throw new Error(`${id} has no run`);
  return run;
}

/** Each with the system that violates it, one in which the run still does, and one in which it fits and does not. */
const door = (opens: number, more: { readonly locked?: boolean; readonly waits?: boolean } = {}) =>
  defineSystem({ open: 0, key: more.locked ?? false })
    .process(
      'guest',
      { push: (s) => s.when(s.get('open') < opens)?.update('open', (n) => n + 1) },
      { end: 'loop', mayWaitAt: more.waits ? [] : ['push'] },
    )
    .invariant('low', 'it is opened less than twice', (s) => s.get('open') < 2 || s.get('key'))
    .quiescent('shut', 'it is left open once at most', (s) => s.get('open') < 2 || s.get('key'))
    .stepInvariant('once', 'it is not opened again', (before, after) => after.get('open') < 2 || before.get('key'));

for (const id of ['low', 'shut', 'once']) {
  test(`a run that violates '${id}' refutes a system in which it does so, and no other`, async (t) => {
    const run = await runOf(door(2), id);
    t.is(run.steps, 2);
    t.true(refutes(systemOf(door(2)), run));
    t.false(refutes(systemOf(door(1)), run), 'a step is blocked');
    t.false(refutes(systemOf(door(2, { locked: true })), run), 'every step fits, and nothing is violated');
  });
}

test('a state in which something else is enabled is not quiescent: the run does not violate the claim there', async (t) => {
  const run = await runOf(door(2), 'shut');
  t.false(refutes(systemOf(door(3)), run));
  t.true(refutes(systemOf(door(3)), await runOf(door(2), 'low')));
});

test('a deadlock refutes a system that is stuck there, too', async (t) => {
  const run = await runOf(door(2, { waits: true }), 'deadlock');
  t.true(refutes(systemOf(door(2, { waits: true, locked: true })), run));
  t.false(refutes(systemOf(door(2)), run), 'the guest may wait there');
  t.false(refutes(systemOf(door(3, { waits: true })), run), 'the guest goes on');
});

test('a property that the other system does not have, or only informs of, is not violated there', async (t) => {
  const run = await runOf(door(2), 'low');
  const other = (informational: boolean) =>
    defineSystem({ open: 0 })
      .process(
        'guest',
        { push: (s) => s.update('open', (n) => n + 1).when(s.get('open') < 9) as never },
        { end: 'loop' },
      )
      .invariant(informational ? 'low' : 'high', 'less than 2', (s) => s.get('open') < 2, { informational });
  t.false(refutes(systemOf(other(true)), run));
  t.false(refutes(systemOf(other(false)), run));
});

test('what nothing reaches has no run that could refute anything', async (t) => {
  const report = await checked(
    defineSystem({ a: 0 })
      .process('p', { go: (s) => s })
      .reachable('R', 'a is 1', (s) => s.get('a') === 1),
  );
  t.is(property(report, 'R').verdict, 'violated');
  t.deepEqual(runsOf(property(report, 'R')), []);
});

/** A guest that polls; `helps` lets the host answer, by weak fairness. */
const polling = (helps: boolean, fairness: 'weak' | 'none' = 'weak') =>
  defineSystem({ asked: false, answered: false })
    .process('guest', { ask: (s) => s.set('asked', true), poll: (s) => (s.get('answered') ? s : s.goto('poll')) })
    .process(
      'host',
      { answer: (s) => s.when(s.get('asked') && helps)?.set('answered', true) },
      { fairness, end: 'loop', mayWaitAt: ['answer'] },
    )
    .leadsTo(
      'L',
      'it is answered',
      (s) => s.get('asked'),
      (s) => s.get('answered'),
    );

test('an infinite run refutes a system in which it is fair, and none in which fairness ends it', async (t) => {
  const run = await runOf(polling(false), 'L');
  t.true(refutes(systemOf(polling(false)), run));
  t.false(refutes(systemOf(polling(true)), run), 'the host owes an answer');
  t.true(refutes(systemOf(polling(true, 'none')), run), 'the host owes nothing');
});

/** Two contexts that take two locks, each in its order. A third lock keeps them apart, so that no run deadlocks. */
const locks = (first: 'ab' | 'ba', second: 'ab' | 'ba') => {
  const names = { ab: ['a', 'b'], ba: ['b', 'a'] } as const;
  const [[a, b], [c, d]] = [names[first], names[second]];
  return defineSystem({ guard: spinLock(), a: spinLock(), b: spinLock() })
    .process('one', {
      guard: (s) => s.acquire('guard'),
      outer: (s) => s.acquire(a),
      inner: (s) => s.acquire(b)?.release(b).release(a).release('guard'),
    })
    .process('two', {
      guard: (s) => s.acquire('guard'),
      outer: (s) => s.acquire(c),
      inner: (s) => s.acquire(d)?.release(d).release(c).release('guard'),
    })
    .lockOrder('O', 'no circle of locks', { rules: ['cycle'] });
};

test('a circle of locks consists of two runs: both must be runs of the other system, and show the circle there', async (t) => {
  const run = await runOf(locks('ab', 'ba'), 'O');
  t.true(run.traces.length >= 2);
  t.true(refutes(systemOf(locks('ab', 'ba')), run));
  // In each of these both runs fit by their names, and no circle is there.
  t.false(refutes(systemOf(locks('ab', 'ab')), run));
  t.false(refutes(systemOf(locks('ba', 'ba')), run));
  // One of them is a part of a circle: that is enough to confirm a trace, and refutes nothing.
  const [part] = run.traces;
  t.false(refutes(systemOf(locks('ab', 'ba')), { ...run, traces: part === undefined ? [] : [part] }));
});
