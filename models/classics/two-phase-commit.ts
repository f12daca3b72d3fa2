/**
 * Two-phase commit: managers agree on committing or aborting a transaction, with messages that are never withdrawn.
 *
 * Gray and Lamport, "Consensus on transaction commit", ACM TODS 31(1), 2006; the TLA+ examples have it as TwoPhase. The
 * counts are those that TLC and Stateright publish and agree on.
 */
import { assumption, defineModel, defineSystem, expecting, replicated, sizeRange, value } from 'everywhen';

type Manager = 'working' | 'prepared' | 'committed' | 'aborted';
type Coordinator = 'init' | 'committed' | 'aborted';

const model = defineModel({
  name: 'two-phase-commit',
  title: 'two-phase commit (TwoPhase of the TLA+ examples)',
  parameters: {
    managers: sizeRange({ from: 1, to: 16, initial: 3 }),
    /** Whether it is also judged what must happen in the end. */
    liveness: assumption('off', 'on'),
  },
  build({ managers: count, liveness }) {
    const managers = Array.from({ length: count }, (_, i) => i);
    const safe =
      // Managers repeat themselves for ever: no state is without a step.
      defineSystem(
        {
          manager: replicated(count, value<Manager>('working')),
          coordinator: value<Coordinator>('init'),
          /** The prepared messages that the coordinator has received. */
          received: replicated(count, false),
          /** Messages that were sent; they stay. */
          prepared: replicated(count, false),
          commit: false,
          abort: false,
        },
        { deadlock: 'allowed' },
      )
        .rules('tm', {
          commit: (s) =>
            s.get('coordinator') === 'init' &&
            managers.every((i) => s.get('received', i)) &&
            s.set('coordinator', 'committed').set('commit', true),
          abort: (s) => s.get('coordinator') === 'init' && s.set('coordinator', 'aborted').set('abort', true),
          'receive prepared': (s) =>
            s
              .when(s.get('coordinator') === 'init')
              ?.chooseFrom(managers, (i) => s.when(s.get('prepared', i))?.set('received', i, true)),
        })
        .ruleSets('rm', count, {
          prepare: (s) =>
            s.get('manager', s.index) === 'working' &&
            s.set('manager', s.index, 'prepared').set('prepared', s.index, true),
          'choose abort': (s) => s.get('manager', s.index) === 'working' && s.set('manager', s.index, 'aborted'),
          'receive commit': (s) => s.when(s.get('commit'))?.set('manager', s.index, 'committed'),
          'receive abort': (s) => s.when(s.get('abort'))?.set('manager', s.index, 'aborted'),
        })
        .invariant(
          'consistent',
          'no manager commits while another aborts',
          (s) =>
            !(
              managers.some((i) => s.get('manager', i) === 'committed') &&
              managers.some((i) => s.get('manager', i) === 'aborted')
            ),
        );
    const live = safe
      .leadsTo(
        'commits',
        'a commit reaches every manager',
        (s) => s.get('commit'),
        (s) => managers.every((i) => s.get('manager', i) === 'committed'),
      )
      .leadsTo(
        'aborts',
        'an abort reaches every manager',
        (s) => s.get('abort'),
        (s) => managers.every((i) => s.get('manager', i) === 'aborted'),
      )
      .eventually('decides', 'the coordinator decides', (s) => s.get('coordinator') !== 'init');
    return liveness === 'on' ? live : safe;
  },
});

export default expecting(model, {
  variants: ['only'],
  scenarios: {
    'managers=3': { managers: 3 },
    'managers=5': { managers: 5 },
    'managers=5 liveness=on': { managers: 5, liveness: 'on' },
  },
  moreScenarios: {
    'managers=7': { managers: 7 },
    'managers=8': { managers: 8 },
    'managers=9': { managers: 9 },
    'managers=10': { managers: 10 },
  },
  counts: {
    'managers=3': { states: 288, transitions: 1_145, levels: 11 },
    'managers=5': { states: 8_832, transitions: 58_145, levels: 17 },
    'managers=7': { states: 296_448, transitions: 2_744_705, levels: 23 },
    'managers=8': { states: 1_745_408, transitions: 18_507_777, levels: 26 },
    'managers=9': { states: 10_340_352, transitions: 123_558_401, levels: 29 },
    'managers=10': { states: 61_515_776, transitions: 817_760_257, levels: 32 },
  },
  expected: {
    // Every step that changes something leads on, and weak fairness is about such steps: the coordinator decides in the end.
    only: {},
  },
});
