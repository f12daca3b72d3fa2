/** A component takes more values than states have bits for: the run goes on where it stands, with the states that it has. */
import '../helpers/uncounted.ts';
import test from 'ava';
import { defineSystem, replicated } from 'everywhen';
import { checkSystem } from '../../src/check/check.ts';
import { DepthFirst } from '../../src/engine/exploring/depth-first.ts';
import { Explorer } from '../../src/engine/exploring/explorer.ts';
import { WORD_BUCKETS, WORDS } from '../../src/engine/kernel/memory-map.ts';
import { Kernel, kernelModule, newMemory } from '../../src/engine/kernel.ts';
import { Teacher } from '../../src/engine/knowledge/teacher.ts';
import { excessOf, type Layout, layOut, movesBetween, widerThan } from '../../src/engine/memory/layout.ts';
import { PackedStates } from '../../src/engine/memory/packed-states.ts';
import { ReferenceExplorer } from '../../src/reference/explorer.ts';
import { systemOf } from '../helpers/explored.ts';

const host = { breathe: async () => undefined, mayGrow: () => true };

/** Two counters that go up and come back, and marks of where the first has been: 26 bits. */
const counters = () =>
  systemOf(
    defineSystem({ n: 0, m: 0, marks: replicated(12, false) }, { deadlock: 'allowed' })
      .unreachable('U', 'both at the top')
      .rules('r', {
        n: (s) => s.set('marks', s.get('n') % 12, !s.get('marks', s.get('n') % 12)).set('n', (s.get('n') + 1) % 60),
        m: (s) => s.when(s.get('n') % 7 === 0)?.set('m', (s.get('m') + 1) % 40),
        top: (s) => s.when(s.get('n') === 59 && s.get('m') === 39)?.unreachable('U'),
      }),
  );

async function explored(options: ConstructorParameters<typeof Explorer>[1]) {
  const explorer = new Explorer(counters(), { auditOneIn: 16, tight: true, ...options });
  const stopped = await explorer.run(host);
  return { explorer, stopped };
}

for (const workers of [1, 2, 4]) {
  test(`a run of ${workers} workers goes on in several words, and finds each state once`, async (t) => {
    t.timeout(600_000);
    const reference = new ReferenceExplorer(counters(), 100_000);
    await reference.run(host);
    const { explorer, stopped } = await explored({ wordBits: 20, workers, poolStates: 0 });
    t.is(stopped, undefined);
    const { packed, restarts, widened } = explorer;
    t.true(packed.layout.words > 1 && packed.layout.narrow !== undefined);
    t.is(restarts, 0);
    t.true(widened >= 5);
    t.is(explorer.states, reference.states);
    t.is(explorer.transitions, reference.transitions);
    t.deepEqual(explorer.digests(), reference.digests());
    t.deepEqual(pathOf(explorer), pathOf(reference));
    // Both kinds of keys, and a state whose values fit into one word again has the key of one word.
    const keys = explorer.levels
      .flat()
      .flatMap(({ from, to }) => range(from, to).map((record) => packed.keyAt(record)));
    t.is(new Set(keys).size, explorer.states);
    t.true(keys.some(isNarrow) && keys.some((key) => !isNarrow(key)));
    for (const key of keys.slice(0, 500)) t.is(packed.store.keyOf(packed.decode(key)), key);
    await explorer.close();
  });
}

test('without room for longer records, a run stops with the states that it has', async (t) => {
  const explorer = new Explorer(counters(), { wordBits: 20, tight: true });
  // So much takes one block of the log in several words, and nothing else.
  const mayGrow = (bytes: number) => bytes < 2 ** 15 || bytes > 2 ** 16;
  t.is(await explorer.run({ ...host, mayGrow }), 'memory');
  t.is(explorer.packed.layout.words, 1);
  t.true(explorer.states > 10);
  t.is(explorer.restarts, 0);
  await explorer.close();
});

