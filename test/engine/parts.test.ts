/** Components in parts: what steps read and write of a collection decides what is learnt, not the whole collection. */
import test from 'ava';
import { defineSystem, value } from 'everywhen';
import { Map as ImmutableMap, Set as ImmutableSet, List, Record } from 'immutable';
import { checkSystem } from '../../src/check/check.ts';
import type { RunOptions } from '../../src/check/run.ts';
import { Explorer } from '../../src/engine/exploring/explorer.ts';
import { ReferenceExplorer } from '../../src/reference/explorer.ts';
import { systemOf } from '../helpers/explored.ts';

const host = { breathe: async () => undefined, mayGrow: () => true };
const COUNT = 12;
const MEMBERS = Array.from({ length: COUNT }, (_, i) => `m${i}`);

type Options = ConstructorParameters<typeof Explorer>[1];

async function explored(system: Parameters<typeof systemOf>[0], options: Options = {}) {
  const explorer = new Explorer(systemOf(system), { parts: true, ...options });
  t0(await explorer.run(host));
  const { states, transitions, evaluations } = explorer;
  const columns = explorer.packed.teacher.columns.count;
  await explorer.close();
  return { states, transitions, evaluations, columns };
}

function t0(stopped: unknown): void {
  if (stopped !== undefined) throw new Error(`stopped: ${stopped}`);
}

const switches = () =>
  defineSystem({ on: value<ImmutableSet<string>>(ImmutableSet()) }, { deadlock: 'allowed' }).ruleSets('r', MEMBERS, {
    add: (s) => s.update('on', (on) => on.add(s.index)),
    remove: (s) => s.get('on').has(s.index) && s.update('on', (on) => on.delete(s.index)),
  });

test('a step that asks a Set for one element is evaluated for that element alone', async (t) => {
  const { states, transitions, evaluations } = await explored(switches());
  t.is(states, 2 ** COUNT);
  t.is(transitions, COUNT * 2 ** COUNT + (COUNT * 2 ** COUNT) / 2);
  t.true(evaluations <= 4 * COUNT, `${evaluations} evaluations`);
});

test('a predicate reads the elements that satisfy it', async (t) => {
  const evens = (on: ImmutableSet<string>) => on.filter((member) => Number(member.slice(1)) % 6 === 0);
  const system = switches().invariant('I', 'never both', (s) => evens(s.get('on')).size < 2);
  const { states, evaluations } = await explored(system);
  t.is(states, 2 ** COUNT);
  t.true(evaluations <= 4 * COUNT + 4, `${evaluations} evaluations`);
});

class Counters extends Record({ a: 0, b: 0, c: 0 }) {
  more(field: 'a' | 'b' | 'c') {
    return this.set(field, (this[field] + 1) % 12);
  }
}

test('a step that counts in one field of a Record does not depend on the others', async (t) => {
  const fields = ['a', 'b', 'c'] as const;
  const system = defineSystem({ n: new Counters() }, { deadlock: 'allowed' }).ruleSets('r', fields, {
    count: (s) => s.update('n', (n) => n.more(s.index)),
  });
  const { states, evaluations } = await explored(system);
  t.is(states, 12 ** 3);
  t.true(evaluations <= 3 * 12, `${evaluations} evaluations`);
});

test('an index of a List and a key of a Map are parts, too', async (t) => {
  const places = Array.from({ length: 10 }, (_, i) => i);
  const system = defineSystem(
    { list: List(places.map(() => false)), map: ImmutableMap(places.map((i) => [`k${i}`, 0])) },
    { deadlock: 'allowed' },
  ).ruleSets('r', places, {
    list: (s) => !s.get('list').get(s.index) && s.update('list', (list) => list.set(s.index, true)),
    map: (s) => s.get('map').get(`k${s.index % 2}`) === 0 && s.update('map', (map) => map.set(`k${s.index % 2}`, 1)),
  });
  const { states, evaluations } = await explored(system);
  t.is(states, 2 ** 12);
  t.true(evaluations <= 60, `${evaluations} evaluations`);
});

