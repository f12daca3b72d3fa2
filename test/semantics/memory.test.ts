/** Memory orderings, step by step: what a load sees, when a store is seen, what fences and locked instructions wait for. */
import test from 'ava';
import { defineSystem, type Ordering, replicated, shared, value } from 'everywhen';
import { List } from 'immutable';
import { build } from '../../src/language/define-system.ts';
import type { State } from '../../src/model/state.ts';
import type { System } from '../../src/model/system.ts';
import { checked, property, successors, systemOf, userError, valuesOf } from '../helpers/explored.ts';

/** The state after the named steps, one after the other. */
function after(system: System, ...names: readonly string[]): State {
  return names.reduce<State>((state, name) => {
    const next = successors(system, state).get(name);
    if (next === undefined) throw new Error(`'${name}' is blocked; possible: ${possible(system, state).join()}`);
    return next;
  }, system.initial);
}

const possible = (system: System, state: State) => [...successors(system, state).keys()];
const entries = (...stores: readonly (readonly [string, unknown])[]) => List(stores.map((store) => List(store)));

/** A process stores 1 and 2 to x and 3 to y, and loads x; another loads x and y. */
const storesAndLooks = (memory: Ordering) =>
  systemOf(
    defineSystem({ x: shared(0), y: shared(0) }, { memory })
      .process(
        'p',
        {
          one: (s) => s.store('x', 1),
          two: (s) => s.store('x', 2),
          three: (s) => s.store('y', 3),
          look: (s) => s.set('seen', s.load('x')),
        },
        { locals: { seen: 0 } },
      )
      .process(
        'q',
        { look: (s) => s.set('sees x', s.load('x')).set('sees y', s.load('y')) },
        {
          locals: { 'sees x': 9, 'sees y': 9 },
          stores: false,
        },
      ),
  );

test('under sc a store is in memory at once, a fence blocks nothing, and there is neither a slot nor a process for buffers', (t) => {
  const system = systemOf(
    defineSystem({ x: shared(0) }).process('p', { a: (s) => s.store('x', 1), b: (s) => s.fence('f') }),
  );
  t.deepEqual(
    system.slots.map(({ name }) => name),
    ['x', 'p'],
  );
  t.deepEqual(
    system.processes.map(({ name }) => name),
    ['p'],
  );
  t.like(valuesOf(system, after(system, 'p a')), { x: 1 });
  t.like(valuesOf(system, after(system, 'p a', 'p b')), { p: 'halted' });
});

test('under tso a store waits in the buffer of its CPU, and reaches memory when it drains', (t) => {
  const system = storesAndLooks('tso');
  const stored = after(system, 'p one');
  t.like(valuesOf(system, stored), { x: 0 });
  t.true(entries(['x', 1]).equals(valuesOf(system, stored)['p buffer']));
  const drained = after(system, 'p one', 'p store buffer drain');
  t.like(valuesOf(system, drained), { x: 1 });
  t.true(entries().equals(valuesOf(system, drained)['p buffer']));
});

test('the newest store in its own buffer is what a CPU loads; others load memory', (t) => {
  const system = storesAndLooks('tso');
  const seen = valuesOf(system, after(system, 'p one', 'p two', 'p three', 'p store buffer drain', 'p look', 'q look'));
  t.like(seen, { x: 1, 'p.seen': 2, 'q.sees x': 1, 'q.sees y': 0 });
});

test('under tso stores drain in the order in which they were made', (t) => {
  const system = storesAndLooks('tso');
  const stored = after(system, 'p one', 'p two', 'p three');
  const drains = possible(system, stored).filter((name) => name.includes('store buffer'));
  t.deepEqual(drains, ['p store buffer drain']);
  const twice = after(system, 'p one', 'p two', 'p three', 'p store buffer drain', 'p store buffer drain');
  t.like(valuesOf(system, twice), { x: 2, y: 0 });
});