test('a run without room for the words of its next layout begins again, and says so', async (t) => {
  const kernel = new Kernel(kernelModule(), newMemory());
  let refused = 0;
  const run = { ...kernel.run, convert: () => refused++ && 0 };
  Object.assign(kernel, { run });
  const { explorer, stopped } = await explored({ wordBits: 20, kernel });
  t.is(stopped, undefined);
  t.true(refused > 0);
  t.is(explorer.restarts, refused);
  const { explorer: other } = await explored({ wordBits: 20 });
  t.is(explorer.states, other.states);
  await explorer.close();
  await other.close();
});

test('a run begins again in several words if its table begins at another place there, and says so', async (t) => {
  const kernel = new Kernel(kernelModule(), newMemory());
  // As in a browser, where the table of states begins in place of the words.
  const { to } = kernel.roomForStates(1);
  Object.assign(kernel, { roomForStates: (words: number) => ({ from: words === 1 ? 0 : 2 ** 26, to }) });
  const { explorer, stopped } = await explored({ wordBits: 20, kernel });
  t.is(stopped, undefined);
  t.is(explorer.restarts, 1);
  t.true(explorer.packed.layout.words > 1 && explorer.packed.layout.narrow === undefined);
  const { explorer: other } = await explored({ wordBits: 20 });
  t.is(explorer.states, other.states);
  t.deepEqual(explorer.digests(), other.digests());
  await explorer.close();
  await other.close();
});

test('a run with symmetry begins again in every wider layout, and says how often', async (t) => {
  const turns = () =>
    systemOf(
      defineSystem({ at: replicated(3, 0) }, { deadlock: 'allowed' }).processes('p', 3, {
        go: (s) =>
          s
            .when(s.get('at', s.index) < 9)
            ?.set('at', s.index, s.get('at', s.index) + 1)
            .goto('go'),
      }),
    );
  for (const wordBits of [63, 9]) {
    const explorer = new Explorer(turns(), { symmetry: true, tight: true, wordBits });
    t.is(await explorer.run(host), undefined);
    // Three out of ten values, in no order and with repetition.
    t.is(explorer.states, 220);
    t.true(explorer.restarts > 0);
    t.is(explorer.packed.layout.words > 1, wordBits < 63);
    await explorer.close();
  }
});

test('a depth-first run begins again, and the report says how often', async (t) => {
  const long = () =>
    systemOf(
      defineSystem({ n: 0 }, { deadlock: 'allowed' }).rules('r', {
        up: (s) => s.when(s.get('n') < 3000)?.update('n', (n) => n + 1),
      }),
    );
  const explorer = new DepthFirst(long());
  await explorer.run(host);
  t.true(explorer.restarts > 0);
  const options = { order: 'depth-first' } as const;
  const { statistics } = await checkSystem(long(), { model: 'test', parameters: {} }, options);
  t.is(statistics.restarts, explorer.restarts);
  t.is((await checkSystem(long(), { model: 'test', parameters: {} })).statistics.restarts, undefined);
  await explorer.close();
});

