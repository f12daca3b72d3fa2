/** Channels: what a rendezvous is, what queues do, and that both explorers agree about them. */
import test from 'ava';
import { defineSystem, queue, rendezvous, replicated } from 'everywhen';
import { checkSystem } from '../../src/check/check.ts';
import type { RunOptions } from '../../src/check/run.ts';
import { replay } from '../../src/trace/replay.ts';
import { columnsOf, traceText } from '../../src/trace/text.ts';
import { property, successors, systemOf, userError, valuesOf } from '../helpers/explored.ts';

const ENGINES = ['kernel', 'reference'] as const;
const check = (builder: unknown, options: RunOptions = {}) =>
  checkSystem(systemOf(builder), { model: 'test', parameters: {} }, options);

/** A guest that orders, and two waiters, one of whom takes only small orders. */
const kitchen = defineSystem({ order: rendezvous<number>(), asked: 0, got: replicated(2, 0) })
  .process('guest', {
    think: (s) => s,
    ask: (s) => s.set('asked', 7).send('order', 7),
  })
  .processes('waiter', 2, {
    wait: {
      receives: (on) =>
        on('order', (s, dish) => s.when(s.index === 0 || dish < 5)?.set('got', s.index, dish + s.get('asked'))),
    },
    rest: (s) => s.halt(),
  })
  .quiescent('served', 'the order is taken', (s) => s.get('got', 0) === 14);

test('a rendezvous is one transition of the sender, in which the receiver sees what the sender wrote', (t) => {
  const system = systemOf(kitchen);
  const [thinking] = [...successors(system).values()];
  const next = successors(system, thinking);
  t.deepEqual([...next.keys()], ['guest ask=waiter[0]: wait']);
  t.like(valuesOf(system, [...next.values()][0] as never), {
    'got[0]': 14,
    guest: 'halted',
    'waiter[0]': 'rest',
    'waiter[1]': 'wait',
  });
});

test('JSON names the receiver, and the trace stands in both lanes and replays', async (t) => {
  const met = kitchen.reachable('R', 'it is taken', (s) => s.get('got', 0) > 0);
  for (const engine of ENGINES) {
    const { witness } = property(await check(met, { engine }), 'R');
    t.like(witness?.steps.at(-1), { process: 'guest', label: 'ask', with: { process: 'waiter[0]', label: 'wait' } });
    t.is(replay(systemOf(met), 'R', JSON.parse(JSON.stringify(witness))), undefined);
    const lines = traceText(witness as never, columnsOf(systemOf(met)));
    t.true(
      lines.some((line) => /2 +ask \(waiter\[0\]: wait\) +receives: wait +asked 0 -> 7, got\[0\] 0 -> 14$/.test(line)),
      lines.join('\n'),
    );
  }
});

test('a sender without a receiver waits, and is a deadlock where it may not; a process does not meet itself', async (t) => {
  const alone = defineSystem({ c: rendezvous() }).process('p', {
    both: { send: (s) => s.send('c'), receive: { receives: (on) => on('c') } },
  });
  for (const engine of ENGINES) {
    const report = await check(alone, { engine });
    t.is(property(report, 'deadlock').verdict, 'violated');
    t.is(report.statistics.states, 1);
  }
});

test('each receiver, and each outcome of its choice, is an outcome, in the order of declaration', (t) => {
  const choosy = defineSystem({ c: rendezvous<number>(), n: 0 })
    .process('p', { send: (s) => s.send('c', 1) })
    .process('q', { hear: { receives: (on) => on('c', (s, m) => s.chooseFrom([1, 2], (k) => s.set('n', k + m))) } })
    .rules('r', { hear: { receives: (on) => on('c', (s) => s.set('n', 9)) } });
  t.deepEqual([...successors(systemOf(choosy)).keys()], ['p send=q: hear (1)', 'p send=q: hear (2)', 'p send=r: hear']);
});

test('a replicated channel is received by the process of its index, or by the one that names it', async (t) => {
  const ring = defineSystem({ to: replicated(3, rendezvous<number>()), got: replicated(3, 0) })
    .processes('p', 3, {
      send: (s) => s.send('to', (s.index + 1) % 3, s.index + 1),
      done: (s) => s.halt(),
    })
    .processes('q', 3, { hear: { receives: (on) => on('to', (s, m) => s.set('got', s.index, m)) } })
    .quiescent('all', 'each got its own', (s) => [0, 1, 2].every((i) => s.get('got', i) === ((i + 2) % 3) + 1));
  t.is((await check(ring)).verdict, 'holds');
  const named = defineSystem({ to: replicated(3, rendezvous<number>()), got: 0 })
    .process('p', { send: (s) => s.send('to', 2, 5) })
    .process('q', { hear: { receives: (on) => on('to', 2, (s, m) => s.set('got', m)) } })
    .quiescent('got', 'it is heard', (s) => s.get('got') === 5);
  t.is((await check(named)).verdict, 'holds');
});

