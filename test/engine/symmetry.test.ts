/** Replicas that are interchangeable are found and verified; those that some step or claim tells apart are not, and the report says why. */
import test from 'ava';
import { defineSystem, grid, replicated, SpinLock, value } from 'everywhen';
import { checkSystem } from '../../src/check/check.ts';
import type { RunOptions } from '../../src/check/run.ts';
import { Explorer } from '../../src/engine/exploring/explorer.ts';
import { instantiate } from '../../src/language/model.ts';
import { chooseParameters } from '../../src/language/parameter.ts';
import { loadModel } from '../../src/load/load-model.ts';
import { systemOf } from '../helpers/explored.ts';

const checked = (system: unknown, options: RunOptions = {}) =>
  checkSystem(systemOf(system), { model: 'm', parameters: {} }, { workers: 1, reduce: 'symmetry', ...options });

async function shipped(name: string, parameters: { readonly [name: string]: string }) {
  const { model } = await loadModel(name);
  const system = instantiate(model, chooseParameters(model.parameters, parameters), name);
  const { statistics } = await checkSystem(system, { model: name, parameters: {} }, { workers: 1, reduce: 'symmetry' });
  return statistics;
}

/** The multisets of four kinds of managers, and their published counts. */
for (const [managers, states, transitions, orbits] of [
  ['3', 288, 1_145, 80],
  ['5', 8_832, 58_145, 314],
  ['7', 296_448, 2_744_705, 920],
] as const) {
  test(`two-phase commit with ${managers} managers stores ${orbits} states, which stand for the published counts`, async (t) => {
    const { reduced, ...statistics } = await shipped('two-phase-commit', { managers });
    t.deepEqual([statistics.states, statistics.transitions], [states, transitions]);
    t.is(reduced?.stored.states, orbits);
    t.deepEqual([reduced?.states, reduced?.transitions], [states, transitions]);
    t.deepEqual(reduced?.by, ['symmetry']);
    t.deepEqual(reduced?.replicas, [
      { family: 'rm', indices: Array.from({ length: Number(managers) }, (_, i) => `${i}`) },
    ]);
  });
}

test('values that name a replica change places with it: holders of locks, owners', async (t) => {
  const { reduced } = await shipped('locked-queue', {
    injectors: '2',
    movers: '2',
    injections: '2',
    moves: '2',
  });
  t.is(reduced?.permutations, 4);
  t.is(reduced?.states, 177_073);
  t.is(reduced?.transitions, 507_780);
  t.true((reduced?.stored.states ?? 177_073) < 177_073 / 3.5);
});

const N = 3;
const each = [0, 1, 2];
const ring = (next: (i: number) => number) =>
  defineSystem({ token: 0, done: replicated(N, false) }, { deadlock: 'allowed' }).processes('p', N, {
    go: (s) =>
      s
        .when(s.get('token') === s.index)
        ?.set('token', next(s.index))
        .set('done', s.index, true),
  });

test('a ring is refused, and the report names the step and the values', async (t) => {
  const { statistics } = await checked(ring((i) => (i + 1) % N));
  t.deepEqual(statistics.reduced?.by, []);
  t.is(statistics.reduced?.permutations, 1);
  const [first] = statistics.reduced?.refused ?? [];
  t.is(first?.family, 'p');
  t.regex(first?.because ?? '', /step 'go' of process 'p\[\d\]' .*token = /);
});

test('where 0 stands for nobody, replica 0 is not like the others; with null it is', async (t) => {
  const owned = <T extends number | null>(nobody: T) =>
    defineSystem({ owner: value<number | null>(nobody) }, { deadlock: 'allowed' }).processes(
      'p',
      N,
      {
        take: (s) => s.when(s.get('owner') === nobody)?.set('owner', s.index),
        give: (s) => s.set('owner', nobody),
      },
      { end: 'loop' },
    );
  const { reduced: apart } = (await checked(owned(0))).statistics;
  t.deepEqual(apart?.replicas, [{ family: 'p', indices: ['1', '2'] }]);
  t.deepEqual(apart?.refused?.[0]?.indices, ['0', '1']);
  const { reduced } = (await checked(owned(null))).statistics;
  const states = reduced?.stored.states;
  t.is(reduced?.permutations, 6);
  t.is(states, 2);
  t.is(reduced?.states, 4);
});

test('a claim about one replica is refused', async (t) => {
  const counters = defineSystem({ n: replicated(N, 0) }, { deadlock: 'allowed' }).ruleSets('r', N, {
    count: (s) => s.when(s.get('n', s.index) < 2)?.update('n', s.index, (n) => n + 1),
  });
  t.is((await checked(counters)).statistics.reduced?.permutations, 6);
  const { reduced } = (await checked(counters.invariant('first', 'only the first', (s) => s.get('n', 0) < 2)))
    .statistics;
  t.is(reduced?.permutations, 2);
  t.deepEqual(reduced?.replicas, [{ family: 'r', indices: ['1', '2'] }]);
  t.regex(reduced?.refused?.[0]?.because ?? '', /'first'/);
});

