/** The kernel's copy of the teacher's knowledge. */
import test from 'ava';
import { defineSystem } from 'everywhen';
import { Kernel, kernelModule, newMemory } from '../../src/engine/kernel.ts';
import { Teacher } from '../../src/engine/knowledge/teacher.ts';
import { layOut } from '../../src/engine/memory/layout.ts';
import { OutOfBits, PackedStates } from '../../src/engine/memory/packed-states.ts';
import { systemOf } from '../helpers/explored.ts';

test('an entry without room in the layout is not published with the entry next to it', (t) => {
  // Two threads missed the tree of the rule 'write', for a = false and for a = true. Its outcomes for a = false need four
  // values of n, and the layout has room for two.
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
  // For a = false the tree must still be unknown to the kernel: its outcomes do not fit into the bits of n.
  t.throws(() => packed.successorsOf(packed.store.keyOf([0, 0])), { instanceOf: OutOfBits });
});
