import test from 'ava';
import { EMPTY, highest, lowest, priorityClass, VECTORS } from '../../../models/components/vlapic.ts';

// Intel SDM vol. 3A, 11.8.3.1: "interrupt-priority class ... the value of bits 7:4 of the interrupt vector".
test('every vector has a priority class of its own, rising', (t) => {
  t.deepEqual(VECTORS.map(priorityClass), [0, 1, 2, 3]);
});

// SDM 11.8.4: the processor "dispatches the highest-priority" interrupt pending in the IRR.
test('the highest and the lowest vector are those of the highest and the lowest class', (t) => {
  const register = EMPTY.add('M').add('L').add('H');
  t.is(highest(register), 'H');
  t.is(lowest(register), 'L');
  t.is(highest(register.remove('H')), 'M');
});

test('an empty register has neither', (t) => {
  t.is(highest(EMPTY), null);
  t.is(lowest(EMPTY), null);
});
