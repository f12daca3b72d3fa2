/** The states on shortest paths: more than a `Set` holds, in portions where memory is short, and too many to be compared. */
import '../helpers/uncounted.ts';
import test from 'ava';
import fc from 'fast-check';
import { RecordSet } from '../../src/engine/answers/record-set.ts';
import { searchAlone } from '../../src/engine/answers/searching.ts';
import { type FoundPath, shortestPath } from '../../src/engine/answers/shortest.ts';
import { Explorer } from '../../src/engine/exploring/explorer.ts';
import { rangesBetween } from '../../src/engine/memory/log.ts';
import { instantiate } from '../../src/language/model.ts';
import type { Route } from '../../src/model/exploration.ts';
import counters from '../fixtures/counters.ts';
import { systemOf } from '../helpers/explored.ts';
import { buildRandom, randomSystem } from '../helpers/random-system.ts';

test('a set of records has more members than a Set of JavaScript may have, once each and in order', (t) => {
  const set = new RecordSet();
  const most = 2 ** 24 + 100;
  for (let record = 3; record < most; record++) set.add(record);
  set.add(7);
  t.is(set.size, most - 3);
  let count = 0;
  let last = 2;
  for (const record of set.within(rangesBetween(0, most + 50))) {
    if (record !== last + 1) t.fail(`${record} after ${last}`);
    last = record;
    count++;
  }
  t.is(count, most - 3);
  t.deepEqual([...set.within([{ from: 8190, to: 8192 }])], [8190, 8191]);
});

test('a set of records has exactly what was added, whatever the ranges', (t) => {
  const records = fc.uniqueArray(fc.nat(20_000));
  const cuts = fc.tuple(fc.nat(20_000), fc.nat(20_000));
  fc.assert(
    fc.property(records, cuts, (added, [from, to]) => {
      const set = new RecordSet();
      for (const record of added) set.add(record);
      const expected = added.filter((record) => record >= from && record < to).toSorted((a, b) => a - b);
      t.deepEqual([...set.within(rangesBetween(from, to))], expected);
    }),
    { numRuns: 100, seed: 3 },
  );
});

test('a path is the same if marks come in portions, and as short if whole paths are not compared', async (t) => {
  const all = { statesCompared: 2 ** 20, stepsCompared: 2 ** 22 };
  let [paths, otherPaths] = [0, 0];
  for (const data of fc.sample(randomSystem, { seed: 5, numRuns: 60 })) {
    const system = systemOf(buildRandom(data));
    const explorer = new Explorer(system, { statesMax: 5000 });
    await explorer.run({ breathe: async () => undefined, mayGrow: () => true });
    for (const [id, depth] of explorer.found) {
      const property = system.properties.findIndex((one) => one.id === id);
      const search = (limits?: Parameters<typeof shortestPath>[3]) =>
        searchAlone(explorer.packed, shortestPath(explorer.packed, explorer.levels, { property, depth }, limits));
      const text = ({ start, steps }: FoundPath) => `${start}: ${steps.map(({ key }) => key).join()}`;
      const least = search();
      t.is(text(search({ ...all, marksMax: 1 })), text(least), id);
      t.is(text(search({ ...all, marksMax: 3 })), text(least), id);
      // A path without steps is the only one.
      if (depth === 0) continue;
      const greedy = search({ ...all, statesCompared: 0, marksMax: 2 });
      t.deepEqual([greedy.isGreedy, least.isGreedy], [true, undefined], 'a path that was not compared says so');
      t.is(greedy.steps.length, depth);
      t.is(text(search({ ...all, statesCompared: 0 })), text(greedy));
      t.is(text(search({ ...all, stepsCompared: 0 })), text(greedy));
      paths++;
      if (text(greedy) !== text(least)) otherPaths++;
    }
    await explorer.close();
  }
  t.true(paths > 60 && otherPaths > 0, `${paths} paths, ${otherPaths} others`);
});

test('a trace is found where symmetry stores few of the states that lead to it', async (t) => {
  const explorer = new Explorer(instantiate(counters, { counters: 7, last: 9 }), { symmetry: true });
  await explorer.run({ breathe: async () => undefined, mayGrow: () => true });
  t.is(explorer.states, 11_440);
  // Ten million states lead to the end, more than may be kept at one time.
  const { steps, isGreedy } = explorer.pathTo('some are left');
  t.is(steps.length, 63);
  t.true(isGreedy);
  await explorer.close();
});

test('threads that search together find the same paths', async (t) => {
  let paths = 0;
  const host = { breathe: async () => undefined, mayGrow: () => true };
  for (const [i, data] of fc.sample(randomSystem, { seed: 5, numRuns: 12 }).entries()) {
    const alone = new Explorer(systemOf(buildRandom(data)), { statesMax: 5000 });
    const tight = { tight: i % 2 === 0, ...(i % 3 === 0 && { wordBits: 9 }) };
    const together = new Explorer(systemOf(buildRandom(data)), {
      statesMax: 5000,
      workers: 2,
      poolStates: 0,
      ...tight,
    });
    if ((await alone.run(host)) === undefined) {
      await together.run(host);
      await together.findPaths(host);
      for (const id of alone.found.keys()) {
        const text = ({ start, steps }: Route) =>
          `${start}: ${steps.map(({ alternative, place }) => `${alternative.position}.${place}`).join()}`;
        t.is(text(together.pathTo(id)), text(alone.pathTo(id)), id);
        paths++;
      }
    }
    await alone.close();
    await together.close();
  }
  t.true(paths > 10, `${paths} paths`);
});
