/** What the kernel is told of what the teacher knows. */
import test from 'ava';
import { defineSystem } from 'everywhen';
import { Kernel, kernelModule, newMemory } from '../../src/engine/kernel.ts';
import { Teacher } from '../../src/engine/knowledge/teacher.ts';
import { layOut } from '../../src/engine/memory/layout.ts';
import { OutOfBits, PackedStates } from '../../src/engine/memory/packed-states.ts';
import { systemOf } from '../helpers/explored.ts';

test('a lesson without room in the layout is not published with the lesson next to it', (t) => {
  // Two threads found what the rule 'write' does not know, for a = false and for a = true. What it does where a is
  // false needs four values of n, and the layout has room for two.
  const system = systemOf(
    defineSystem({ a: false, n: 0 }, { deadlock: 'allowed' }).rules('r', {
      flip: (s) => s.set('a', !s.get('a')),
      write: (s) => (s.get('a') ? s.set('n', 0) : s.chooseFrom([1, 2, 3], (n) => s.set('n', n))),
    }),
  );
  const teacher = new Teacher(system);
  const layout = layOut(teacher.domains, () => 0, { wordBits: 63, spare: false });
  const packed = new PackedStates(new Kernel(kernelModule(), newMemory()), teacher, layout, Number.POSITIVE_INFINITY);
  const [flip, write] = [0, 1];
  packed.teach([0, 0], [flip]);
  t.throws(() => packed.teach([0, 0], [write]), { instanceOf: OutOfBits });
  packed.teach([1, 0], [write]);
  t.is(packed.successorsOf(packed.store.keyOf([1, 0])).length, 2);
  // Where a is false the kernel must still not know: it would write three bits into one.
  t.throws(() => packed.successorsOf(packed.store.keyOf([0, 0])), { instanceOf: OutOfBits });
});