test('a step that compares a collection by identity is evaluated on the values themselves', async (t) => {
  // The first state is the constant: as a tracked value it would be another object.
  const start = new Counters();
  const system = () =>
    defineSystem({ n: start, seen: false }, { deadlock: 'allowed' })
      .rules('r', {
        count: (s) => s.update('n', (n) => n.more('a').more('b')),
        look: (s) => s.get('n') === start && s.set('seen', true),
      })
      .invariant('I', 'the constant is not seen', (s) => !s.get('seen'));
  const reference = new ReferenceExplorer(systemOf(system()));
  await reference.run(host);
  const found = await explored(system(), { splitFrom: 1 });
  t.is(found.states, reference.states);
  t.is(found.transitions, reference.transitions);
});

test('elements that were not met before the exploration belong to it all the same', async (t) => {
  const depth = 70;
  const system = () =>
    defineSystem({ n: 0, set: value<ImmutableSet<number>>(ImmutableSet([0])) }, { deadlock: 'allowed' }).rules('r', {
      more: (s) =>
        s
          .when(s.get('n') < depth)
          ?.update('n', (n) => n + 1)
          .update('set', (set) => set.add(s.get('n') + 1)),
      less: (s) => s.get('set').has(0) && s.update('set', (set) => set.delete(0)),
    });
  const reference = new ReferenceExplorer(systemOf(system()));
  await reference.run(host);
  for (const tight of [false, true]) {
    const found = await explored(system(), { splitFrom: 1, tight });
    t.is(found.states, reference.states);
    t.is(found.transitions, reference.transitions);
  }
});

test('a Set that lost its ninth element has the order of a small one, for the claims about the step that removed it, too', async (t) => {
  const few = Array.from({ length: 9 }, (_, i) => `b${(i * 7) % 11}`);
  const system = () =>
    defineSystem({ set: ImmutableSet(few), last: '' }, { deadlock: 'allowed' })
      .rules('r', {
        less: (s) => s.update('set', (set) => set.delete('b7')),
        more: (s) => s.update('set', (set) => set.add('b7')),
      })
      .stepInvariant('S', 'the first one stays', (_, after) => after.get('set').first() === 'b0');
  const ordered = ImmutableSet(few.filter((element) => element !== 'b7').sort());
  // Immutable keeps the order of hashes when a larger Set shrinks: otherwise this test could not fail.
  t.not(ImmutableSet(few).delete('b7').join(), ordered.join());
  const reference = new ReferenceExplorer(systemOf(system()));
  await reference.run(host);
  const found = await explored(system(), { splitFrom: 1, mustSplit: true });
  t.is(found.states, reference.states);
  t.is(found.transitions, reference.transitions);
});

test('by default components are whole, and a step may compare a collection by === and read parts of it', async (t) => {
  const start = new Counters();
  const system = () =>
    defineSystem({ n: start, seen: false }, { deadlock: 'allowed' }).rules('r', {
      a: (s) => s.update('n', (n) => n.more('a')),
      b: (s) => s.update('n', (n) => n.more('b')),
      look: (s) => !s.get('seen') && s.get('n').a === 0 && s.get('n') === start && s.set('seen', true),
    });
  const reference = new ReferenceExplorer(systemOf(system()));
  await reference.run(host);
  const found = await explored(system(), { parts: false });
  t.is(found.columns, 2);
  t.is(found.states, reference.states);
  t.is(found.transitions, reference.transitions);
});

test('the report of a run with parts says so, and no other', async (t) => {
  const check = (options: RunOptions) => checkSystem(systemOf(switches()), { model: 'm', parameters: {} }, options);
  for (const order of ['breadth-first', 'depth-first'] as const) {
    const report = await check({ workers: 1, order, parts: true });
    t.true(report.parts);
    t.is(report.statistics.states, 2 ** COUNT);
    t.true(report.statistics.evaluations <= 4 * COUNT, `${report.statistics.evaluations} evaluations`);
    t.false('parts' in (await check({ workers: 1, order })));
  }
});