test('records keep their numbers and values, and the table its states, in every layout', (t) => {
  const teacher = new Teacher(counters());
  const kernel = new Kernel(kernelModule(), newMemory());
  const layoutFor = (wordBits: number, before?: Layout) =>
    layOut(teacher.domains, () => 0, { wordBits, spare: false, ...(before && { before }) });
  const { slots, canon } = teacher.system;
  const positionOf = (slot: string) => slots.findIndex(({ name }) => name === slot);
  const numberOf = (name: string, i: number) => (name.startsWith('marks') ? (i >> Number(name.slice(6, -1))) & 1 : 0);
  for (const { position, name } of slots) if (name.startsWith('marks')) teacher.domains[position]?.idOf(canon.of(true));
  // Three blocks of the log.
  const distinct = range(0, 5 * 2 ** 12).map((i) =>
    slots.map(({ name }) => (name === 'm' ? i >> 12 : numberOf(name, i))),
  );
  for (let m = 0; m < 5; m++) teacher.domains[positionOf('m')]?.idOf(canon.of(m));
  const packed = new PackedStates(kernel, teacher, layoutFor(30), Number.POSITIVE_INFINITY);
  const mayGrow = () => true;
  for (let size = 0; size < distinct.length; size += 4096) packed.store.growStates(mayGrow);
  for (const ids of distinct) packed.store.add(ids);
  t.is(packed.store.log.countStored(), distinct.length);
  // Within one word, then in several; then slots stay in their words or must be grouped anew.
  const growing: readonly (readonly [slot: 'n' | 'm', size: number, wordBits: number, how: string])[] = [
    ['n', 3, 30, 'one word'],
    ['n', 300, 20, 'first words'],
    ['m', 70, 24, 'same words'],
    ['m', 300, 24, 'same words'],
    ['n', 5000, 13, 'other words'],
    ['m', 600, 20, 'same words'],
  ];
  const found: string[] = [];
  for (const [slot, size, wordBits] of growing) {
    const position = positionOf(slot);
    for (let value = 0; value < size; value++) teacher.domains[position]?.idOf(canon.of(value));
    const before = packed.layout;
    t.is(packed.widen(layoutFor(wordBits, before), mayGrow), undefined);
    const { words, places } = packed.layout;
    const isSame = places.every(({ word }, i) => word === before.places[i]?.word);
    found.push(words === 1 ? 'one word' : before.words === 1 ? 'first words' : isSame ? 'same words' : 'other words');
    // A state that the layout before had no room for.
    const last = (distinct[distinct.length - 1] as number[]).slice();
    last[position] = size - 1;
    packed.store.add(last);
    distinct.push(last);
    distinct.forEach((ids, record) => {
      const now = Array.from(packed.decodeRecord(record));
      if (now.join() !== ids.join() || kernel.run.has(packed.keyAt(record)) === 0) t.fail(`${record} after ${size}`);
    });
    t.is(packed.store.addKey(packed.store.keyOf(distinct[7] as number[])), 'known');
  }
  t.deepEqual(
    found,
    growing.map(([, , , how]) => how),
  );
  packed.store.clear();
  for (const from of [WORD_BUCKETS, WORDS])
    t.true(kernel.u64.subarray(from / 8, from / 8 + 2 ** 20).every((word) => word === 0n));
  const { base, logBase } = packed.store.room;
  for (const from of [base, logBase - 2 ** 20]) t.true(kernel.wideBytes(from, 2 ** 20).every((byte) => byte === 0));
});

test('bits that a narrow word has no room for are in excess, and others move to where the value goes on', (t) => {
  const narrow: Layout = {
    places: [
      { word: 0, shift: 0, bits: 2 },
      { word: 0, shift: 2, bits: 3 },
    ],
    words: 1,
    recordBytes: 1,
  };
  const next: Layout = {
    places: [
      { word: 1, shift: 4, bits: 5 },
      { word: 0, shift: 0, bits: 3 },
    ],
    words: 2,
    recordBytes: 8,
  };
  const layout = widerThan(narrow, next);
  t.is(layout.narrow, narrow.places);
  t.is(widerThan(layout, next).narrow, narrow.places);
  t.is(widerThan(next, next).narrow, undefined);
  t.deepEqual(excessOf(layout), [0n, 0b1_1100_0000n]);
  t.deepEqual(movesBetween(narrow.places, next.places), [
    { from: 0, to: 0, by: -2, bits: 0b11100n },
    { from: 0, to: 1, by: 4, bits: 0b11n },
  ]);
});

function pathOf(explorer: Explorer | ReferenceExplorer): string[] {
  return explorer.pathTo('U').steps.map(({ alternative, place }) => `${alternative.label} ${place}`);
}

function isNarrow(key: bigint): boolean {
  return key >> 63n === 0n;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
