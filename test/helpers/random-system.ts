/**
 * Random systems that use every feature of the language, drawn as plain data, so that a failing one shrinks and prints. The
 * meaning of the data is in random-steps.ts.
 */
import fc from 'fast-check';
import { randomPreemption } from './random-preemption.ts';

const natural = (max: number) => fc.nat({ max });
const oneOf = <const T extends readonly string[]>(...kinds: T) => fc.constantFrom<T[number]>(...kinds);

/** A predicate over a state, for steps and properties; only claims may read ghosts and the locals of other processes. */
const asked = ['number', 'same', 'member', 'entry', 'full', 'free', 'mode', 'flag', 'counter', 'at'] as const;
const atomOf = <T extends string>(...kinds: readonly T[]) =>
  fc.record({ ask: fc.constantFrom(...kinds), target: natural(5), is: natural(5) });
const guard = atomOf('always', 'always', 'always', ...asked);
const atom = atomOf('steps', 'last', 'local', 'word', ...asked);
const claim = fc.record({ atoms: fc.tuple(atom, atom), all: fc.boolean() });
export type Atom = typeof atom extends fc.Arbitrary<infer T> ? T | Guard : never;
type Guard = typeof guard extends fc.Arbitrary<infer T> ? T : never;
export type Claim = typeof claim extends fc.Arbitrary<infer T> ? T : never;

const plainEffects = [
  ...(['add', 'add', 'copy', 'reset', 'toggle', 'enter', 'fill', 'mode', 'flag', 'watch', 'count', 'count'] as const),
  ...(['own', 'note', 'interrupts', 'store', 'store', 'load', 'lock add', 'exchange', 'fence', 'nothing'] as const),
] as const;
const wideEffects = ['other CPUs', 'other CPUs', 'use'] as const;

const effectOf = (more: readonly (typeof wideEffects)[number][]) =>
  fc.record({ kind: fc.constantFrom(...plainEffects, ...more), target: natural(5), by: natural(4) });
const effect = effectOf([]);
export type Effect = typeof effect extends fc.Arbitrary<infer T> ? T : never;

const plainEnds = [
  ...(['next', 'next', 'next', 'goto', 'stay', 'choose', 'choose from', 'call', 'repeat', 'halt'] as const),
  ...(['assert', 'crash', 'crash', 'lock', 'unlock'] as const),
] as const;
const channelEnds = ['send', 'take', 'meet', 'hear'] as const;
const rcuEnds = ['read', 'read', 'synchronize', 'call back', 'call back'] as const;
const waitingEnds = ['sleep', 'sleep', 'sleep', 'wake', 'await', 'post'] as const;

const actionOf = (
  more: readonly (typeof channelEnds | typeof rcuEnds | typeof waitingEnds)[number][],
  effects = effect,
  again: readonly (typeof plainEnds)[number][] = [],
) =>
  fc.record({
    guard,
    effects: fc.array(effects, { maxLength: 2 }),
    ends: fc.constantFrom(...plainEnds, ...more, ...again),
    to: natural(5),
    claim,
    environment: fc.nat({ max: 3 }).map((n) => n === 3),
  });
const action = actionOf([]);
const wideAction = actionOf([...channelEnds, ...rcuEnds, ...waitingEnds, 'await'], effectOf(wideEffects), [
  'lock',
  'repeat',
]);
const channelAction = actionOf(channelEnds);
export type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/** A choice of one more initial state. */
const initial = fc.record({
  set: oneOf('number', 'flag', 'mode', 'own', 'label', 'word', 'nothing'),
  target: natural(5),
  to: natural(4),
});
export type Initial = typeof initial extends fc.Arbitrary<infer T> ? T : never;

interface Sizes {
  readonly programs: readonly [min: number, max: number];
  readonly labels: readonly [min: number, max: number];
  readonly alternativesMax: number;
  readonly rulesMax: number;
  /** The possible numbers of each program or rule set; a number that is listed more often is more likely. */
  readonly replicas: readonly number[];
  /** The possible moduli of numbers, and of the counter. */
  readonly moduli: readonly number[];
  readonly limits: readonly number[];
  /** Whether optional declarations may be left out, and quiescent states described. */
  readonly optional: boolean;
  /** The possible memory orders; an order that is listed more often is more likely. */
  readonly memories: readonly ('sc' | 'tso' | 'pso')[];
  /** The most initial states beside the first; by default none. */
  readonly initialsMax?: number;
  /** Whether steps use channels, wait queues and the like; by default not. */
  readonly wide?: boolean;
}