test('under pso stores to one location stay in order, those to another may overtake them', (t) => {
  const system = storesAndLooks('pso');
  const overtaken = after(system, 'p one', 'p two', 'p three', 'p store buffer[y] drain');
  t.like(valuesOf(system, overtaken), { x: 0, y: 3 });
  t.true(entries(['x', 1], ['x', 2]).equals(valuesOf(system, overtaken)['p buffer[x]']));
  t.deepEqual(
    possible(system, overtaken).filter((name) => name.includes('store buffer')),
    ['p store buffer[x] drain'],
  );
});

test('who never stores has no buffer', (t) => {
  const names = (memory: Ordering) => storesAndLooks(memory).processes.map(({ name }) => name);
  t.deepEqual(names('tso'), ['p', 'q', 'p store buffer']);
  t.deepEqual(names('pso'), ['p', 'q', 'p store buffer[x]', 'p store buffer[y]']);
});

for (const memory of ['tso', 'pso'] as const) {
  test(`under ${memory} a fence waits until everything in the buffers of its CPU has drained`, (t) => {
    const system = systemOf(
      defineSystem({ x: shared(0), y: shared(0) }, { memory }).process('p', {
        x: (s) => s.store('x', 1),
        y: (s) => s.store('y', 1),
        fence: (s) => s.fence('f'),
      }),
    );
    const buffers = memory === 'tso' ? ['', ''] : ['[y]', '[x]'];
    const [first, second] = buffers.map((which) => `p store buffer${which} drain`) as [string, string];
    t.false(possible(system, after(system, 'p x', 'p y')).includes('p fence'));
    t.false(possible(system, after(system, 'p x', 'p y', first)).includes('p fence'));
    t.deepEqual(possible(system, after(system, 'p x', 'p y', first, second)), ['p fence']);
  });

  test(`under ${memory} a locked instruction waits for its buffers, changes memory at once and knows the old value`, (t) => {
    const system = systemOf(
      defineSystem({ x: shared(0), y: shared(5) }, { memory }).process(
        'p',
        {
          x: (s) => s.store('x', 1),
          add: (s) => s.locked('y', (y) => y + 1),
          swap: (s) =>
            s.exchange(
              'y',
              () => 0,
              (now, old) => now.set('old', old),
            ),
          cas: (s) =>
            s.exchange(
              'y',
              (y) => (y === 7 ? 1 : y),
              (now, old) => (old === 7 ? now : now.goto('swap')),
            ),
        },
        { locals: { old: 0 } },
      ),
    );
    const drain = `p store buffer${memory === 'tso' ? '' : '[x]'} drain`;
    t.deepEqual(possible(system, after(system, 'p x')), [drain]);
    t.like(valuesOf(system, after(system, 'p x', drain, 'p add')), { y: 6 });
    t.like(valuesOf(system, after(system, 'p x', drain, 'p add', 'p swap')), { y: 0, 'p.old': 6 });
    t.like(valuesOf(system, after(system, 'p x', drain, 'p add', 'p swap', 'p cas')), { y: 0, p: 'swap' });
  });
}

test('processes on one CPU share its buffer: each sees what the other stored, and waits for it', (t) => {
  const system = systemOf(
    defineSystem({ x: shared(0) }, { memory: 'tso' })
      .process('thread', { store: (s) => s.store('x', 1) }, { cpu: 'cpu0' })
      .process(
        'handler',
        { look: (s) => s.set('seen', s.load('x')), fence: (s) => s.fence('f') },
        { cpu: 'cpu0', locals: { seen: 0 } },
      ),
  );
  t.deepEqual(
    system.processes.map(({ name }) => name),
    ['thread', 'handler', 'cpu0 store buffer'],
  );
  t.like(valuesOf(system, after(system, 'thread store', 'handler look')), { x: 0, 'handler.seen': 1 });
  t.deepEqual(possible(system, after(system, 'thread store', 'handler look')), ['cpu0 store buffer drain']);
});

