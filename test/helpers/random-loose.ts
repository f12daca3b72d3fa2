/**
 * Random systems whose processes have little to do with one another, drawn as plain data: private loops, guards that ask for one thing
 * after the other, counters and a queue that several change, environment steps, choices, crashes, assertions, and claims that read a label or a component or two.
 */
import { defineSystem } from 'everywhen';
import fc from 'fast-check';
import { List } from 'immutable';

// biome-ignore lint/suspicious/noExplicitAny: the data decides at run time what a step does.
type Untyped = any;

const natural = (max: number) => fc.nat({ max });
const oneOf = <const T extends readonly string[]>(...kinds: T) => fc.constantFrom<T[number]>(...kinds);

const SHARED = ['x', 'y', 'z'] as const;
const MODULUS = 3;
const QUEUE_MAX = 2;

const atom = fc.record({
  asks: oneOf('own', 'own', 'own', 'shared', 'shared', 'other'),
  which: natural(2),
  is: natural(2),
  not: fc.boolean(),
});
type Atom = typeof atom extends fc.Arbitrary<infer T> ? T : never;

const effect = fc.record({
  does: oneOf('set own', 'add own', 'add own', 'add own', 'nothing', 'set', 'set', 'add', 'copy', 'append', 'take'),
  which: natural(2),
  to: natural(2),
});
type Effect = typeof effect extends fc.Arbitrary<infer T> ? T : never;

