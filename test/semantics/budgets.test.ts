/** Budgets: who spends them, what nothing can read, and that both explorers agree about them. */
import test from 'ava';
import { defineSystem, rendezvous, replicated, ticketLock } from 'everywhen';
import { checkSystem } from '../../src/check/check.ts';
import type { RunOptions } from '../../src/check/run.ts';
import { replay } from '../../src/trace/replay.ts';
import { property, successors, systemOf, userError, valuesOf } from '../helpers/explored.ts';

const ENGINES = ['kernel', 'reference'] as const;
const check = (builder: unknown, options: RunOptions = {}) =>
  checkSystem(systemOf(builder), { model: 'test', parameters: {} }, options);

/** A device that raises edges, and a handler that counts them. */
const device = (limit: number) =>
  defineSystem({ pending: false, served: 0 })
    .budget('edges', limit)
    .rules('device', { edge: { environment: (s) => s.set('pending', true), budget: 'edges' } })
    .rules('handler', {
      serve: (s) =>
        s
          .when(s.get('pending'))
          ?.set('pending', false)
          .update('served', (n) => n + 1),
    })
    .quiescent('S', 'nothing is pending at rest', (s) => !s.get('pending'))
    .invariant('B', 'no third edge is served', (s) => s.get('served') < 3);

test('a step spends its budget when it is taken, and is blocked when none is left', async (t) => {
  const system = systemOf(device(1));
  t.is(valuesOf(system, system.initial)['edges'], 1);
  const edge = successors(system).get('device edge');
  t.like(valuesOf(system, edge as never), { edges: 0, pending: true });
  t.deepEqual([...successors(system, edge).keys()], ['handler serve']);
  for (const engine of ENGINES) {
    // (0 edges: idle) (1: pending, served once)
    t.is((await check(device(1), { engine })).statistics.states, 3);
    t.is(property(await check(device(2), { engine }), 'B').verdict, 'holds');
    const more = await check(device(3), { engine });
    t.is(property(more, 'B').verdict, 'violated');
    t.is(property(more, 'B').counterexample?.steps.length, 6);
    t.is(replay(systemOf(device(3)), 'B', JSON.parse(JSON.stringify(property(more, 'B').counterexample))), undefined);
  }
});

test('a budget is one for the system, or one for each process', (t) => {
  const senders = (each: boolean) =>
    systemOf(
      defineSystem({ sent: 0 })
        .budget('sends', 1, { each })
        .processes('sender', 2, { send: { environment: (s) => s.update('sent', (n) => n + 1), budget: 'sends' } }),
    );
  const after = (each: boolean) => {
    const system = senders(each);
    const next = successors(system).get('sender[0] send');
    return [[...successors(system, next).keys()], valuesOf(system, next as never)] as const;
  };
  t.deepEqual(after(false)[0], []);
  t.like(after(false)[1], { sends: 0 });
  t.deepEqual(after(true)[0], ['sender[1] send']);
  t.like(after(true)[1], { 'sender[0].sends': 0, 'sender[1].sends': 1 });
});

test('the budget of a process is spent by its environment steps alone', (t) => {
  const system = systemOf(
    defineSystem({ n: 0 })
      .budget('moves', 1)
      .budget('kicks', 1)
      .rules(
        'guest',
        {
          move: { environment: (s) => s },
          kick: { environment: (s) => s, budget: 'kicks' },
          work: (s) => s,
        },
        { budget: 'moves' },
      ),
  );
  const spent = (step: string) => {
    const { moves, kicks } = valuesOf(system, successors(system).get(`guest ${step}`) as never);
    return [moves, kicks];
  };
  t.deepEqual(spent('move'), [0, 1]);
  t.deepEqual(spent('kick'), [1, 0]);
  t.deepEqual(spent('work'), [1, 1]);
});

test('each outcome of a choice spends one, and a sender spends for a rendezvous', (t) => {
  const system = systemOf(
    defineSystem({ bell: rendezvous(), rung: replicated(2, false) })
      .budget('rings', 1)
      .rules('door', {
        ring: { environment: (s) => s.send('bell'), budget: 'rings' },
        pick: { environment: (s) => s.chooseFrom([0, 1], (i) => s.set('rung', i, true)), budget: 'rings' },
      })
      .process('host', { open: { receives: (on) => on('bell') } }, { tag: 'environment', budget: 'rings' }),
  );
  const next = successors(system);
  t.deepEqual([...next.keys()], ['door ring=host: open', 'door pick=0', 'door pick=1']);
  for (const state of next.values()) t.is(valuesOf(system, state)['rings'], 0);
});

