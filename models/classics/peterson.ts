/**
 * Peterson's mutual exclusion for N processes, the filter lock, in the steps of BEEM's `peterson`.
 *
 * G. L. Peterson, "Myths about the mutual exclusion problem", IPL 12(3), 1981; R. Pelanek, "BEEM: benchmarks for explicit
 * model checkers", SPIN 2007. Each access to a shared variable is a step of its own.
 */
import { defineModel, defineSystem, expecting, replicated, sizeRange } from 'everywhen';

const model = defineModel({
  name: 'peterson',
  title: "Peterson's mutual exclusion, filter lock (BEEM peterson)",
  parameters: { processes: sizeRange({ from: 2, to: 5, initial: 3 }) },
  build({ processes: count }) {
    return defineSystem({
      /** The level that each process has reached, and who came last to each level. */
      pos: replicated(count, 0),
      step: replicated(count - 1, 0),
    })
      .processes(
        'p',
        count,
        {
          NCS: (s) => s.set('j', 1),
          wait: {
            'next level': (s) => s.when(s.get('j') < count)?.set('pos', s.index, s.get('j')),
            enter: (s) => s.when(s.get('j') === count)?.goto('CS'),
          },
          q2: (s) => s.set('step', s.get('j') - 1, s.index).set('k', 0),
          q3: {
            'nobody ahead': (s) => {
              const k = s.get('k');
              return k < count && (k === s.index || s.get('pos', k) < s.get('j')) && s.set('k', k + 1).goto('q3');
            },
            pass: (s) => {
              const passes = s.get('step', s.get('j') - 1) !== s.index || s.get('k') === count;
              return passes && s.update('j', (j) => j + 1).goto('wait');
            },
          },
          CS: (s) => s.set('pos', s.index, 0),
        },
        { locals: { j: 0, k: 0 }, end: 'loop' },
      )
      .invariant(
        'exclusion',
        'at most one process is in its critical section',
        (s) => Array.from({ length: count }, (_, i) => s.at('p', i)).filter((label) => label === 'CS').length <= 1,
      );
  },
});

export default expecting(model, {
  variants: ['only'],
  scenarios: { 'processes=3': { processes: 3 } },
  moreScenarios: { 'processes=4': { processes: 4 } },
  counts: {
    'processes=3': { states: 12_498, transitions: 33_369, levels: 54 },
    'processes=4': { states: 1_119_560, transitions: 3_864_896, levels: 104 },
  },
  expected: { only: {} },
});