const step = fc.record({
  guard: fc.array(atom, { maxLength: 2 }),
  effects: fc.array(effect, { maxLength: 2 }),
  ends: oneOf('next', 'next', 'next', 'goto', 'goto', 'stay', 'choose', 'assert', 'crash', 'halt'),
  to: natural(2),
  environment: natural(4).map((n) => n === 0),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Most labels have one step. */
const alternatives = fc.oneof(
  { weight: 3, arbitrary: fc.array(step, { minLength: 1, maxLength: 1 }) },
  { weight: 1, arbitrary: fc.array(step, { minLength: 2, maxLength: 2 }) },
);

/** What a claim asks: a conjunction, a disjunction, or a comparison of two components. */
const claim = fc.record({
  atoms: fc.array(fc.record({ asks: oneOf('label', 'shared', 'local'), which: natural(2), is: natural(2) }), {
    minLength: 1,
    maxLength: 2,
  }),
  all: fc.boolean(),
});
type Claim = typeof claim extends fc.Arbitrary<infer T> ? T : never;

export const randomLoose = fc.record({
  programs: fc.array(
    fc.record({
      labels: fc.array(alternatives, { minLength: 1, maxLength: 4 }),
      loop: fc.boolean(),
    }),
    { minLength: 2, maxLength: 4 },
  ),
  rules: fc.oneof(
    { weight: 2, arbitrary: fc.constant<Step[]>([]) },
    { weight: 1, arbitrary: fc.array(step, { maxLength: 2 }) },
  ),
  /** Which of the claims about all states and steps there are. */
  claimed: fc.record({ I: natural(2), W: natural(2), S: natural(3) }),
  claims: fc.array(claim, { minLength: 6, maxLength: 6 }),
});
export type RandomLoose = typeof randomLoose extends fc.Arbitrary<infer T> ? T : never;

/** `copies`: how many processes a program has; with several, claims ask all of them. */
export function buildLoose(
  { programs, rules, claims, claimed }: RandomLoose,
  copies: (program: number) => number = () => 1,
) {
  const asks = (s: Untyped, { asks: what, which, is, not }: Atom, hasOwn: boolean): boolean => {
    const value = what === 'own' && hasOwn ? s.get('own') : s.get(SHARED[what === 'other' ? (which + 1) % 3 : which]);
    return (value === is) !== not;
  };
  const changed = (s: Untyped, { does, which, to }: Effect, hasOwn: boolean): Untyped => {
    const shared = SHARED[which] as string;
    switch (does) {
      case 'set own':
        return hasOwn ? s.set('own', to) : s;
      case 'add own':
        return hasOwn ? s.update('own', (n: number) => (n + 1) % MODULUS) : s;
      case 'set':
        return s.set(shared, to);
      case 'add':
        return s.update(shared, (n: number) => (n + 1) % MODULUS);
      case 'append':
        return s.get('queue').size < QUEUE_MAX ? s.update('queue', (queue: List<number>) => queue.push(to)) : undefined;
      case 'take': {
        const first = s.get('queue').first();
        if (first === undefined) return undefined;
        return s.update('queue', (queue: List<number>) => queue.shift()).set(hasOwn ? 'own' : shared, first);
      }
      case 'copy':
        return hasOwn ? s.set('own', s.get(shared)) : s.set(shared, s.get(SHARED[to] as string));
      case 'nothing':
        return s;
    }
  };
  const run = (s: Untyped, { guard, effects, ends, to }: Step, labels: number, label: number): Untyped => {
    const hasOwn = labels > 0;
    if (!guard.every((one) => asks(s, one, hasOwn))) return undefined;
    const all: Untyped = effects.reduce((state, one) => state && changed(state, one, hasOwn), s);
    if (all === undefined) return undefined;
    const shared = SHARED[to] as string;
    switch (ends) {
      case 'next':
        return all;
      case 'stay':
        return hasOwn ? all.goto(`l${label}`) : all;
      case 'goto':
        return hasOwn ? all.goto(`l${to % labels}`) : all;
      case 'choose':
        return all.choose({ a: all, b: all.set(shared, 0), c: all.update(shared, (n: number) => (n + 1) % MODULUS) });
      case 'assert':
        return all.assert('A', (at: Untyped) => at.get(shared) !== 2);
      case 'crash':
        return s.get(shared) === 2 ? all.unreachable('U') : all;
      case 'halt':
        return hasOwn && to > 0 ? all.halt() : all;
    }
  };
  const named = (steps: readonly Step[], name: string, labels: number, label: number) =>
    Object.fromEntries(
      steps.map((one, i) => {
        const go = (s: Untyped) => run(s, one, labels, label);
        return [`${name}${i}`, one.environment ? { environment: go } : go];
      }),
    );
  let builder: Untyped = defineSystem({ x: 0, y: 0, z: 0, queue: List<number>() }, { deadlock: 'allowed' })
    .assertion('A', 'an assertion')
    .unreachable('U', 'a crash');
  programs.forEach(({ labels, loop }, p) => {
    const steps = Object.fromEntries(
      labels.map((alternatives, label) => {
        const all = named(alternatives, 'a', labels.length, label);
        return [`l${label}`, alternatives.length === 1 ? Object.values(all)[0] : all];
      }),
    );
    const options = { locals: { own: 0 }, end: loop ? 'loop' : 'halt' };
    builder =
      copies(p) === 1
        ? builder.process(`p${p}`, steps, options)
        : builder.processes(`p${p}`, copies(p), steps, options);
  });
  if (rules.length > 0) builder = builder.rules('r', named(rules, 'r', 0, 0));
  const holds = (which: number) => (s: Untyped) => {
    const { atoms, all } = claims[which] as Claim;
    const ask = ({ asks: what, which: at, is }: Claim['atoms'][number]): boolean => {
      if (what === 'shared') return s.get(SHARED[at] as string) !== is;
      const program = at % programs.length;
      const indices = Array.from({ length: copies(program) }, (_, i) => (copies(program) === 1 ? [] : [i]));
      const isOther = (index: number[]) =>
        what === 'label' ? s.at(`p${program}`, ...index) !== `l${is}` : s.local(`p${program}`, ...index, 'own') !== is;
      return all ? indices.every(isOther) : indices.some(isOther);
    };
    return all ? atoms.every(ask) : atoms.some(ask);
  };
  if (claimed.I > 0) builder = builder.invariant('I', 'an invariant', holds(0));
  if (claimed.W > 1) builder = builder.invariant('W', 'one with an antecedent', holds(1), { when: holds(2) });
  if (claimed.S > 2) {
    const isKept = (before: Untyped, after: Untyped) => holds(3)(before) || holds(4)(after);
    builder = builder.stepInvariant('S', 'a step invariant', isKept);
  }
  return builder
    .quiescent('Q', 'a claim about rest', holds(5))
    .reachable('R', 'a reachable state', (s: Untyped) => !holds(4)(s) && !holds(5)(s))
    .reachable('Z', 'a state of rest', (s: Untyped) => !holds(2)(s), { quiescent: true });
}
