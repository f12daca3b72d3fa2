import test from 'ava';
import { defineSystem, ghost, grid, replicated, SpinLock } from 'everywhen';
import { checked, property, successors, systemOf, userError, valuesOf } from '../helpers/explored.ts';

test('a step that says nothing else goes on to the next label, and halts after the last', (t) => {
  const system = systemOf(defineSystem({ n: 0 }).process('p', { a: (s) => s.set('n', 1), b: (s) => s }));
  const [afterA] = successors(system).values();
  t.like(valuesOf(system, afterA as never), { n: 1, p: 'b' });
  const [afterB] = successors(system, afterA).values();
  t.like(valuesOf(system, afterB as never), { n: 1, p: 'halted' });
  t.is(successors(system, afterB).size, 0);
});

test('a looping program returns to its first label', (t) => {
  const system = systemOf(defineSystem({ n: 0 }).process('p', { a: (s) => s }, { end: 'loop' }));
  const [after] = successors(system).values();
  t.true(after?.equals(system.initial));
});

test('a label that is left out is passed over', (t) => {
  const system = systemOf(defineSystem({}).process('p', { a: (s) => s, b: undefined, c: (s) => s }));
  const [after] = successors(system).values();
  t.is(valuesOf(system, after as never)['p'], 'c');
});

test('a step that returns undefined or false is blocked', (t) => {
  const system = systemOf(defineSystem({}).process('p', { a: { no: () => undefined, never: () => false } }));
  t.is(successors(system).size, 0);
});

test('the alternatives of one label are steps of their own, with tags of their own', (t) => {
  const system = systemOf(
    defineSystem({ n: 0 }).process('p', {
      a: { one: (s) => s.set('n', 1), two: { environment: (s) => s.set('n', 2) } },
    }),
  );
  t.deepEqual([...successors(system).keys()], ['p a/one', 'p a/two']);
  t.deepEqual(
    system.alternatives.map(({ tag }) => tag),
    ['system', 'environment'],
  );
});

test("a process' tag is that of the steps without one", (t) => {
  const system = systemOf(
    defineSystem({}).rules('r', { a: (s) => s, b: { system: (s) => s } }, { tag: 'environment' }),
  );
  t.deepEqual(
    system.alternatives.map(({ tag }) => tag),
    ['environment', 'system'],
  );
});

test('a choice has the outcomes that are not blocked, by their names', (t) => {
  const system = systemOf(
    defineSystem({ n: 0 }).process('p', {
      a: (s) => s.choose({ up: s.set('n', 1), stay: s, no: undefined, away: s.halt() }),
      b: (s) => s.chooseFrom([7, 8], (n) => s.when(n > 7)?.set('n', n)),
    }),
  );
  const afterA = successors(system);
  t.deepEqual([...afterA.keys()], ['p a=up', 'p a=stay', 'p a=away']);
  t.is(valuesOf(system, afterA.get('p a=away') as never)['p'], 'halted');
  t.deepEqual([...successors(system, afterA.get('p a=stay')).keys()], ['p b=8']);
});

test('a choice all of whose outcomes are blocked is blocked', (t) => {
  t.is(successors(systemOf(defineSystem({}).process('p', { a: (s) => s.choose({ no: undefined }) }))).size, 0);
});

test('replicas are components of their own', (t) => {
  const system = systemOf(
    defineSystem({
      irr: replicated(2, false),
      left: replicated(['L', 'H'], (key) => (key === 'L' ? 1 : 2)),
      db: grid(2, 2, 0),
    }).process('p', {
      a: (s) =>
        s
          .set('irr', 1, true)
          .update('left', 'H', (n) => n - 1)
          .set('db', [1, 0], 5),
    }),
  );
  const [after] = successors(system).values();
  t.like(valuesOf(system, after as never), {
    'irr[0]': false,
    'irr[1]': true,
    'left[L]': 1,
    'left[H]': 1,
    'db[1][0]': 5,
    'db[0][1]': 0,
  });
});

test('replicated processes know their index and keep their locals apart', (t) => {
  const system = systemOf(
    defineSystem({ by: -1 }).processes(
      'p',
      2,
      { a: (s) => s.set('by', s.index).update('mine', (n) => n + 1) },
      { locals: { mine: 0 } },
    ),
  );
  t.like(valuesOf(system, successors(system).get('p[1] a') as never), { by: 1, 'p[0].mine': 0, 'p[1].mine': 1 });
});

test('a lock blocks every process that wants it while it is held', (t) => {
  const system = systemOf(
    defineSystem({ lock: new SpinLock() }).processes('p', 2, {
      take: (s) => s.acquire('lock'),
      give: (s) => s.release('lock'),
    }),
  );
  const taken = successors(system).get('p[0] take');
  t.deepEqual([...successors(system, taken).keys()], ['p[0] give']);
  t.true(valuesOf(system, successors(system, taken).get('p[0] give') as never)['lock'] === system.initial.at(0).value);
});

test('releasing a lock that another holds is refused', async (t) => {
  const builder = defineSystem({ lock: new SpinLock() })
    .process('p', { take: (s) => s.acquire('lock') })
    .process('q', { give: (s) => s.release('lock') });
  t.regex(
    (await userError(() => checked(builder))).message,
    /'give' of process 'q'.*releases a lock that no process holds/,
  );
});

