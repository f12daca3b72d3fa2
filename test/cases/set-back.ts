/** The environment sets back what the system does: a fair run may repeat both steps for ever. */
import { defineModel, defineSystem } from '../../src/index.ts';

export default defineModel({
  name: 'set-back',
  title: 'what is done is undone',
  parameters: {},
  build: () =>
    defineSystem({ n: 0 }, { mayRest: (s) => s.get('n') === 2 })
      .rules('p', { work: (s) => s.when(s.get('n') < 2)?.update('n', (n) => n + 1) })
      .rules('e', { 'set back': { environment: (s) => s.when(s.get('n') === 1)?.set('n', 0) } })
      .eventually('two', 'two is reached', (s) => s.get('n') === 2),
});
