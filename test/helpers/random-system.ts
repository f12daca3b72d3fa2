/**
 * Small random systems that use every feature of the language: programs and rule sets, alternatives, choices, procedures,
 * locks, replicas, sets, ghosts, environment tags, and properties of every kind. A system is drawn as plain data, so that
 * a failing one shrinks and prints.
 */
import { defineSystem, ghost, replicated, SpinLock, value } from 'everywhen';
import fc from 'fast-check';
import { Set as ImmutableSet } from 'immutable';

/** Every number lives modulo this. */
const MODULUS = 3;

const natural = (max: number) => fc.nat({ max });
const effect = fc.record({
  kind: fc.constantFrom('add', 'copy', 'toggle', 'local', 'nothing' as const),
  target: natural(1),
  by: natural(2),
});
const guard = fc.record({
  kind: fc.constantFrom('always', 'number', 'member', 'lock' as const),
  target: natural(1),
  is: natural(2),
});
const action = fc.record({
  guard,
  effects: fc.array(effect, { maxLength: 2 }),
  ends: fc.constantFrom('next', 'goto', 'choose', 'call', 'halt', 'assert', 'unreachable', 'lock', 'unlock' as const),
  to: natural(2),
  environment: fc.boolean(),
});
export type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

export const randomSystem = fc.record({
  programs: fc.array(fc.array(fc.array(action, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 2,
  }),
  rules: fc.array(action, { maxLength: 2 }),
  loop: fc.boolean(),
  bound: natural(2),
});
export type RandomSystem = typeof randomSystem extends fc.Arbitrary<infer T> ? T : never;

// The data decides at run time what a step does, so the snapshot is used untyped here.
// biome-ignore lint/suspicious/noExplicitAny: see above.
type Untyped = any;

/** The system that the data describes. */
export function buildRandom({ programs, rules, loop, bound }: RandomSystem) {
  let builder: Untyped = defineSystem({
    number: replicated(2, 0),
    set: value<ImmutableSet<number>>(ImmutableSet()),
    lock: new SpinLock(),
    steps: ghost(0),
  })
    .assertion('A', 'an assertion')
    .unreachable('U', 'a crash')
    .procedure(
      'add',
      { by: 1 },
      { first: (s) => s.update('number', 0, (n) => (n + s.get('by')) % MODULUS), second: (s) => s.return() },
    );
  programs.forEach((labels, p) => {
    const names = labels.map((_, label) => `l${label}`);
    const steps = labels.map((actions, label) => {
      const alternatives = actions.map((drawn, a) => [
        `a${a}`,
        tagged(drawn, (s: Untyped) => run(s, drawn, names, true)),
      ]);
      return [names[label], alternatives.length === 1 ? alternatives[0]?.[1] : Object.fromEntries(alternatives)];
    });
    builder = builder.process(`p${p}`, Object.fromEntries(steps), {
      locals: { own: 0 },
      end: loop ? 'loop' : 'halt',
      mayWaitAt: [names[0]],
    });
  });
  if (rules.length > 0) {
    builder = builder.rules(
      'hardware',
      Object.fromEntries(rules.map((drawn, r) => [`r${r}`, tagged(drawn, (s: Untyped) => run(s, drawn, [], false))])),
    );
  }
  return builder
    .invariant('I', 'a state invariant', (s: Untyped) => s.get('number', 0) <= bound || s.get('set').has(0))
    .stepInvariant(
      'S',
      'a step invariant',
      (before: Untyped, after: Untyped) => after.get('number', 1) - before.get('number', 1) < 2,
    )
    .quiescent('Q', 'a quiescence property', (s: Untyped) => s.get('number', 0) === 0 && s.get('set').isEmpty())
    .reachable('R', 'a reachable state', (s: Untyped) => s.get('set').size === 2);
}

function tagged(drawn: Action, step: unknown): unknown {
  return drawn.environment ? { environment: step } : step;
}

function run(s: Untyped, drawn: Action, labels: readonly string[], program: boolean): Untyped {
  if (!passes(s, drawn)) return undefined;
  const done = drawn.effects.reduce(
    (state, one) => apply(state, one, program),
    s.update('steps', (n: number) => (n + 1) % MODULUS),
  );
  const label = labels[drawn.to % Math.max(1, labels.length)];
  switch (drawn.ends) {
    case 'goto':
      return program ? done.goto(label) : done;
    case 'choose':
      return done.choose({
        stay: done,
        more: done.update('number', 1, (n: number) => (n + 1) % MODULUS),
        ...(program && { away: done.goto(label) }),
      });
    case 'call':
      return program ? done.call('add', { by: drawn.to }, label) : done;
    case 'halt':
      return program ? done.halt() : done;
    case 'assert':
      return done.assert('A', (all: Untyped) => all.get('steps') < 2 || all.get('number', 0) === drawn.to);
    case 'unreachable':
      return s.get('number', 1) === 2 ? done.unreachable('U') : done;
    case 'lock':
      return done.acquire('lock');
    case 'unlock':
      return s.get('lock').holder === s.process ? done.release('lock') : done;
    case 'next':
      return done;
  }
}

function passes(s: Untyped, { guard: { kind, target, is } }: Action): boolean {
  switch (kind) {
    case 'always':
      return true;
    case 'number':
      return s.get('number', target) <= is;
    case 'member':
      return s.get('set').has(target) === is > 0;
    case 'lock':
      return s.get('lock').holder === null;
  }
}

function apply(s: Untyped, { kind, target, by }: Action['effects'][number], program: boolean): Untyped {
  switch (kind) {
    case 'add':
      return s.update('number', target, (n: number) => (n + by) % MODULUS);
    case 'copy':
      return s.set('number', target, s.get('number', 1 - target));
    case 'toggle':
      return s.update('set', (set: ImmutableSet<number>) => (set.has(target) ? set.remove(target) : set.add(target)));
    case 'local':
      return program ? s.update('own', (n: number) => (n + by) % MODULUS) : s;
    case 'nothing':
      return s;
  }
}
