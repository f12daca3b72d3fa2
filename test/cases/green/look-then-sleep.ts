/** A waiter that looks and then sleeps until it is kicked loses a kick in between; `when` looks for ever and cannot lose one. */
import { defineModel, defineSystem, variant } from 'everywhen';

export default defineModel({
  name: 'look-then-sleep',
  title: 'a waiter that looks, then sleeps until it is kicked',
  parameters: { style: variant('when', 'two steps') },
  build: ({ style }) => {
    const looksOnce = style === 'two steps';
    return (
      defineSystem({ busy: true, kicked: false })
        .process('waiter', {
          wait: looksOnce ? undefined : (s) => s.when(!s.get('busy')),
          look: looksOnce ? (s) => (s.get('busy') ? s : s.halt()) : undefined,
          sleep: looksOnce ? (s) => s.when(s.get('kicked')) : undefined,
        })
        // It forgets to kick.
        .process('owner', { done: (s) => s.set('busy', false) })
    );
  },
});