test('what a chunk of another thread refuses is refused once, and the run goes on', async (t) => {
  // The claim reads `n[0]` alone when the others have counted to the end, which the scout of a tight layout does not see.
  const system = () =>
    defineSystem({ n: replicated(N, 0) }, { deadlock: 'allowed' })
      .ruleSets('r', N, { count: (s) => s.when(s.get('n', s.index) < 3)?.update('n', s.index, (n) => n + 1) })
      .invariant('late', 'the first is not the last', (s) => !each.every((i) => s.get('n', i) === (i === 0 ? 2 : 3)));
  const explorer = new Explorer(systemOf(system()), { symmetry: true, tight: true, workers: 2, poolStates: 0 });
  try {
    t.is(await explorer.run({ breathe: async () => undefined, mayGrow: () => true }), undefined);
    t.true(explorer.restarts > 0);
    t.deepEqual([explorer.orbits?.states, explorer.symmetry?.group?.order], [64, 2]);
  } finally {
    await explorer.close();
  }
});

test('a grid is permuted in both of its indices', async (t) => {
  const system = defineSystem({ edge: grid(N, N, false) }, { deadlock: 'allowed' }).ruleSets('r', N, {
    link: (s) => s.chooseFrom(each, (j) => s.when(j !== s.index)?.set('edge', [s.index, j], true)),
  });
  const { reduced } = (await checked(system)).statistics;
  const states = reduced?.stored.states;
  // The digraphs of three vertices: 64, 16 of them different (OEIS A000273).
  t.is(reduced?.states, 64);
  t.is(states, 16);
});

test('replicas of hardware beside the programs move with them', async (t) => {
  const system = defineSystem({ wire: replicated(N, false), lock: new SpinLock() }, { deadlock: 'allowed' })
    .processes('cpu', N, {
      lock: (s) => s.acquire('lock'),
      ring: (s) => s.set('wire', s.index, true),
      unlock: (s) => s.release('lock'),
    })
    .ruleSets('device', N, { fall: (s) => s.when(s.get('wire', s.index))?.set('wire', s.index, false) });
  const { reduced } = (await checked(system)).statistics;
  t.is(reduced?.permutations, 6);
  t.regex(reduced?.replicas[0]?.family ?? '', /cpu/);
  t.regex(reduced?.replicas[0]?.family ?? '', /device/);
});

test('a trace has the steps that it has without symmetry, and the replicas that they name', async (t) => {
  const system = () =>
    defineSystem({ in: replicated(N, false) }, { deadlock: 'allowed' })
      .ruleSets('r', N, { enter: (s) => s.set('in', s.index, true), leave: (s) => s.set('in', s.index, false) })
      .invariant('two', 'never two', (s) => each.filter((i) => s.get('in', i)).length < 2);
  const whole = await checkSystem(systemOf(system()), { model: 'm', parameters: {} }, { workers: 1 });
  const reduced = await checked(system());
  t.is(reduced.statistics.reduced?.permutations, 6);
  t.is(reduced.verdict, 'violated');
  t.deepEqual(reduced.properties, whole.properties);
});

test('infinite runs and the order of locks are judged on all states, and the report says so', async (t) => {
  const system = defineSystem({ n: replicated(N, 0) }, { deadlock: 'allowed' })
    .ruleSets('r', N, { count: (s) => s.when(s.get('n', s.index) < 1)?.update('n', s.index, (n) => n + 1) })
    .eventually('all', 'all count', (s) => each.every((i) => s.get('n', i) === 1));
  const { verdict, statistics } = await checked(system);
  t.is(verdict, 'holds');
  t.is(statistics.states, 2 ** N);
  t.is(statistics.reduced?.because, "'all' is about infinite runs");
});

test('a step that throws for a twin is no error of the model', async (t) => {
  const system = defineSystem({ n: replicated(2, 0) }, { deadlock: 'allowed' }).ruleSets('r', 2, {
    count: (s) => {
      if (s.index === 1 && s.get('n', 0) === 2) throw new Error('never reached');
      return s.when(s.get('n', s.index) < 1)?.update('n', s.index, (n) => n + 1);
    },
  });
  const { verdict, statistics } = await checked(system);
  t.is(verdict, 'holds');
  t.is(statistics.reduced?.stored.states === 4 || statistics.reduced?.permutations === 2, true);
});

test('the swaps of a chain lead through all permutations of its replicas', async (t) => {
  const system = defineSystem({ n: replicated(5, 0) }, { deadlock: 'allowed' }).ruleSets('r', 5, {
    count: (s) => s.when(s.get('n', s.index) < 1)?.update('n', s.index, (n) => n + 1),
  });
  const explorer = new Explorer(systemOf(system), { symmetry: true });
  await explorer.run({ breathe: async () => undefined, mayGrow: () => true });
  const group = explorer.symmetry?.group;
  const seen = new Set<string>();
  let order = [0, 1, 2, 3, 4];
  seen.add(order.join());
  for (const i of group?.sequence ?? []) {
    const slotTo = group?.swaps[i]?.slotTo ?? [];
    order = order.map((at) => slotTo[at] as number);
    seen.add(order.join());
  }
  t.is(seen.size, 120);
  t.is(group?.order, 120);
  t.true(group?.isProduct);
  await explorer.close();
});
