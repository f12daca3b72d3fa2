/** A rule set that comes to a state without any step: TLC says "Deadlock reached". */
import { defineModel, defineSystem } from '../../../src/index.ts';
export default defineModel({
  name: 'stuck',
  title: 'a rule set gets stuck',
  parameters: {},
  build: () =>
    defineSystem({ x: 0 })
      .rules('r', { up: (s) => s.when(s.get('x') < 3)?.update('x', (n) => n + 1) })
      .invariant('small', 'small', (s) => s.get('x') < 9),
});
