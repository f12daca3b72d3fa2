/**
 * Random systems of two to four replicas, drawn as plain data. Most are symmetric; some hold a step or a claim that tells the
 * replicas apart: a ring, the lowest one, 0 where nobody is meant.
 */
import { defineSystem, grid, replicated, value } from 'everywhen';
import fc from 'fast-check';

// biome-ignore lint/suspicious/noExplicitAny: the data decides at run time what a step does.
type Untyped = any;
type Condition = (s: Untyped, i: number, k: number, all: readonly number[]) => boolean;
type Action = (s: Untyped, i: number, k: number, all: readonly number[]) => Untyped;

/** Systems without edges have a grid of one cell, which means nothing. */
const hasEdges = (s: Untyped) => s.get('edges');
const hasEdge = (s: Untyped, i: number, j: number): boolean => hasEdges(s) && s.get('edge', [i, j]);
const withEdge = (s: Untyped, i: number, j: number, to: boolean) => (hasEdges(s) ? s.set('edge', [i, j], to) : s);
const linked = (s: Untyped, i: number, all: readonly number[]) => all.filter((j) => hasEdge(s, i, j));

const SYMMETRIC_CONDITIONS: readonly Condition[] = [
  () => true,
  (s, i, k) => s.get('a', i) === k % 3,
  (s, i) => s.get('b', i),
  (s, i) => !s.get('b', i),
  (s) => s.get('owner') === null,
  (s, i) => s.get('owner') === i,
  (s, i) => s.get('owner') !== null && s.get('owner') !== i,
  (s, _, k) => s.get('count') < k,
  (s, _, __, all) => all.every((j) => s.get('b', j)),
  (s, _, k, all) => all.some((j) => s.get('a', j) === k % 3),
  (s, i, _, all) => all.some((j) => j !== i && s.get('b', j)),
  (s, i, _, all) => linked(s, i, all).length < 2,
  (s) => s.get('owner') !== null && s.get('b', s.get('owner')),
];
const ASYMMETRIC_CONDITIONS: readonly Condition[] = [
  (s, i, _, all) => s.get('b', (i + 1) % all.length),
  (s, i, _, all) => all.find((j) => !s.get('b', j)) === i,
  (s) => s.get('a', 0) === 0,
];

const SYMMETRIC_ACTIONS: readonly Action[] = [
  (s, i) => s.update('a', i, (a: number) => (a + 1) % 3),
  (s, i, k) => s.set('a', i, k % 3),
  (s, i) => s.update('b', i, (b: boolean) => !b),
  (s, i) => s.set('owner', i),
  (s) => s.set('owner', null),
  (s) => s.update('count', (n: number) => (n + 1) % 3),
  (s, i) => s.set('owner', i).set('b', i, true),
  (s, _, k) => (s.get('owner') === null ? s : s.set('a', s.get('owner'), k % 3)),
  (s, _, __, all) => s.chooseFrom(all, (j: number) => s.set('b', j, true)),
  (s, i, __, all) => s.chooseFrom(all, (j: number) => j !== i && withEdge(s, i, j, true)),
  (s, i) => s.choose({ mine: s.set('owner', i), more: s.update('count', (n: number) => Math.min(2, n + 1)) }),
  (s, _, __, all) => all.reduce((state, j) => state.set('b', j, false), s),
  (s, i) => withEdge(s, i, i, !hasEdge(s, i, i)),
  (s, i) => s.assert('A', !s.get('b', i) || s.get('count') < 2).set('b', i, true),
];
const ASYMMETRIC_ACTIONS: readonly Action[] = [
  (s, i, _, all) => s.set('b', (i + 1) % all.length, true),
  (s) => s.set('owner', 0),
  (s, i) => s.set('a', i, i % 3),
];

