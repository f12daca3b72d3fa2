/** The memory that one exploration leaves for the next. */
import test from 'ava';
import { defineSystem } from 'everywhen';
import { HEADS, USED, WORD_BUCKETS, WORD_CACHE, WORDS } from '../../src/engine/kernel/memory-map.ts';
import { Kernel, kernelModule, newMemory, scratchOf } from '../../src/engine/kernel.ts';
import { Teacher } from '../../src/engine/knowledge/teacher.ts';
import { layOut } from '../../src/engine/memory/layout.ts';
import { PackedStates } from '../../src/engine/memory/packed-states.ts';
import { systemOf } from '../helpers/explored.ts';

for (const wordBits of [63, 2]) {
  const many = wordBits < 63;
  test(`no state of ${many ? 'several words' : 'one word'} is left where the table of another exploration may grow`, (t) => {
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
      kernel.wideBytes(store.room.base, store.room.end - store.room.base),
      kernel.wideBytes(store.room.logEnd, store.room.logBase - store.room.logEnd),
      kernel.u8.subarray(HEADS, HEADS + 64),
      ...(many ? [WORD_BUCKETS, WORDS].map((from) => kernel.u8.subarray(from, from + 64 * 1024)) : []),
    ];
    const isEmpty = (bytes: Uint8Array) => bytes.every((byte) => byte === 0);
    t.false(regions.some(isEmpty));
    store.clear();
    t.true(regions.every(isEmpty));
  });
}

test('a lane whose tasks visited states and stored none leaves no caches to the next exploration', (t) => {
  const system = systemOf(defineSystem({ n: 0 }, { deadlock: 'allowed' }).rules('r', { next: (s) => s.set('n', 1) }));
  const teacher = new Teacher(system);
  teacher.learn(0, [0]);
  const kernel = new Kernel(kernelModule(), newMemory());
  const layout = layOut(teacher.domains, () => 0, { wordBits: 63, spare: false });
  const { store } = new PackedStates(kernel, teacher, layout, Number.POSITIVE_INFINITY);
  const [used, unused] = [scratchOf(1), scratchOf(2)];
  for (const at of [used + USED, used + WORD_CACHE, unused + WORD_CACHE]) kernel.set(at, 1);
  store.clear();
  t.is(kernel.get(used + WORD_CACHE), 0);
  // What no task used is not touched: its pages cost nothing.
  t.is(kernel.get(unused + WORD_CACHE), 1);
});