test('hardware that is no CPU stores to memory at once; on a CPU it goes through the buffer', (t) => {
  const device = (cpu?: string) =>
    systemOf(
      defineSystem({ x: shared(0) }, { memory: 'tso' }).rules(
        'device',
        { write: (s) => s.when(s.load('x') === 0)?.store('x', 1) },
        cpu === undefined ? {} : { cpu },
      ),
    );
  t.like(valuesOf(device(), after(device(), 'device write')), { x: 1 });
  t.like(valuesOf(device('cpu0'), after(device('cpu0'), 'device write')), { x: 0 });
});

test('replicated locations are locations of their own, under pso with buffers of their own', (t) => {
  const system = systemOf(
    defineSystem({ flag: replicated(2, shared(value<'up' | 'down'>('down'))) }, { memory: 'pso' }).processes('p', 2, {
      raise: (s) => s.store('flag', s.index, 'up'),
      look: (s) => s.when(s.load('flag', 1 - s.index) === 'down'),
    }),
  );
  t.deepEqual(
    system.slots.filter(({ kind }) => kind === 'buffer').map(({ name }) => name),
    ['p[0] buffer[flag[0]]', 'p[0] buffer[flag[1]]', 'p[1] buffer[flag[0]]', 'p[1] buffer[flag[1]]'],
  );
  const both = after(system, 'p[0] raise', 'p[1] raise', 'p[0] store buffer[flag[0]] drain');
  t.like(valuesOf(system, both), { 'flag[0]': 'up', 'flag[1]': 'down' });
});

test('claims and properties read memory, a step that wants its own view loads it', async (t) => {
  const report = await checked(
    defineSystem({ x: shared(0) }, { memory: 'tso' })
      .assertion('memory', 'memory has the store')
      .assertion('own', 'the process sees its store')
      .process('p', {
        store: (s) => s.store('x', 1),
        claim: (s) => s.assert('memory', (all) => all.get('x') === 1).assert('own', s.load('x') === 1),
      }),
  );
  t.is(property(report, 'memory').verdict, 'violated');
  t.is(property(report, 'own').verdict, 'holds');
});

test('a state with stores in a buffer is not quiescent: they are obliged to drain', async (t) => {
  const report = await checked(
    defineSystem({ x: shared(0) }, { memory: 'tso' })
      .process('p', { store: (s) => s.store('x', 1) })
      .quiescent('stored', 'in the end x is 1', (s) => s.get('x') === 1),
  );
  t.is(report.verdict, 'holds');
  // Before the store, after it, after the drain.
  t.like(report.statistics, { states: 3, transitions: 2, quiescentStates: 1 });
});

test('with an ablated fence the system is the same but for that fence', (t) => {
  const program = defineSystem({ x: shared(0) }, { memory: 'tso' }).process('p', {
    store: (s) => s.store('x', 1),
    first: (s) => s.fence('first'),
    second: (s) => s.fence('second'),
  });
  const system = build(program, 'test', { ablated: 'first' });
  t.true(possible(system, after(system, 'p store')).includes('p first'));
  t.false(possible(system, after(system, 'p store', 'p first')).includes('p second'));
});

test('an ablated locked instruction is a load that forwards and a store that waits, in one step', (t) => {
  const program = defineSystem({ x: shared(0) }, { memory: 'tso' }).process('p', {
    store: (s) => s.store('x', 1),
    add: (s) => s.locked('x', (x) => x + 1),
  });
  const system = build(program, 'test', { ablated: 'p.add' });
  const added = valuesOf(system, after(system, 'p store', 'p add'));
  t.like(added, { x: 0 });
  t.true(entries(['x', 1], ['x', 2]).equals(added['p buffer']));
});

const fenced = (memory: Ordering) =>
  defineSystem({ x: shared(0), y: shared(5) }, { memory }).process('p', {
    store: (s) => s.store('x', 1),
    add: (s) => s.fence('f')?.lockedNow('y', (y) => y + 1),
  });
