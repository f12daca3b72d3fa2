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
import { goOnFrom, Kept, withFile } from '../helpers/checkpoints.ts';
import { faultIn, KEYS, LINES_FIRST, layoutOf, storeOf } from '../helpers/compact-keys.ts';
import { compiledKernel } from '../helpers/kernel.ts';
import { byEngine, byReference, differences, type Summary, waysOf } from '../helpers/oracle.ts';
import { randomSystem } from '../helpers/random-system.ts';

/** The numbers that kernel/hooks.ts gives the places. */
const PLACES = { growing: 5, placing: 6 };
const SYSTEMS = 20;
const STATES_MAX = 3000;
const kernel = new Kernel(kernelModule(), newMemory(), { compactFrom: 0 });
const odd = new Kernel(kernelModule(), newMemory(), { compactFrom: 0, linesFirst: LINES_FIRST });
/** With so many lines, keys may have 44 bits. */
const large = new Kernel(kernelModule(), newMemory(), { compactFrom: 0, linesFirst: 2 ** 18 });
const hooked = new Kernel(compiledKernel('hooks.ts', 'const HOOKED = false', 'const HOOKED = true'), newMemory(), {
  compactFrom: 1024,
  linesFirst: 256,
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
    const { states, transitions, depth, deaths, packed } = explorer;
    const { isCompact } = packed.store.sizes;
    return { seen: { states, transitions, depth, digests: explorer.digests() }, deaths, isCompact };
  } finally {
    await explorer.close();
  }
}

test.serial('a table becomes compact while it grows, by several threads, also if one of them dies', async (t) => {
  const { seen } = await explored({});
  t.deepEqual(await explored({ kernel: hooked }), { seen, deaths: 0, isCompact: true });
  for (const [what, place] of Object.entries(PLACES)) {
    for (const times of [0, 1, 2, 9, 40]) {
      hooked.set(HOOK_PLACE, place);
      hooked.set(HOOK_COUNT, times);
      const after = await explored({ kernel: hooked, workers: 2, poolStates: 100 });
      t.deepEqual(after, { seen, deaths: Math.min(times, 1), isCompact: true }, `${what}, ${times}`);
    }
  }
});

test.serial('a run resumes from the checkpoint of a compact table', async (t) => {
  const { seen } = await explored({});
  const written = new Kept();
  await withFile((file) => explored({ kernel: hooked, checkpoint: written.options(file) }));
  for (const bytes of written.some(5)) {
    for (const options of [{}, { kernel: hooked }]) {
      const resumed = await goOnFrom(bytes, (checkpoint) => explored({ ...options, checkpoint }));
      t.deepEqual(resumed.seen, seen);
    }
  }
  // Where the table was compact, it stays so.
  const last = written.all.at(-1) as Buffer;
  t.true((await goOnFrom(last, (checkpoint) => explored({ checkpoint }))).isCompact);
});
