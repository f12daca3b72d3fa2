/** The compact form of the table of states: exact for every key, also while it grows, and the engine finds in it what the reference finds. */
import '../helpers/uncounted.ts';
import test from 'ava';
import { defineSystem } from 'everywhen';
import fc from 'fast-check';
import twoPhaseCommit from '../../models/classics/two-phase-commit.ts';
import { Explorer } from '../../src/engine/exploring/explorer.ts';
import { COMPACT_BITS, HOOK_COUNT, HOOK_PLACE, NO_NODE, NO_TREE } from '../../src/engine/kernel/memory-map.ts';
import { Kernel, kernelModule, newMemory } from '../../src/engine/kernel.ts';
import { Teacher } from '../../src/engine/knowledge/teacher.ts';
import { compactBits } from '../../src/engine/memory/capacity.ts';
import { doTask } from '../../src/engine/memory/growth.ts';
import type { Layout } from '../../src/engine/memory/layout.ts';
import { PackedStates } from '../../src/engine/memory/packed-states.ts';
import { instantiate } from '../../src/language/model.ts';
import { systemOf } from '../helpers/explored.ts';
import { compiledKernel } from '../helpers/kernel.ts';
import { byEngine, byReference, differences, type Summary, waysOf } from '../helpers/oracle.ts';
import { randomSystem } from '../helpers/random-system.ts';

/** The number that kernel/hooks.ts gives the place. */
const WHILE_GROWING = 5;
const SYSTEMS = 60;
const STATES_MAX = 3000;
const kernel = new Kernel(kernelModule(), newMemory(), { compactFrom: 0 });
/** With so many lines, keys may have 44 bits. */
const large = new Kernel(kernelModule(), newMemory(), { compactFrom: 0, linesFirst: 2 ** 18 });
const hooked = new Kernel(compiledKernel('hooks.ts', 'const HOOKED = false', 'const HOOKED = true'), newMemory(), {
  compactFrom: 4096,
});

const one = systemOf(
  defineSystem({ n: 0 }, { deadlock: 'allowed' }).rules('r', { next: (s) => s.set('n', 1 - s.get('n')) }),
);
const layoutOf = (bits: number): Layout => ({
  places: [{ word: 0, shift: 0, bits }],
  words: 1,
  recordBytes: Math.ceil(bits / 8),
});
const storeOf = (bits: number, statesMax = Number.POSITIVE_INFINITY) =>
  new PackedStates(kernel, new Teacher(one), layoutOf(bits), statesMax).store;

/** Marsaglia's xorshift of 32 bits. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** All keys that the nodes of the table have. */
function keysOfNodes(): bigint[] {
  const keys: bigint[] = [];
  for (let node = 0; ; node++) {
    node = kernel.run.nodeFrom(0, node, NO_TREE) >>> 0;
    if (node === NO_NODE) return keys;
    const key = BigInt.asUintN(64, kernel.run.keyOfNode(node));
    if (kernel.run.nodeOf(key) >>> 0 !== node) throw new Error(`node ${node} is not found by its key`);
    keys.push(key);
  }
}

for (const [what, bits, keyOf] of [
  ['few bits, in order', 20, (i: number) => BigInt(i)],
  ['32 bits', 32, (_: number, random: () => number) => BigInt(random())],
  ['33 bits, the upper ones alone', 33, (i: number) => BigInt(i) << 15n],
  ['36 bits', 36, (_: number, random: () => number) => (BigInt(random()) << 4n) ^ BigInt(random() % 16)],
] as const) {
  test(`a compact table has every key of ${what}, and no other, while it grows in parts`, (t) => {
    const store = storeOf(bits);
    const random = numbers(88172645);
    const keys = new Set<bigint>();
    t.true(store.sizes.isCompact);
    let tasks = 0;
    for (let i = 0; keys.size < 150_000; i++) {
      const key = keyOf(i, random);
      let result = store.addKey(key);
      if (typeof result !== 'string') {
        const growth = store.beginGrowth(() => true);
        if (typeof growth === 'string') return t.fail(growth);
        for (const round of growth.rounds(5, 1)) {
          for (const task of round.toSorted(() => (random() % 2) - 0.5)) doTask(kernel, ++tasks % 7, task);
        }
        growth.finish();
        store.endGrowth();
        result = store.addKey(key);
      }
      if (result !== (keys.has(key) ? 'known' : 'new')) return t.fail(`${key}: ${result}`);
      keys.add(key);
    }
    t.true(tasks > 10);
    const stored = keysOfNodes();
    t.is(stored.length, keys.size);
    t.is(new Set(stored).size, keys.size);
    t.true(stored.every((key) => keys.has(key)));
    t.is(kernel.run.has(2n ** BigInt(bits) - 1n), 0);
    store.clear();
  });
}

