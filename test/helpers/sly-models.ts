/** Models that do what JavaScript hides: they compare collections by identity, or keep something from one call of a function to the next. */

const IMPORTS = `
import { defineModel, defineSystem, value, replicated } from 'everywhen';
import * as I from 'immutable';
import { is, List, Record, Set as ISet } from 'immutable';
const NAMES = Array.from({ length: 10 }, (_, i) => \`m \${i}\`);
`;

/** Ten senders add messages to one Set; `look` is a step with this body, and `msgs` is the Set. `more`: code before the model. */
export const senders = (look: string, more = '', rules = '', components = '') => `${IMPORTS}
${more}
export default defineModel({
  name: 'senders', title: 'ten senders', parameters: {},
  build: () => defineSystem({ msgs: value(ISet()), full: value(ISet(NAMES)), flag: 0${components} }, { deadlock: 'allowed' })
    .rules('r', {
      ...Object.fromEntries(NAMES.map((name) => [name, (s) =>
        s.when(!s.get('msgs').has(name))?.update('msgs', (all) => all.add(name))])),
      ${rules}
      look: (s) => {
        const msgs = s.get('msgs');
        ${look}
      },
    })
    .reachable('flagged', 'the flag is set', (s) => s.get('flag') === 1),
});
`;

/** The flag is set where the condition holds, and message 3 is there: a part is read first. */
export const when = (condition: string, more = '') =>
  senders(`return s.when(msgs.has('m 3') && ${condition})?.set('flag', 1);`, more);

/** `look` is first evaluated where all messages are there, when \`msgs\` and its parts show the same; then one may be lost. */
export const late = (look: string, more = '') =>
  senders(
    `if (s.get('late') === 0 || !msgs.has('m 0')) return undefined;
        ${look}`,
    more,
    `close: (s) => s.when(NAMES.every((name) => s.get('msgs').has(name)))?.set('late', 1),
      drop: (s) => s.when(s.get('late') === 1 && s.get('msgs').has('m 8'))?.update('msgs', (all) => all.delete('m 8')),`,
    ', late: 0',
  );

/** Bottles; `before` declares `isLate(a, b)`, which is asked for each pair that could be poured. */
export const bottles = (before: string, after = '') => `${IMPORTS}
const SIZES = [11, 9, 8, 5];
const PAIRS = [0, 1, 2, 3].flatMap((from) => [0, 1, 2, 3].filter((to) => to !== from).map((to) => \`\${from} to \${to}\`));
export default defineModel({
  name: 'bottles', title: 'bottles', parameters: {},
  build: () => defineSystem({ q: replicated(SIZES.length, 0) }, { deadlock: 'allowed' }).rules('hand', {
    pour: (s) => {
      ${before}
      return s.chooseFrom(PAIRS, (pair) => {
        const [from, to] = pair.split(' to ').map(Number);
        const much = Math.min(s.get('q', from), SIZES[to] - s.get('q', to), 2);
        if (much <= 0 || isLate(s.get('q', from), s.get('q', to))) return undefined;
        return s.update('q', from, (x) => x - much).update('q', to, (x) => x + much);
      });
      ${after}
    },
    fill: (s) => s.chooseFrom([0, 1, 2, 3], (i) => s.when(s.get('q', i) < SIZES[i])?.update('q', i, (x) => x + 1)),
  }),
});
`;
