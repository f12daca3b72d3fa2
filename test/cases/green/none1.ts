/** One step that fairness does not oblige. */
import { defineModel, defineSystem, variant } from '../../../src/index.ts';
export default defineModel({
  name: 'none1',
  title: 'one step that nobody owes',
  parameters: { tag: variant('none', 'environment', 'system-none') },
  build: ({ tag }) =>
    defineSystem({ x: false }, tag === 'system-none' ? { fairness: 'none' } : {})
      .rules('r', {
        go:
          tag === 'environment'
            ? { environment: (s) => s.when(!s.get('x'))?.set('x', true) }
            : tag === 'none'
              ? { system: (s) => s.when(!s.get('x'))?.set('x', true), fairness: 'none' }
              : (s) => s.when(!s.get('x'))?.set('x', true),
      })
      .eventually('x', 'x comes', (s) => s.get('x')),
});
