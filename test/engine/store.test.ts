/** The memory that one exploration leaves to the next. */
import test from 'ava';
import { defineSystem } from 'everywhen';
import { LOG_TOP, STATE_BASE, WORD_BUCKETS, WORDS } from '../../src/engine/kernel/memory-map.ts';
import { Kernel, kernelModule, newMemory } from '../../src/engine/kernel.ts';
import { Teacher } from '../../src/engine/knowledge/teacher.ts';
import { layOut } from '../../src/engine/memory/layout.ts';
import { PackedStates } from '../../src/engine/memory/packed-states.ts';
import { systemOf } from '../helpers/explored.ts';

for (const wordBits of [63, 2]) {
  const many = wordBits < 63;
  test(`nothing of ${many ? 'several words' : 'one word'} is left where the table of another exploration may grow to`, (t) => {
    const system = systemOf(
      defineSystem({ n: 0, m: 0 }, { deadlock: 'allowed' }).rules('r', {
        next: (s) => s.set('n', (s.get('n') + 1) % 4).set('m', s.get('n')),
      }),
    );
    const teacher = new Teacher(system);
    for (let n = 0; n < 4; n++) teacher.learn(0, [n, 0]);
    const kernel = new Kernel(kernelModule(), newMemory());
    const layout = layOut(teacher.domains, () => 0, { wordBits, spare: false });
    t.is(layout.words > 1, many);
    const { store } = new PackedStates(kernel, teacher, layout, Number.POSITIVE_INFINITY);
    for (let n = 0; n < 4; n++) store.add([n, n]);
    const regions = [
      [kernel.get(STATE_BASE), store.end],
      [store.logEnd, LOG_TOP],
      ...(many
        ? [
            [WORD_BUCKETS, WORD_BUCKETS + 64 * 1024],
            [WORDS, WORDS + 64 * 1024],
          ]
        : []),
    ];
    const isEmpty = ([from = 0, to = 0]: readonly number[]) =>
      kernel.u64.subarray(from / 8, to / 8).every((word) => word === 0n);
    t.false(regions.some(isEmpty));
    store.clear();
    t.true(regions.every(isEmpty));
  });
}
