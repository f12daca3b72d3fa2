/** Rule sets that wait for each other: no step is enabled anywhere. */
import { defineModel, defineSystem } from '../../../src/index.ts';
export default defineModel({
  name: 'stuck',
  title: 'rules wait for each other',
  parameters: {},
  build: () =>
    defineSystem({ a: false, b: false })
      .rules('x', { go: (s) => s.when(s.get('a') && !s.get('b'))?.set('b', true) })
      .rules('y', { go: (s) => s.when(s.get('b') && !s.get('a'))?.set('a', true) }),
});