test('a table is compact only where a bucket has room for the rest of a hash', (t) => {
  t.is(compactBits(2 ** 10, layoutOf(36)), 36);
  t.is(compactBits(2 ** 10, layoutOf(37)), 0);
  t.is(compactBits(2 ** 10, layoutOf(3)), 32);
  t.is(compactBits(2 ** 24, layoutOf(50)), 50);
  t.is(compactBits(2 ** 24, layoutOf(51)), 0);
  t.is(compactBits(2 ** 26, layoutOf(52)), 52);
  t.is(compactBits(2 ** 28, layoutOf(32)), 0);
  t.is(compactBits(2 ** 26, { ...layoutOf(40), words: 2 }), 0);
  const store = storeOf(40);
  t.false(store.sizes.isCompact);
  store.clear();
});

test('a table that no bits are left for in a wider layout is written in its other form', (t) => {
  for (const bits of [36, 37, 52]) {
    const store = storeOf(34);
    for (let i = 0; i < 4000; i++) store.addKey(BigInt(i) << 20n);
    t.is(
      store.widen(layoutOf(bits), () => true),
      undefined,
    );
    t.is(store.sizes.isCompact, bits <= 36);
    t.true(Array.from({ length: 4000 }, (_, i) => BigInt(i) << 20n).every((key) => kernel.run.has(key) === 1));
    for (let i = 4000; i < 9000; i++) {
      if (typeof store.addKey(BigInt(i) << 20n) !== 'string') {
        store.growStates(() => true);
        store.addKey(BigInt(i) << 20n);
      }
    }
    t.true(Array.from({ length: 9000 }, (_, i) => BigInt(i) << 20n).every((key) => kernel.run.has(key) === 1));
    store.clear();
  }
  const store = storeOf(34);
  for (let i = 0; i < 4000; i++) store.addKey(BigInt(i) << 20n);
  t.is(
    store.widen(layoutOf(52), () => false),
    'memory',
  );
  store.clear();
});

test.serial('the engine finds what the reference finds in random systems if the table is compact', async (t) => {
  t.timeout(600_000);
  let compact = 0;
  for (const [number, data] of fc.sample(randomSystem, { seed: 13, numRuns: SYSTEMS }).entries()) {
    let expected: Summary | undefined;
    for (const way of waysOf(number, 4).filter(({ kernel }) => kernel === undefined)) {
      const { summary } = await byEngine(data, { ...way, statesMax: STATES_MAX, kernel: large });
      if (summary.stopped === 'max-states') break;
      // It was that of the last table.
      if (large.get(COMPACT_BITS) === 0) continue;
      expected ??= await byReference(data);
      t.deepEqual(differences(expected, summary), [], `system ${number}, ${way.name}`);
      compact++;
    }
  }
  t.log(`${compact} explorations`);
  t.true(compact > SYSTEMS);
});

async function explored(options: ConstructorParameters<typeof Explorer>[1]) {
  const explorer = new Explorer(instantiate(twoPhaseCommit, { managers: 5, liveness: 'off' }), options);
  try {
    await explorer.run({ breathe: async () => undefined, mayGrow: () => true });
    const { states, transitions, depth, deaths } = explorer;
    return { seen: { states, transitions, depth, digests: explorer.digests() }, deaths };
  } finally {
    await explorer.close();
  }
}

test.serial('a table becomes compact while it grows, by several threads, also if one of them dies', async (t) => {
  const { seen } = await explored({});
  t.deepEqual((await explored({ kernel: hooked })).seen, seen);
  for (const times of [0, 1, 2]) {
    hooked.set(HOOK_PLACE, WHILE_GROWING);
    hooked.set(HOOK_COUNT, times);
    const after = await explored({ kernel: hooked, workers: 2, poolStates: 100 });
    t.is(after.deaths, Math.min(times, 1));
    t.deepEqual(after.seen, seen);
  }
});
