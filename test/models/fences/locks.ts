/**
 * Store buffering and locks without atomic instructions, two rounds each. Each access is a step of its own. A fence in front of a step is
 * the author's own here, `s.fence` in the step, for the labels of `fenced`: the tool's fences must mean the same.
 *
 * G. L. Peterson, "Myths about the mutual exclusion problem", IPL 12(3), 1981; E. W. Dijkstra, "Cooperating sequential processes", 1965,
 * for Dekker's; L. Lamport, "A fast mutual exclusion algorithm", TOCS 5(1), 1987.
 */
import { assumption, assumptionSet, defineModel, defineSystem, replicated, shared } from 'everywhen';

const ROUNDS = 2;
const memory = assumption('sc', 'tso', 'pso');

interface Fencing {
  fence(name: string): this | undefined;
}

/** The snapshot behind the author's fence, if the label has one. */
export function behind<S extends Fencing>(fenced: ReadonlySet<string>, label: string, s: S): S | undefined {
  return fenced.has(label) ? s.fence(label) : s;
}

/** In round k each process stores k and looks at the other's store: at least one of them sees k. */
export const storeBuffering = defineModel({
  name: 'store-buffering',
  title: 'each stores, and looks at what the other stores',
  parameters: { memory, fenced: assumptionSet('p.store', 'p.load', 'q.store', 'q.load') },
  build({ memory, fenced }) {
    const locals = { round: 1, saw1: 9, saw2: 9 };
    return defineSystem({ x: shared(0), y: shared(0) }, { memory })
      .process(
        'p',
        {
          store: (s) =>
            behind(fenced, 'p.store', s)
              ?.when(s.get('round') <= ROUNDS)
              ?.store('x', s.get('round')),
          load: (s) =>
            behind(fenced, 'p.load', s)
              ?.set(s.get('round') === 1 ? 'saw1' : 'saw2', s.load('y'))
              .update('round', (k) => k + 1),
        },
        { locals, end: 'loop', mayWaitAt: ['store'] },
      )
      .process(
        'q',
        {
          store: (s) =>
            behind(fenced, 'q.store', s)
              ?.when(s.get('round') <= ROUNDS)
              ?.store('y', s.get('round')),
          load: (s) =>
            behind(fenced, 'q.load', s)
              ?.set(s.get('round') === 1 ? 'saw1' : 'saw2', s.load('x'))
              .update('round', (k) => k + 1),
        },
        { locals, end: 'loop', mayWaitAt: ['store'] },
      )
      .invariant('seen', 'in each round one sees the other', (s) =>
        (
          [
            [1, 'saw1'],
            [2, 'saw2'],
          ] as const
        ).every(([k, saw]) => s.local('p', saw) >= k || s.local('q', saw) >= k),
      );
  },
});

export const peterson = defineModel({
  name: 'peterson-fences',
  title: "Peterson's lock",
  parameters: {
    memory,
    fenced: assumptionSet('p.raise', 'p.give-way', 'p.look-at-flag', 'p.look-at-turn', 'p.lower'),
  },
  build: ({ memory, fenced }) =>
    defineSystem({ flag: replicated(2, shared(false)), turn: shared(0) }, { memory, buffer: 3 * ROUNDS })
      .processes(
        'p',
        2,
        {
          raise: (s) =>
            behind(fenced, 'p.raise', s)
              ?.when(s.get('left') > 0)
              ?.update('left', (left) => left - 1)
              .store('flag', s.index, true),
          'give way': (s) => behind(fenced, 'p.give-way', s)?.store('turn', 1 - s.index),
          'look at flag': (s) =>
            behind(fenced, 'p.look-at-flag', s) && (s.load('flag', 1 - s.index) ? s : s.goto('critical')),
          'look at turn': (s) =>
            behind(fenced, 'p.look-at-turn', s) && (s.load('turn') === s.index ? s : s.goto('look at flag')),
          critical: (s) => s,
          lower: (s) => behind(fenced, 'p.lower', s)?.store('flag', s.index, false),
        },
        { locals: { left: ROUNDS }, end: 'loop', mayWaitAt: ['raise'] },
      )
      .invariant('exclusion', 'one at a time', (s) => s.at('p', 0) !== 'critical' || s.at('p', 1) !== 'critical'),
});