function systems(sizes: Sizes) {
  const ofSize = sizes.wide ? wideAction : action;
  const alternatives = fc.array(ofSize, { minLength: 1, maxLength: sizes.alternativesMax });
  const replicas = fc.constantFrom(...sizes.replicas);
  const optional = (otherwise: boolean) => (sizes.optional ? fc.boolean() : fc.constant(otherwise));
  return fc.record({
    programs: fc.array(
      fc.record({
        labels: fc.array(alternatives, { minLength: sizes.labels[0], maxLength: sizes.labels[1] }),
        replicas,
        loop: fc.boolean(),
        mayWait: optional(true),
        /** Threads and handlers of one CPU; a program without a CPU has its own. */
        context: sizes.optional
          ? oneOf('own CPU', 'own CPU', 'own CPU', 'thread', 'thread', 'handler 1', 'handler 2')
          : fc.constant('own CPU' as const),
      }),
      { minLength: sizes.programs[0], maxLength: sizes.programs[1] },
    ),
    rules: fc.record({ steps: fc.array(action, { maxLength: sizes.rulesMax }), replicas }),
    modulus: fc.constantFrom(...sizes.moduli),
    limit: fc.constantFrom(...sizes.limits),
    memory: fc.constantFrom(...sizes.memories),
    /** Stores that a store buffer holds, and whether all programs run on one CPU. */
    buffer: fc.constantFrom(1, 2),
    oneCpu: fc.nat({ max: 3 }).map((n) => n === 3),
    /** Claims of the properties. */
    claims: fc.array(claim, { minLength: 12, maxLength: 12 }),
    crashes: optional(true),
    describes: optional(false),
    deadlock: optional(true),
    /** A ghost counts every step. */
    counted: optional(true),
    /** Whether lock order is analysed, and the kind of the second lock (of a read-write lock, what its readers do); the first lock saves interrupts. */
    lockOrder: optional(false),
    secondLock: oneOf('spin', 'queue', 'ticket', 'queue but interrupts', 'queue', 'pass'),
    /** What happens to messages of the queue. */
    queue: fc.record({ lossy: fc.boolean(), reordering: fc.boolean() }),
    /** Whether the wait queue keeps a wake-up, and which rule wakes a process there. */
    pending: fc.boolean(),
    waker: sizes.wide ? oneOf('none', 'system', 'environment') : fc.constant('none' as const),
    /** A process that sends on both channels, and one that hears and may do what any step does, on channels, too. */
    meeting: fc.oneof(
      { weight: 3, arbitrary: fc.constant(undefined) },
      {
        weight: sizes.wide ? 1 : 0,
        arbitrary: fc.record({ hears: action, acts: channelAction, sends: natural(5) }),
      },
    ),
    /** Initial states beside the first. */
    initials: fc.oneof(
      { weight: 2, arbitrary: fc.constant<Initial[]>([]) },
      { weight: 1, arbitrary: fc.array(initial, { maxLength: sizes.initialsMax ?? 0 }) },
    ),
    /** The budget that environment steps spend: one for all, or for each process. */
    budget: sizes.optional
      ? oneOf('none', 'none', 'none', 'none', 'none', 'none', 'shared', 'each')
      : fc.constant('none' as const),
    preemption: sizes.optional ? randomPreemption : fc.constant('not scheduled' as const),
  });
}

/** Small enough to enumerate all runs. */
export const randomSystem = systems({
  programs: [1, 2],
  labels: [1, 3],
  alternativesMax: 2,
  rulesMax: 2,
  replicas: [1],
  moduli: [3],
  limits: [2],
  optional: false,
  memories: ['sc'],
});

/** From a few states to tens of thousands. */
export const randomWideSystem = systems({
  programs: [2, 3],
  labels: [2, 4],
  alternativesMax: 2,
  rulesMax: 2,
  replicas: [1, 1, 1, 2],
  moduli: [2, 3, 4],
  limits: [3, 8, 80],
  optional: true,
  memories: ['sc', 'tso', 'tso', 'pso', 'pso'],
  initialsMax: 4,
  wide: true,
});
/** The same with one initial state. */
export const randomStartedSystem = randomWideSystem.map((data) => ({ ...data, initials: [] }));
export type RandomSystem = typeof randomSystem extends fc.Arbitrary<infer T> ? T : never;

export { buildRandom } from './random-steps.ts';