test('what is blocked by its budget alone is quiescent, judges nothing and is reported', async (t) => {
  for (const engine of ENGINES) {
    const one = await check(device(1), { engine });
    t.is(property(one, 'S').verdict, 'holds');
    t.deepEqual(one.budgets, [{ name: 'edges', limit: 1, bounded: true }]);
    const judged = defineSystem({ n: 0 })
      .assertion('A', 'n is 1')
      .budget('steps', 0)
      .rules('p', { step: { environment: (s) => s.assert('A', s.get('n') === 1), budget: 'steps' } });
    t.not(property(await check(judged, { engine }), 'A').verdict, 'violated');
    // The program ends before its budget does.
    const once = defineSystem({ n: 0 })
      .budget('steps', 2, { each: true })
      .process('p', { step: { environment: (s) => s.set('n', 1), budget: 'steps' } }, { mayWaitAt: ['step'] });
    t.deepEqual((await check(once, { engine })).budgets, [{ name: 'steps', limit: 2, each: true, bounded: false }]);
  }
});

test('what is enabled does not depend on a budget', async (t) => {
  for (const engine of ENGINES) {
    const asked = device(0).invariant('E', 'an edge may always come', (s) => s.enabled('device', 'edge'));
    t.is(property(await check(asked, { engine }), 'E').verdict, 'holds');
  }
});

test('rule sets that wait for a budget alone are not deadlocked', async (t) => {
  const stuck = defineSystem({ n: 0 })
    .budget('b', 1)
    .rules('p', { r: { environment: (s) => s.when(s.get('n') === 0)?.set('n', 1), budget: 'b' } });
  for (const engine of ENGINES) {
    t.is(property(await check(device(1), { engine }), 'deadlock').verdict, 'holds');
    t.is(property(await check(stuck, { engine }), 'deadlock').verdict, 'violated');
  }
});

test('a deadlock trace says that a program waits for its budget', async (t) => {
  const report = await check(
    defineSystem({ n: 0 })
      .budget('sends', 0)
      .process('p', { send: { environment: (s) => s, budget: 'sends' } }),
  );
  t.deepEqual(property(report, 'deadlock').counterexample?.waiting, [{ process: 'p', at: 'send', why: 'budget' }]);
});

test('wrong budgets are refused', async (t) => {
  const refused = async (builder: () => unknown) => {
    const { code, message } = await userError(builder);
    return `${code} ${message}`;
  };
  const base = defineSystem({ n: 0 });
  t.regex(await refused(() => base.budget('b', 1.5)), /^E_SYSTEM budget 'b' cannot be 1\.5/);
  t.regex(
    await refused(() => systemOf(base.budget('b', 1).budget('b', 2))),
    /^E_SYSTEM two declarations of budget 'b'/,
  );
  t.regex(await refused(() => systemOf(base.budget('n', 1))), /^E_SYSTEM component 'n' and budget 'n'/);
  const spends = (budget: string) => base.rules('p', { r: { environment: (s) => s, budget } });
  t.regex(await refused(() => systemOf(spends('c'))), /^E_SYSTEM process 'p' \(test\) spends an unknown budget 'c'/);
  // The compiler refuses it, too.
  const owed = () => base.budget('b', 1).rules('p', { r: { system: (s: unknown) => s, budget: 'b' } as never });
  t.regex(await refused(owed), /^E_LABEL/);
});

test('a step with a budget takes no place in the queue of a lock', async (t) => {
  const queues = defineSystem({ lock: ticketLock() })
    .budget('b', 2)
    .processes('p', 2, { take: { environment: (s) => s.acquire('lock'), budget: 'b' } });
  const { code, message } = await userError(() => check(queues, { engine: 'reference' }));
  t.is(code, 'E_STEP');
  t.regex(message, /spends the budget 'b'/);
});
