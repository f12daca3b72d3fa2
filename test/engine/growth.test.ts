/** The table of states grows in rounds, whose tasks threads do in any order: no state is lost, and none is there twice. */
import '../helpers/uncounted.ts';
import test from 'ava';
import { defineSystem } from 'everywhen';
import twoPhaseCommit from '../../models/classics/two-phase-commit.ts';
import { Explorer } from '../../src/engine/exploring/explorer.ts';
import { HOOK_COUNT, HOOK_PLACE, STATE_LINES } from '../../src/engine/kernel/memory-map.ts';
import { Kernel, kernelModule, newMemory } from '../../src/engine/kernel.ts';
import { Teacher } from '../../src/engine/knowledge/teacher.ts';
import { doTask } from '../../src/engine/memory/growth.ts';
import { layOut } from '../../src/engine/memory/layout.ts';
import { PackedStates } from '../../src/engine/memory/packed-states.ts';
import { instantiate } from '../../src/language/model.ts';
import { systemOf } from '../helpers/explored.ts';
import { compiledKernel } from '../helpers/kernel.ts';

/** The number that kernel/hooks.ts gives the place. */
const WHILE_GROWING = 5;
const hooked = new Kernel(compiledKernel('hooks.ts', 'const HOOKED = false', 'const HOOKED = true'), newMemory());

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

test('tasks of a round move every entry to where it is found, in whichever order', (t) => {
  const system = systemOf(
    defineSystem({ n: 0 }, { deadlock: 'allowed' }).rules('r', { next: (s) => s.set('n', 1 - s.get('n')) }),
  );
  const teacher = new Teacher(system);
  const kernel = new Kernel(kernelModule(), newMemory());
  const layout = layOut(teacher.domains, () => 0, { wordBits: 63, spare: true });
  const next = numbers(2463534242);
  for (const [parts, linesMin] of [
    [1, 1],
    [3, 1],
    [16, 1],
    [8, 300],
  ] as const) {
    const { store } = new PackedStates(kernel, teacher, layout, Number.POSITIVE_INFINITY);
    const keys: bigint[] = [];
    let tasks = 0;
    for (let growths = 0; growths < 4; ) {
      const key = (BigInt(next()) << 20n) ^ BigInt(next());
      const result = store.addKey(key);
      if (result === 'new') keys.push(key);
      if (typeof result === 'string') continue;
      const growth = store.beginGrowth(() => true);
      if (typeof growth === 'string') return t.fail(growth);
      for (const round of growth.rounds(parts, linesMin)) {
        for (const task of round.toSorted(() => (next() % 2) - 0.5)) doTask(kernel, ++tasks % 7, task);
      }
      growth.finish();
      store.endGrowth();
      growths++;
    }
    t.true(tasks > 4 * parts);
    t.is(kernel.get(STATE_LINES), 1024 * 4 ** 4);
    t.true(keys.every((key) => kernel.run.has(key) === 1));
    const bytes = kernel.wideBytes(store.room.base, store.room.end - store.room.base);
    const entries = new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8).filter(
      (entry) => entry !== 0n,
    );
    t.is(entries.length, keys.length);
    t.is(new Set(entries).size, keys.length);
    store.clear();
  }
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

test.serial('threads that grow the table together change nothing', async (t) => {
  const { seen } = await explored({});
  t.true(seen.states > 8000);
  for (const workers of [2, 3]) t.deepEqual((await explored({ workers, poolStates: 100 })).seen, seen);
});

test.serial('a thread that dies with entries of the table in its hands loses none', async (t) => {
  const { seen } = await explored({ kernel: hooked });
  for (const times of [1, 2, 30]) {
    hooked.set(HOOK_PLACE, WHILE_GROWING);
    hooked.set(HOOK_COUNT, times);
    const after = await explored({ kernel: hooked, workers: 2, poolStates: 100 });
    t.is(after.deaths, 1);
    t.deepEqual(after.seen, seen);
  }
});
