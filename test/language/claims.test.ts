/** A claim is true or false: any other value is `E_PROPERTY`, at once where the initial state shows it, in engine and reference alike. */
import test from 'ava';
import { check, defineModel, defineSystem } from '../../src/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: what the compiler would refuse.
type Untyped = any;

/** A system of three states, n = 0, 1, 2, then 0 again. */
function counting(claim: (system: Untyped) => Untyped) {
  return defineModel({
    name: 'm',
    title: 't',
    parameters: {},
    build: () =>
      claim(
        (defineSystem({ n: 0 }) as Untyped).process(
          'p',
          { up: (s: Untyped) => s.update('n', (n: number) => (n + 1) % 3) },
          { end: 'loop' },
        ),
      ),
  });
}

const VALUES: readonly (readonly [what: string, value: () => unknown])[] = [
  ['a promise', () => Promise.resolve(true)],
  ['a promise', () => Promise.reject(new Error('a rejection that no reader waits for'))],
  ["the string 'false'", () => 'false'],
  ['undefined', () => undefined],
  ['null', () => null],
  ['the number 0', () => 0],
  ['the bigint 1', () => 1n],
  ['a symbol', () => Symbol('true')],
  ['a function', () => () => true],
  ['an object (Boolean)', () => new Boolean(true)],
  ['an object (no class)', () => Object.create(null)],
];

/** Each place of a claim: its name in messages, and a system with a claim whose function is given. */
const PLACES: readonly (readonly [
  where: string,
  place: (system: Untyped, claim: (s: Untyped) => unknown) => Untyped,
])[] = [
  ["invariant 'I' (m): its predicate", (system, claim) => system.invariant('I', '', claim)],
  [
    "invariant 'I' (m): its antecedent (when)",
    (system, claim) => system.invariant('I', '', () => true, { when: claim }),
  ],
  ["step invariant 'I' (m): its predicate", (system, claim) => system.stepInvariant('I', '', claim)],
  [
    "step invariant 'I' (m): its antecedent (when)",
    (system, claim) => system.stepInvariant('I', '', () => true, { when: claim }),
  ],
  ["quiescence 'I' (m): its predicate", (system, claim) => system.quiescent('I', '', claim)],
  [
    "quiescence 'I' (m): its antecedent (when)",
    (system, claim) => system.quiescent('I', '', () => true, { when: claim }),
  ],
  ["quiescent states 'I' (m): its predicate", (system, claim) => system.quiescentStates('I', '', claim)],
  ["reachable 'I' (m): its predicate", (system, claim) => system.reachable('I', '', claim)],
  ["reachable 'I' (m): its predicate", (system, claim) => system.reachable('I', '', claim, { quiescent: true })],
  ["leads-to 'I' (m): its left side", (system, claim) => system.leadsTo('I', '', claim, () => true)],
  ["leads-to 'I' (m): its right side", (system, claim) => system.leadsTo('I', '', () => true, claim, { each: [1, 2] })],
  ["eventually 'I' (m): its predicate", (system, claim) => system.eventually('I', '', claim)],
  ["infinitely often 'I' (m): its predicate", (system, claim) => system.infinitelyOften('I', '', claim)],
  ["storm 'I' (m): its predicate", (system, claim) => system.storm('I', '', claim)],
  ["progress 'I' (m): its predicate", (system, claim) => system.progress('I', '', claim)],
  [
    "step 'judge' of process 'q' (m): assertion 'I'",
    (system, claim) => system.assertion('I', '').process('q', { judge: (s: Untyped) => s.assert('I', claim) }),
  ],
  [
    "step 'judge' of process 'q' (m): assertion 'I'",
    (system, claim) => system.assertion('I', '').process('q', { judge: (s: Untyped) => s.assert('I', claim(s)) }),
  ],
];

test('in every place of a claim, a value that is neither true nor false is refused when the system is built', async (t) => {
  for (const [where, place] of PLACES) {
    for (const [what, value] of VALUES) {
      if (where.includes('assertion') && what === 'a function') continue;
      const model = counting((system) => place(system, value));
      const error = await t.throwsAsync(check(model, {}, { statesMax: 1 }), { name: 'UserError' }, `${where} ${what}`);
      t.like(error, { code: 'E_PROPERTY', message: `${where} is ${what}, and not true or false.` });
    }
  }
});

test('a value that only a later state shows is refused there, by engine and reference in the same words', async (t) => {
  for (const [where, place] of PLACES) {
    const late = (...states: readonly Untyped[]) =>
      states.some((s) => s?.get?.('n') === 2) ? 'yes' : !/right side|eventually/.test(where);
    if (where.startsWith('quiescence') || where.startsWith("reachable 'I' (m): its predicate")) continue;
    const model = counting((system) => place(system, late));
    for (const engine of ['kernel', 'reference'] as const) {
      const error = await t.throwsAsync(
        check(model, {}, { engine, workers: 1 }),
        { name: 'UserError' },
        `${where}, ${engine}`,
      );
      t.like(error, { code: 'E_PROPERTY', message: `${where} is the string 'yes', and not true or false.` });
    }
  }
});

test('a quiescent state shows it, too', async (t) => {
  const ending = (claim: (system: Untyped) => Untyped) =>
    defineModel({
      name: 'm',
      title: 't',
      parameters: {},
      build: () => claim((defineSystem({ n: 0 }) as Untyped).process('p', { up: (s: Untyped) => s.set('n', 1) })),
    });
  const late = (s: Untyped) => (s.get('n') === 1 ? undefined : true);
  for (const [name, claim] of [
    ['quiescence', (system: Untyped) => system.quiescent('I', '', late)],
    ['reachable', (system: Untyped) => system.reachable('I', '', late, { quiescent: true })],
  ] as const) {
    for (const engine of ['kernel', 'reference'] as const) {
      const error = await t.throwsAsync(check(ending(claim), {}, { engine }));
      t.like(error, {
        code: 'E_PROPERTY',
        message: `${name} 'I' (m): its predicate is undefined, and not true or false.`,
      });
    }
  }
});
