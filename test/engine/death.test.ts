/** Threads that die in the kernel: their chunk is visited again, and no count, no finding and no path changes. */
import '../helpers/uncounted.ts';
import test from 'ava';
import lockedQueue from '../../models/classics/locked-queue.ts';
import { Explorer } from '../../src/engine/exploring/explorer.ts';
import { HOOK_COUNT, HOOK_PLACE } from '../../src/engine/kernel/memory-map.ts';
import { Kernel, newMemory } from '../../src/engine/kernel.ts';
import { instantiate } from '../../src/language/model.ts';
import { compiledKernel } from '../helpers/kernel.ts';

/** The numbers that kernel/hooks.ts gives them. */
const PLACES = {
  'between writing its record and taking its bucket': 1,
  'between taking its bucket and publishing its record': 2,
  'after publishing a record': 3,
  'before its batch counts': 4,
};
/** How often the place is passed before the death. */
const TIMES = [1, 7, 40];
const sizes = { variant: 'no-recheck', injectors: 2, movers: 2, targets: 2, injections: 2, moves: 1 } as const;

const hooked = compiledKernel('hooks.ts', 'const HOOKED = false', 'const HOOKED = true');
const kernel = new Kernel(hooked, newMemory());

async function explored(options: { place?: number; times?: number; wordBits: number }) {
  kernel.set(HOOK_PLACE, options.place ?? 0);
  kernel.set(HOOK_COUNT, options.times ?? 0);
  const system = instantiate(lockedQueue, sizes);
  const explorer = new Explorer(system, {
    kernel,
    wordBits: options.wordBits,
    ...(options.place !== undefined && { workers: 2, poolStates: 20 }),
  });
  await explorer.run({ breathe: async () => undefined, mayGrow: () => true });
  const { states, transitions, depth, quiescentStates, finalStates, deaths } = explorer;
  const path = explorer.pathTo('right list').steps.map(({ alternative, place }) => `${alternative.position}.${place}`);
  await explorer.close();
  return { seen: { states, transitions, depth, quiescentStates, finalStates, path }, deaths };
}

for (const [words, wordBits] of Object.entries({ 'one word': 63, 'several words': 12 })) {
  let run: ReturnType<typeof explored> | undefined;
  for (const [place, number] of Object.entries(PLACES)) {
    test.serial(`a thread that dies ${place} changes nothing, with states of ${words}`, async (t) => {
      run ??= explored({ wordBits });
      const { seen: undisturbed } = await run;
      t.true(undisturbed.states > 5000 && undisturbed.path.length > 5);
      for (const times of TIMES) {
        const { seen, deaths } = await explored({ place: number, times, wordBits });
        t.is(deaths, 1, `the thread dies at passage ${times}`);
        t.deepEqual(seen, undisturbed, `at passage ${times}`);
      }
    });
  }
}
