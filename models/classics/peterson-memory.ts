/**
 * Peterson's lock for two processes on weakly ordered memory: raise the flag, give way, look at the other's flag, look whose turn
 * it is. Each access to a shared location is a step of its own.
 *
 * G. L. Peterson, "Myths about the mutual exclusion problem", IPL 12(3), 1981. That reads and writes alone cannot exclude under TSO
 * is in J. Kawash, L. Higham, "Memory consistency and process coordination for SPARC v8 multiprocessors", PODC 2000: each process
 * may look before its own flag has left its store buffer. Under PSO the turn may also be given before the flag is seen up.
 */
import {
  assumption,
  defineModel,
  defineSystem,
  expecting,
  replicated,
  shared,
  sizeRange,
  variant,
  violated,
} from 'everywhen';

const STORES_A_ROUND = 3;

const model = defineModel({
  name: 'peterson-memory',
  title: "Peterson's lock for two processes under SC, TSO and PSO",
  parameters: {
    fences: variant('on', 'off'),
    memory: assumption('sc', 'tso', 'pso'),
    rounds: sizeRange({ from: 1, to: 4, initial: 2 }),
    fairness: assumption('weak', 'none'),
  },
  build({ fences, memory, rounds, fairness }) {
    // A buffer that holds all stores of a process is never full.
    const options = { memory, buffer: STORES_A_ROUND * rounds, fairness };
    return defineSystem({ flag: replicated(2, shared(false)), turn: shared(0) }, options)
      .processes(
        'p',
        2,
        {
          'raise flag': (s) =>
            s
              .when(s.get('left') > 0)
              ?.update('left', (left) => left - 1)
              .store('flag', s.index, true),
          // Only PSO could let the turn overtake the flag.
          'flag before turn':
            fences === 'on' && memory === 'pso' ? (s) => s.fence(`flag before turn of p[${s.index}]`) : undefined,
          'give way': (s) => s.store('turn', 1 - s.index),
          'stores before loads': fences === 'on' ? (s) => s.fence(`stores before loads of p[${s.index}]`) : undefined,
          'look at flag': (s) => (s.load('flag', 1 - s.index) ? s : s.goto('critical')),
          'look at turn': (s) => (s.load('turn') === s.index ? s : s.goto('look at flag')),
          critical: (s) => s,
          'lower flag': (s) => s.store('flag', s.index, false),
        },
        { locals: { left: rounds }, end: 'loop', mayWaitAt: ['raise flag'] },
      )
      .invariant(
        'exclusion',
        'at most one process is in its critical section',
        (s) => !(s.at('p', 0) === 'critical' && s.at('p', 1) === 'critical'),
      )
      .leadsTo(
        'starvation',
        'who has given way comes into its critical section',
        (s, i) => s.at('p', i) === 'look at flag' || s.at('p', i) === 'look at turn',
        (s, i) => s.at('p', i) === 'critical',
        { each: [0, 1] as const },
      )
      .quiescent('served', 'in the end both processes have been through all their rounds', (s) =>
        [0, 1].every((i) => s.at('p', i) === 'raise flag' && s.local('p', i, 'left') === 0),
      );
  },
});

const unfair = violated('one looks for ever, and the other, whose turn it is, never takes another step', [
  'sc, unfair',
  'tso, unfair',
]);

export default expecting(model, {
  variantParameter: 'fences',
  variants: ['on', 'off'],
  scenarios: {
    sc: { memory: 'sc' },
    'sc, unfair': { memory: 'sc', fairness: 'none' },
    tso: { memory: 'tso' },
    'tso, unfair': { memory: 'tso', fairness: 'none' },
    pso: { memory: 'pso' },
  },
  moreScenarios: { 'tso, 4 rounds': { memory: 'tso', rounds: 4 }, 'pso, 4 rounds': { memory: 'pso', rounds: 4 } },
  vacuous: [0, 1].map((i) => ({
    step: `p[${i}] store buffer[flag[${1 - i}]]: drain`,
    because: 'neither process stores to the flag of the other',
  })),
  expected: {
    on: { starvation: unfair },
    off: {
      starvation: unfair,
      exclusion: violated('each looks at the other’s flag while its own is still in its store buffer', [
        'tso',
        'tso, unfair',
        'pso',
        'tso, 4 rounds',
        'pso, 4 rounds',
      ]),
    },
  },
});