for (const memory of ['tso', 'pso'] as const) {
  test(`under ${memory} a locked instruction after a fence in its step is taken whenever the fence is`, (t) => {
    const system = systemOf(fenced(memory));
    const drain = `p store buffer${memory === 'tso' ? '' : '[x]'} drain`;
    t.deepEqual(possible(system, after(system, 'p store')), [drain]);
    t.like(valuesOf(system, after(system, 'p store', drain, 'p add')), { x: 1, y: 6 });
  });

  test(`under ${memory} it waits for the buffer where the fence is taken out: it is a barrier itself`, (t) => {
    const system = build(fenced(memory), 'test', { ablated: 'f' });
    t.false(possible(system, after(system, 'p store')).includes('p add'));
  });
}

test('under sc a locked instruction is never blocked', (t) => {
  const system = systemOf(fenced('sc'));
  t.like(valuesOf(system, after(system, 'p store', 'p add')), { x: 1, y: 6 });
});

test('a locked instruction that says it cannot block, and would, is E_STEP with the step', async (t) => {
  const error = await userError(() =>
    checked(
      defineSystem({ x: shared(0) }, { memory: 'tso' }).process('p', {
        store: (s) => s.store('x', 1),
        add: (s) => s.lockedNow('x', (x) => x + 1),
      }),
    ),
  );
  t.is(error.code, 'E_STEP');
  t.regex(error.message, /^step 'add' of process 'p' \(test\): has a locked instruction on 'x' that waits/);
});

// biome-ignore lint/suspicious/noExplicitAny: what the compiler refuses is tried here.
type Untyped = any;
const p = (step: (s: Untyped) => Untyped, options: Untyped = {}) =>
  defineSystem({ x: shared(0), n: 0 }, options).process('p', { a: step });
const refusals: readonly (readonly [what: string, builder: () => unknown, code: string, message: RegExp])[] = [
  ['s.get of a shared location', () => p((s: Untyped) => s.set('n', s.get('x'))), 'E_COMPONENT', /'x' past the memory/],
  ['s.set of a shared location', () => p((s: Untyped) => s.set('x', 1)), 'E_COMPONENT', /'x' past the memory/],
  ['s.update of one', () => p((s: Untyped) => s.update('x', () => 1)), 'E_COMPONENT', /'x' past the memory/],
  ['s.load of what is not shared', () => p((s: Untyped) => s.load('n')), 'E_COMPONENT', /'n' as shared memory/],
  ['s.store to what is not shared', () => p((s: Untyped) => s.store('n', 1)), 'E_COMPONENT', /'n' as shared memory/],
  ['a fence without a name', () => p((s: Untyped) => s.fence()), 'E_SYSTEM', /fence without a name/],
  [
    'a value that cannot be stored',
    () => p((s: Untyped) => s.store('x', [1])),
    'E_VALUE',
    /array in shared location 'x'/,
  ],
  ['an unknown ordering', () => p((s: Untyped) => s, { memory: 'TSO' }), 'E_SYSTEM', /no memory ordering 'TSO'/],
  ['a buffer without room', () => p((s: Untyped) => s, { memory: 'tso', buffer: 0 }), 'E_SYSTEM', /cannot hold 0/],
  [
    'a store by a process that never stores',
    () => defineSystem({ x: shared(0) }).process('p', { a: (s) => s.store('x', 1) }, { stores: false }),
    'E_SYSTEM',
    /'p' says `stores: false`/,
  ],
  [
    'a shared local',
    () => defineSystem({}).process('p', { a: (s) => s }, { locals: { l: shared(0) } }),
    'E_SYSTEM',
    /cannot be shared/,
  ],
];
for (const [what, builder, code, message] of refusals) {
  test(`${what} is ${code}`, async (t) => {
    const error = await userError(() => checked(builder()));
    t.is(error.code, code as never);
    t.regex(error.message, message);
  });
}