const SYMMETRIC_CLAIMS: readonly Condition[] = [
  (s, _, __, all) => !all.every((j) => s.get('b', j)),
  (s, _, k, all) => all.filter((j) => s.get('a', j) === k % 3).length < 2,
  (s) => s.get('owner') === null || s.get('b', s.get('owner')) || s.get('a', s.get('owner')) < 2,
  (s, _, __, all) => all.every((j) => linked(s, j, all).every((l) => !hasEdge(s, l, j))),
  (s) => s.get('count') < 2,
  () => true,
];
const ASYMMETRIC_CLAIMS: readonly Condition[] = [(s) => s.get('a', 0) !== 2, (s) => s.get('owner') !== 1];

const natural = (max: number) => fc.nat({ max });
/** One in some sixteen tells replicas apart. */
const pick = fc.record({ how: natural(999), k: natural(3), apart: fc.nat({ max: 24 }).map((n) => n === 0) });
type Pick = typeof pick extends fc.Arbitrary<infer T> ? T : never;
const step = fc.record({
  when: fc.array(pick, { maxLength: 2 }),
  does: pick,
  environment: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

export const randomReplicas = fc.record({
  count: fc.constantFrom(2, 2, 3, 3, 4),
  rules: fc.array(step, { maxLength: 3 }),
  program: fc.array(step, { maxLength: 3 }),
  single: fc.array(step, { maxLength: 1 }),
  claims: fc.array(pick, { minLength: 4, maxLength: 4 }),
  hasEdges: fc.constantFrom(false, false, true),
});
export type RandomReplicas = typeof randomReplicas extends fc.Arbitrary<infer T> ? T : never;

function chosen<T>({ how, apart }: Pick, symmetric: readonly T[], asymmetric: readonly T[]): T {
  const from = apart ? asymmetric : symmetric;
  return from[how % from.length] as T;
}

export function buildReplicas({ count, rules, program, single, claims, hasEdges }: RandomReplicas) {
  const all = Array.from({ length: count }, (_, i) => i);
  const holds = (s: Untyped, one: Pick, i: number) =>
    chosen(one, SYMMETRIC_CONDITIONS, ASYMMETRIC_CONDITIONS)(s, i, one.k, all);
  const run = (s: Untyped, { when, does }: Step, i: number) => {
    if (!when.every((one) => holds(s, one, i))) return undefined;
    return chosen(does, SYMMETRIC_ACTIONS, ASYMMETRIC_ACTIONS)(s, i, does.k, all);
  };
  const named = (steps: readonly Step[], name: string) =>
    Object.fromEntries(
      steps.map((one, i) => {
        const go = (s: Untyped) => run(s, one, s.index ?? 0);
        return [`${name}${i}`, one.environment ? { environment: go } : go];
      }),
    );
  const claim = (i: number) => (s: Untyped) =>
    chosen(claims[i] as Pick, SYMMETRIC_CLAIMS, ASYMMETRIC_CLAIMS)(s, 0, (claims[i] as Pick).k, all);
  const components = {
    a: replicated(count, 0),
    b: replicated(count, false),
    owner: value<number | null>(null),
    count: 0,
    // Without edges there are fewer states, so steps about them do not exist.
    edges: hasEdges,
    edge: grid(hasEdges ? count : 1, hasEdges ? count : 1, false),
  };
  let builder: Untyped = defineSystem(components as Untyped, { deadlock: 'allowed' }).assertion('A', 'an assertion');
  if (rules.length > 0) builder = builder.ruleSets('r', count, named(rules, 'r'));
  if (program.length > 0) builder = builder.processes('p', count, named(program, 'l'), { end: 'loop' });
  if (single.length > 0) builder = builder.rules('one', named(single, 'o'));
  return builder
    .invariant('I', 'an invariant', claim(0))
    .invariant('W', 'another', claim(1))
    .stepInvariant('S', 'a step invariant', (before: Untyped, after: Untyped) => claim(2)(before) || claim(0)(after))
    .quiescent('Q', 'a quiescent state', claim(3))
    .reachable('R', 'a reachable state', (s: Untyped) => !claim(2)(s) && s.get('count') === 1);
}