test('call and return are part of the steps that reach them', (t) => {
  const system = systemOf(
    defineSystem({ ipi: replicated(2, false) })
      .procedure(
        'kick',
        { cpu: 0, seen: false },
        { K1: (s) => s.set('seen', true), K2: (s) => s.set('ipi', s.get('cpu'), s.get('seen')) },
      )
      .process('p', { a: (s) => s.call('kick', { cpu: 1 }, 'c'), b: (s) => s, c: (s) => s.halt() }),
  );
  const [inside] = successors(system).values();
  t.deepEqual([...successors(system, inside).keys()], ['p kick.K1']);
  const [later] = successors(system, inside).values();
  const [back] = successors(system, later).values();
  t.like(valuesOf(system, back as never), { p: 'c', 'ipi[0]': false, 'ipi[1]': true });
});

test('a call without a label to return to goes on after the step that made it', (t) => {
  const system = systemOf(
    defineSystem({})
      .procedure('inner', {}, { I: (s) => s.return() })
      .procedure('outer', {}, { O: (s) => s.call('inner', {}), P: (s) => s.goto('O2'), Q: (s) => s, O2: (s) => s })
      .process('p', { a: (s) => s.call('outer', {}), b: (s) => s }),
  );
  const labels: string[] = [];
  for (let state = system.initial; ; ) {
    const next = [...successors(system, state)][0];
    if (next === undefined) break;
    labels.push(next[0]);
    state = next[1];
  }
  t.deepEqual(labels, ['p a', 'p outer.O', 'p inner.I', 'p outer.P', 'p outer.O2', 'p b']);
});

test('a parameter that a call leaves out starts as declared, again at every call', (t) => {
  const system = systemOf(
    defineSystem({ out: 0 })
      .procedure(
        'count',
        { n: 1 },
        { C: (s) => s.set('out', s.get('n')).update('n', (n) => n + 10), D: (s) => s.set('out', s.get('n')) },
      )
      .process('p', { a: (s) => s.call('count', {}, 'a') }),
  );
  let state = system.initial;
  const outs = Array.from({ length: 6 }, () => {
    state = [...successors(system, state).values()][0] as never;
    return valuesOf(system, state)['out'];
  });
  t.deepEqual(outs, [0, 1, 11, 11, 1, 11]);
});

test('a procedure that calls itself or a later one is refused', async (t) => {
  const untyped = defineSystem({}) as never as {
    procedure: (...all: unknown[]) => { process: (...all: unknown[]) => unknown };
  };
  const builder = untyped
    .procedure('again', {}, { A: (s: { call: (...all: unknown[]) => unknown }) => s.call('again', {}) })
    .process('p', {
      a: (s: { call: (...all: unknown[]) => unknown }) => s.call('again', {}),
    });
  t.like(await userError(() => checked(builder)), { code: 'E_LABEL' });
});

test('the snapshot is persistent: what a step does not return did not happen', (t) => {
  const system = systemOf(
    defineSystem({ n: 0 }).process('p', {
      a: (s) => {
        s.set('n', 1);
        return s;
      },
    }),
  );
  t.is(valuesOf(system, [...successors(system).values()][0] as never)['n'], 0);
});

test('a claim counts when its evaluation has an outcome, even on a snapshot that was left behind', async (t) => {
  const report = await checked(
    defineSystem({ n: 0 })
      .assertion('left behind', 'a claim whose snapshot is not returned')
      .assertion('blocked', 'a claim of a step that is blocked')
      .process('p', {
        a: (s) => {
          s.assert('left behind', false);
          return s.set('n', 1);
        },
        b: (s) => s.assert('blocked', false).when(false),
      }),
  );
  t.is(property(report, 'left behind').verdict, 'violated');
  t.is(property(report, 'blocked').verdict, 'holds');
  t.is(property(report, 'blocked').vacuous, true);
});

test('a claim inside a choice belongs to the outcome that made it', async (t) => {
  const report = await checked(
    defineSystem({ n: 0 })
      .assertion('A', 'only down is wrong')
      .process('p', {
        a: (s) => s.choose({ up: s.set('n', 1).assert('A', true), down: s.set('n', -1).assert('A', false) }),
      }),
  );
  t.is(property(report, 'A').counterexample?.steps[0]?.outcome, 'down');
});

test('an unreachable place that is reached is terminal, and the step keeps its other effects', async (t) => {
  const builder = defineSystem({ n: 0 })
    .unreachable('U', 'never')
    .process('p', { a: (s) => s.unreachable('U').set('n', 1), b: (s) => s.set('n', 2) })
    .invariant('I', 'n stays below 2', (s) => s.get('n') < 2)
    .quiescent('Q', 'nothing to judge in a crash', () => false);
  const report = await checked(builder);
  t.is(property(report, 'U').verdict, 'violated');
  t.is(property(report, 'I').verdict, 'holds');
  t.is(property(report, 'Q').verdict, 'holds');
  t.is(property(report, 'deadlock').verdict, 'holds');
  t.like(report.statistics, { states: 2, transitions: 1, finalStates: 1, quiescentStates: 0 });
  t.deepEqual(property(report, 'U').counterexample?.steps[0]?.changes['reached'], [null, 'U']);
});

test('ghosts follow and are followed by claims and properties', async (t) => {
  const report = await checked(
    defineSystem({ n: 0, sum: ghost(0) })
      .assertion('A', 'the ghost has counted')
      .process('p', {
        a: (s) => s.set('n', 2).update('sum', (sum, all) => sum + all.get('n')),
        b: (s) => s.assert('A', (all) => all.get('sum') === 0),
      })
      .invariant('I', 'it starts from the value before', (s) => s.get('sum') <= 2),
  );
  t.is(property(report, 'A').verdict, 'violated', 'the update saw n as the snapshot had it: 2');
  t.is(property(report, 'I').verdict, 'holds');
});
