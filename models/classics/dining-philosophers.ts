/**
 * Dining philosophers: each takes the fork at one hand, then the one at the other. With one left-handed philosopher they
 * cannot all wait for each other.
 *
 * E. W. Dijkstra, "Hierarchical ordering of sequential processes", Acta Informatica 1, 1971; BEEM's `phils`.
 */
import { defineModel, defineSystem, expecting, replicated, SpinLock, scenario, sizeRange, violated } from 'everywhen';

const model = defineModel({
  name: 'dining-philosophers',
  title: 'dining philosophers (BEEM phils), all right-handed or one left-handed',
  parameters: { leftHanded: scenario(0, 1), philosophers: sizeRange({ from: 2, to: 12, initial: 4 }) },
  build({ leftHanded, philosophers: count }) {
    /** The fork that a philosopher takes first, and the one after it. */
    const fork = (philosopher: number, place: 0 | 1) =>
      (philosopher + (leftHanded === 1 && philosopher === 0 ? 1 - place : place)) % count;
    return defineSystem({ fork: replicated(count, new SpinLock()) })
      .processes(
        'philosopher',
        count,
        {
          thinking: (s) => s.acquire('fork', fork(s.index, 0)),
          hungry: (s) => s.acquire('fork', fork(s.index, 1)),
          eating: (s) => s.release('fork', fork(s.index, 0)),
          leaving: (s) => s.release('fork', fork(s.index, 1)),
        },
        { end: 'loop' },
      )
      .lockOrder('waits', 'no philosophers wait for each other in a circle', { rules: ['wait cycle'] })
      .invariant(
        'neighbours',
        'no two neighbours eat at once',
        (s) =>
          !Array.from({ length: count }, (_, i) => i).some(
            (i) => s.at('philosopher', i) === 'eating' && s.at('philosopher', (i + 1) % count) === 'eating',
          ),
      );
  },
});

export default expecting(model, {
  variants: ['only'],
  scenarios: { '4 right-handed': { philosophers: 4 }, '6, one left-handed': { philosophers: 6, leftHanded: 1 } },
  counts: {
    '4 right-handed': { states: 80, transitions: 212, levels: 10, final: 1 },
    '6, one left-handed': { states: 729, transitions: 2_916, levels: 17, final: 0 },
  },
  expected: {
    only: {
      deadlock: violated('everyone holds the fork at one hand and waits for the other', ['4 right-handed']),
      waits: violated('each waits for the fork that the next one holds, all the way round', ['4 right-handed']),
    },
  },
});
