/** The compact form of the table of states: exact for every key, also while it grows, and the engine finds in it what the reference finds. */
import '../helpers/uncounted.ts';
import test from 'ava';
import fc from 'fast-check';
import twoPhaseCommit from '../../models/classics/two-phase-commit.ts';
import { Explorer } from '../../src/engine/exploring/explorer.ts';
import { COMPACT_BITS, HOOK_COUNT, HOOK_PLACE } from '../../src/engine/kernel/memory-map.ts';
import { Kernel, kernelModule, newMemory } from '../../src/engine/kernel.ts';
import { compactBits } from '../../src/engine/memory/capacity.ts';
import { instantiate } from '../../src/language/model.ts';
import { faultIn, KEYS, LINES_FIRST, layoutOf, storeOf } from '../helpers/compact-keys.ts';
import { compiledKernel } from '../helpers/kernel.ts';
import { byEngine, byReference, differences, type Summary, waysOf } from '../helpers/oracle.ts';
import { randomSystem } from '../helpers/random-system.ts';

/** The number that kernel/hooks.ts gives the place. */
const WHILE_GROWING = 5;
const SYSTEMS = 32;
const STATES_MAX = 3000;
const kernel = new Kernel(kernelModule(), newMemory(), { compactFrom: 0 });
const odd = new Kernel(kernelModule(), newMemory(), { compactFrom: 0, linesFirst: LINES_FIRST });
/** With so many lines, keys may have 44 bits. */
const large = new Kernel(kernelModule(), newMemory(), { compactFrom: 0, linesFirst: 2 ** 18 });
const hooked = new Kernel(compiledKernel('hooks.ts', 'const HOOKED = false', 'const HOOKED = true'), newMemory(), {
  compactFrom: 4096,
});

for (const keys of KEYS) {
  test(`a compact table has every key of ${keys.what}, and no other, while it grows in parts`, (t) => {
    for (const tables of [kernel, odd]) t.is(faultIn(tables, keys), undefined);
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
  const store = storeOf(kernel, 40);
  t.false(store.sizes.isCompact);
  store.clear();
});

test('a table that no bits are left for in a wider layout is written in its other form', (t) => {
  for (const bits of [36, 37, 52]) {
    const store = storeOf(kernel, 34);
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
  const store = storeOf(kernel, 34);
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