test("a rendezvous serves the receiver's obligation, which is weakly fair by itself", async (t) => {
  // The server is owed a turn; the noise may go on for ever without it only if nobody owes the rendezvous.
  const served = (fairness: 'weak' | 'none', receiver: 'weak' | 'none') =>
    defineSystem({ c: rendezvous(), done: false, tick: false })
      .process('client', { ask: (s) => s.send('c') }, { fairness })
      .process('server', { hear: { receives: (on) => on('c', (s) => s.set('done', true)) } }, { fairness: receiver })
      .rules('noise', { tick: (s) => s.update('tick', (tick) => !tick) })
      .eventually('done', 'it is served', (s) => s.get('done'));
  for (const engine of ENGINES) {
    const verdict = async (a: 'weak' | 'none', b: 'weak' | 'none') =>
      property(await check(served(a, b), { engine }), 'done').verdict;
    t.is(await verdict('none', 'none'), 'violated');
    t.is(await verdict('none', 'weak'), 'holds');
    t.is(await verdict('weak', 'none'), 'holds');
  }
});

test('a claim of a receiver, and a place that it may not reach, are judged in the step of the sender', async (t) => {
  const claiming = defineSystem({ c: rendezvous<number>() })
    .assertion('A', 'the message is 1')
    .process('p', { one: (s) => s.send('c', 1), two: (s) => s.send('c', 2) })
    .process(
      'q',
      { hear: { receives: (on) => on('c', (s, m) => s.assert('A', m === 1).goto('hear')) } },
      { mayWaitAt: ['hear'] },
    );
  for (const engine of ENGINES) {
    const { counterexample } = property(await check(claiming, { engine }), 'A');
    t.is(counterexample?.steps.length, 2);
  }
});

const line = (options: { readonly lossy?: boolean; readonly reordering?: boolean }) =>
  defineSystem({ link: queue<string>(2, options), got: '' })
    .process('p', { a: (s) => s.send('link', 'a'), b: (s) => s.send('link', 'b'), c: (s) => s.send('link', 'b') })
    .process(
      'q',
      { get: (s) => s.receive('link', (m, u) => u.update('got', (got) => got + m)) },
      { end: 'loop', mayWaitAt: ['get'] },
    )
    .outcomes('O', 'what arrives', (s) => s.get('got'))
    .invariant('small', 'it holds two messages', (s) => s.get('link').size <= 2);

for (const engine of ENGINES) {
  test(`a queue keeps its order, and a full one blocks (${engine})`, async (t) => {
    const report = await check(line({}), { engine });
    t.is(report.verdict, 'holds');
    t.deepEqual(property(report, 'O').outcomes, ['abb']);
  });

  test(`a lossy queue loses any of its messages when they are sent (${engine})`, async (t) => {
    const report = await check(line({ lossy: true }), { engine });
    t.deepEqual(property(report, 'O').outcomes?.toSorted(), ['', 'a', 'ab', 'abb', 'b', 'bb']);
  });

  test(`a reordering queue gives any of its messages, equal ones once (${engine})`, async (t) => {
    const report = await check(line({ reordering: true }), { engine });
    t.deepEqual(property(report, 'O').outcomes?.toSorted(), ['abb', 'bab', 'bba']);
  });
}

test('equal messages of a reordering queue are one outcome', (t) => {
  const system = systemOf(line({ reordering: true }));
  let state = system.initial;
  for (const _ of [1, 2]) state = successors(system, state).values().next().value ?? state;
  t.deepEqual(
    [...successors(system, state).keys()].filter((name) => name.startsWith('q')),
    ['q get=a', 'q get=b'],
  );
});

test('what is no channel, and a rendezvous that a step receives by itself, are refused', async (t) => {
  const of = (step: (s: never) => unknown, more: object = {}) =>
    userError(() => check(defineSystem({ c: rendezvous(), n: 0 }).process('p', { a: step as never, ...more })));
  const s = (body: (s: { send(...of: unknown[]): unknown; receive(...of: unknown[]): unknown }) => unknown) =>
    body as never;
  t.is((await of(s((one) => one.send('d')))).code, 'E_COMPONENT');
  t.is((await of(s((one) => one.send('n')))).code, 'E_COMPONENT');
  t.is((await of(s((one) => one.receive('c', () => one)))).code, 'E_STEP');
  t.is((await of(s((one) => one.send('c', [])))).code, 'E_VALUE');
  // It ends with the snapshot from before the message was taken.
  const full = defineSystem({ q: queue<number>(1), n: 0 });
  const leaves = full.process('p', {
    put: (one) => one.send('q', 1),
    take: (one) => one.receive('q', () => one.set('n', 1)),
  });
  const refusal = await userError(() => check(leaves));
  t.is(refusal.code, 'E_STEP');
  t.regex(refusal.message, /'take' of process 'p'.*receives from 'q' and leaves the message there/);
  const again = full.process('p', {
    put: (one) => one.send('q', 1),
    take: (one) => one.receive('q', (m, then) => then.send('q', m)),
  });
  t.is((await check(again)).verdict, 'holds');
  const hears = { receives: ((on: (name: string) => unknown) => on('n')) as never };
  t.is(
    (
      await of(
        s((one) => one.send('c')),
        { b: hears },
      )
    ).code,
    'E_COMPONENT',
  );
  t.is(
    (
      await of(
        s((one) => one.send('c')),
        { b: { receives: () => 1 } },
      )
    ).code,
    'E_LABEL',
  );
  t.is((await userError(() => queue(0))).code, 'E_SYSTEM');
});
