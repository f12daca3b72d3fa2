/** A step that changes nothing neither serves weak fairness nor is owed. */
import { defineModel, defineSystem } from '../../../src/index.ts';
// Spec == x = 0 /\ [][Again \/ Once]_x /\ WF_x(Again \/ Once), Again == x' = x, Once == x = 0 /\ x' = 1. In TLA+ <>(x = 1) holds.
export default defineModel({
  name: 'stutter',
  title: 'a step that changes nothing',
  parameters: {},
  build: () =>
    defineSystem({ x: 0 })
      .rules('p', { again: (s) => s, once: (s) => s.when(s.get('x') === 0)?.set('x', 1) })
      .eventually('one', 'x becomes 1', (s) => s.get('x') === 1),
});