export const dekker = defineModel({
  name: 'dekker-fences',
  title: "Dekker's lock",
  parameters: {
    memory,
    fenced: assumptionSet(
      ...(['p.raise', 'p.look-at-flag', 'p.look-at-turn', 'p.withdraw', 'p.await-turn'] as const),
      ...(['p.raise-again', 'p.give-turn', 'p.lower'] as const),
    ),
  },
  build: ({ memory, fenced }) =>
    defineSystem({ flag: replicated(2, shared(false)), turn: shared(0) }, { memory, buffer: 5 * ROUNDS })
      .processes(
        'p',
        2,
        {
          raise: (s) =>
            behind(fenced, 'p.raise', s)
              ?.when(s.get('left') > 0)
              ?.update('left', (left) => left - 1)
              .store('flag', s.index, true),
          'look at flag': (s) =>
            behind(fenced, 'p.look-at-flag', s) && (s.load('flag', 1 - s.index) ? s : s.goto('critical')),
          'look at turn': (s) =>
            behind(fenced, 'p.look-at-turn', s) && (s.load('turn') === s.index ? s.goto('look at flag') : s),
          withdraw: (s) => behind(fenced, 'p.withdraw', s)?.store('flag', s.index, false),
          'await turn': (s) => behind(fenced, 'p.await-turn', s)?.when(s.load('turn') === s.index),
          'raise again': (s) => behind(fenced, 'p.raise-again', s)?.store('flag', s.index, true)?.goto('look at flag'),
          critical: (s) => s,
          'give turn': (s) => behind(fenced, 'p.give-turn', s)?.store('turn', 1 - s.index),
          lower: (s) => behind(fenced, 'p.lower', s)?.store('flag', s.index, false),
        },
        { locals: { left: ROUNDS }, end: 'loop', mayWaitAt: ['raise'] },
      )
      .invariant('exclusion', 'one at a time', (s) => s.at('p', 0) !== 'critical' || s.at('p', 1) !== 'critical'),
});

/** `b` and `x`, `y` as Lamport names them; 0 in `y` is no process, process i is i + 1. */
export const lamport = defineModel({
  name: 'lamport-fences',
  title: "Lamport's fast mutex",
  parameters: {
    memory,
    fenced: assumptionSet(
      ...(['p.start', 'p.set-x', 'p.look-at-y', 'p.withdraw', 'p.await-y', 'p.set-y', 'p.look-at-x'] as const),
      ...(['p.step-back', 'p.await-b', 'p.look-again', 'p.await-y-again', 'p.clear-y', 'p.end'] as const),
    ),
  },
  build: ({ memory, fenced }) =>
    defineSystem({ b: replicated(2, shared(false)), x: shared(0), y: shared(0) }, { memory, buffer: 20 })
      .processes(
        'p',
        2,
        {
          round: (s) => s.when(s.get('left') > 0)?.update('left', (left) => left - 1),
          start: (s) => behind(fenced, 'p.start', s)?.store('b', s.index, true),
          'set x': (s) => behind(fenced, 'p.set-x', s)?.store('x', s.index + 1),
          'look at y': (s) => behind(fenced, 'p.look-at-y', s) && (s.load('y') === 0 ? s.goto('set y') : s),
          withdraw: (s) => behind(fenced, 'p.withdraw', s)?.store('b', s.index, false),
          'await y': (s) =>
            behind(fenced, 'p.await-y', s)
              ?.when(s.load('y') === 0)
              ?.goto('start'),
          'set y': (s) => behind(fenced, 'p.set-y', s)?.store('y', s.index + 1),
          'look at x': (s) =>
            behind(fenced, 'p.look-at-x', s) && (s.load('x') === s.index + 1 ? s.goto('critical') : s),
          'step back': (s) => behind(fenced, 'p.step-back', s)?.store('b', s.index, false),
          'await b': (s) => behind(fenced, 'p.await-b', s)?.when(!s.load('b', 1 - s.index)),
          'look again': (s) =>
            behind(fenced, 'p.look-again', s) && (s.load('y') === s.index + 1 ? s.goto('critical') : s),
          'await y again': (s) =>
            behind(fenced, 'p.await-y-again', s)
              ?.when(s.load('y') === 0)
              ?.goto('start'),
          critical: (s) => s,
          'clear y': (s) => behind(fenced, 'p.clear-y', s)?.store('y', 0),
          end: (s) => behind(fenced, 'p.end', s)?.store('b', s.index, false),
        },
        { locals: { left: ROUNDS }, end: 'loop', mayWaitAt: ['round'] },
      )
      .invariant('exclusion', 'one at a time', (s) => s.at('p', 0) !== 'critical' || s.at('p', 1) !== 'critical'),
});
