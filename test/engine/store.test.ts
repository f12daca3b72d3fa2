/** The memory that one exploration leaves to the next. */
import test from 'ava';
import { defineSystem } from 'everywhen';
import { LOG_TOP, STATE_BASE } from '../../src/engine/kernel/memory-map.ts';
import { Kernel, kernelModule, newMemory } from '../../src/engine/kernel.ts';
import { layOut } from '../../src/engine/layout.ts';
import { Machine } from '../../src/engine/machine.ts';
import { Teacher } from '../../src/engine/teacher.ts';
import { systemOf } from '../helpers/explored.ts';

test('nothing of an exploration is left where the table of another may grow to', (t) => {
  const system = systemOf(
    defineSystem({ n: 0 }, { deadlock: 'allowed' }).rules('r', { next: (s) => s.set('n', (s.get('n') + 1) % 4) }),
  );
  const teacher = new Teacher(system);
  for (let n = 0; n < 4; n++) teacher.learn(0, [n]);
  const kernel = new Kernel(kernelModule(), newMemory());
  const layout = layOut(teacher.domains, () => 0, { wordBits: 63, spare: false });
  const { store } = new Machine(kernel, teacher, layout, Number.POSITIVE_INFINITY);
  for (let n = 0; n < 4; n++) store.add([n]);
  const [table, tableEnd, log] = [kernel.get(STATE_BASE), store.end, store.logEnd];
  const isEmpty = (from: number, to: number) => kernel.u64.subarray(from / 8, to / 8).every((word) => word === 0n);
  t.true(log < LOG_TOP);
  t.false(isEmpty(table, tableEnd) || isEmpty(log, LOG_TOP));
  store.clear();
  t.true(isEmpty(table, tableEnd) && isEmpty(log, LOG_TOP));
});
