/**
 * Random systems of steps that choose, drawn as plain data: items that vary with the state, outcomes that read and write what their item
 * names, claims before and within a choice, reads that a variable of the step keeps from one outcome to the next. The engine
 * learns outcomes by themselves (src/engine/knowledge/choices.ts); the reference evaluates whole steps.
 */
import { defineSystem, replicated, value } from 'everywhen';
import fc from 'fast-check';
import { Set as ImmutableSet, List, Record } from 'immutable';
import { RUNTIME } from '../../src/load/visible/edits.ts';
import { installIdentity } from '../../src/semantics/tracked/identity.ts';

// biome-ignore lint/suspicious/noExplicitAny: the data decides at run time what a step does.
type Untyped = any;

installIdentity(RUNTIME);
const runtime = (globalThis as Untyped)[RUNTIME] as { outer(value: boolean): boolean };

class Pair extends Record({ from: 0, to: 0 }) {}

const CELLS = 4;
const ALL = [0, 1, 2, 3];
const natural = (max: number) => fc.nat({ max });

const step = fc.record({
  guard: fc.option(fc.record({ cell: natural(CELLS - 1), is: natural(2) }), { freq: 2 }),
  items: fc.constantFrom('all', 'all', 'some', 'reversed', 'by turn', 'of the set', 'pairs', 'named', 'partly', 'late'),
  does: fc.constantFrom(
    'add',
    'add',
    'move',
    'move',
    'pour',
    'set',
    'set',
    'turn',
    'stay',
    'mixed',
    'mixed',
    'nothing',
  ),
  keeps: fc.constantFrom('nothing', 'nothing', 'nothing', 'nothing', 'a value', 'a value', 'the first'),
  claims: fc.constantFrom('none', 'none', 'none', 'before', 'within', 'within', 'left behind'),
  after: fc.constantFrom('nothing', 'nothing', 'nothing', 'nothing', 'reads', 'goes', 'another choice'),
  n: natural(3),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

export const randomChoices = fc.record({
  steps: fc.array(step, { minLength: 2, maxLength: 4 }),
  ticks: fc.boolean(),
  program: fc.array(step, { maxLength: 2 }),
  replicas: fc.constantFrom(1, 1, 2),
  tag: fc.constantFrom('system', 'environment'),
  claims: fc.array(natural(8), { minLength: 6, maxLength: 6 }),
  lasting: fc.boolean(),
});
export type RandomChoices = typeof randomChoices extends fc.Arbitrary<infer T> ? T : never;

/** The system that the data describes. `note` is called with what its steps do. */
export function buildChoices(data: RandomChoices, note: (feature: string) => void = () => {}) {
  const rules = Object.fromEntries(data.steps.map((one, i) => [`r${i}`, (s: Untyped) => run(s, one, note)]));
  const ticking = data.ticks ? { tick: (s: Untyped) => s.update('turn', (turn: number) => (turn + 1) % 3) } : {};
  const labels = Object.fromEntries(data.program.map((one, i) => [`l${i}`, (s: Untyped) => run(s, one, note, true)]));
  const [a, b, c, d, e, f] = data.claims as [number, number, number, number, number, number];
  const sum = (s: Untyped) => ALL.reduce((all, i) => all + s.get('q', i), 0);
  let builder: Untyped = defineSystem(
    { q: replicated(CELLS, (i) => i % 2), turn: 0, some: value(ImmutableSet([1])), kept: List<number>() },
    { deadlock: 'allowed' },
  )
    .assertion('A', 'an assertion')
    .assertion('B', 'another', { informational: true })
    .unreachable('U', 'a crash')
    .rules('r', { ...rules, ...ticking });
  if (data.program.length > 0) {
    const options = { end: 'loop', locals: { own: 0 } };
    builder =
      data.replicas === 1
        ? builder.process('p', labels, options)
        : builder.processes('p', data.replicas, labels, options);
  }
  builder = builder
    .invariant('I', 'an invariant', (s: Untyped) => s.get('q', a % CELLS) + s.get('turn') !== b % 4)
    .stepInvariant(
      'S',
      'a step invariant',
      (before: Untyped, after: Untyped, one: Untyped) =>
        before.get('q', c % CELLS) <= after.get('q', d % CELLS) + 1 || one.outcome !== String(e % CELLS),
    )
    .quiescent('Q', 'a quiescence property', (s: Untyped) => s.get('turn') !== f % 3)
    .reachable('R', 'a reachable state', (s: Untyped) => sum(s) === e + 1 && s.get('some').size === 2);
  if (!data.lasting) return builder;
  return builder
    .leadsTo(
      'G',
      'leads to',
      (s: Untyped) => s.get('q', a % CELLS) === 1,
      (s: Untyped) => s.get('turn') === b % 3,
    )
    .progress('N', 'progress', (before: Untyped, after: Untyped) => before.get('turn') !== after.get('turn'));
}

function run(start: Untyped, one: Step, note: (feature: string) => void, isProgram = false): Untyped {
  const { guard, items, does, keeps, claims, after, n } = one;
  for (const feature of [`items ${items}`, `does ${does}`, `keeps ${keeps}`, `claims ${claims}`, `after ${after}`])
    note(feature);
  let s = start;
  if (guard !== null && s.get('q', guard.cell) !== guard.is) return after === 'goes' ? s.set('turn', 0) : undefined;
  if (claims === 'before') s = s.assert('A', (all: Untyped) => all.get('q', n) < 2);
  let kept: number | undefined;
  let isFound = false;
  const outcome = (item: Untyped): Untyped => {
    const i = item instanceof Pair ? item.from : Number(item);
    const to = item instanceof Pair ? item.to : (i + 1) % CELLS;
    if (keeps === 'a value') {
      kept ??= s.get('turn') as number;
      if (kept === i) return undefined;
    }
    if (keeps === 'the first' && isFound) return undefined;
    const done = effect(s, does, i, to, n);
    if (done === undefined || done === false) return done;
    // As the module of a visible model says it: only so are outcomes seen that depend on others.
    isFound = keeps === 'the first' ? runtime.outer(true) : true;
    if (claims === 'left behind' && i === n) s.assert('B', s.get('turn') === 0);
    const claimed = claims === 'within' ? done.assert('B', (all: Untyped) => all.get('q', to) !== n) : done;
    if (isProgram && after === 'goes' && i === 1) return claimed.goto('l0');
    return does === 'mixed' && i === 3 && s.get('q', 3) === 2 ? claimed.unreachable('U') : claimed;
  };
  const choice = chosen(s, one, outcome);
  if (after === 'reads' && s.get('q', n) === 2) return undefined;
  if (after === 'another choice' && s.get('turn') === 2) return s.chooseFrom([0, 1], (i: number) => s.set('turn', i));
  return choice;
}

function chosen(s: Untyped, { items, n }: Step, outcome: (item: Untyped) => Untyped): Untyped {
  switch (items) {
    case 'some':
      return s.chooseFrom(ALL.slice(n), outcome);
    case 'reversed':
      return s.chooseFrom(s.get('q', n) === 1 ? ALL.toReversed() : ALL, outcome);
    case 'by turn':
      return s.chooseFrom(ALL.slice(s.get('turn')), outcome);
    case 'of the set':
      return s.chooseFrom(s.get('some'), outcome);
    case 'pairs':
      return s.chooseFrom(
        [0, 1, 2].map((from) => new Pair({ from, to: 3 - from })),
        outcome,
      );
    case 'named':
      return s.choose({ zero: () => outcome(0), one: () => outcome(1), two: outcome(2) });
    case 'partly':
      return s.get('turn') === 1 ? s.choose({ zero: outcome(0), two: outcome(2) }) : s.chooseFrom(ALL, outcome);
    // Offered only in few states.
    case 'late':
      return s.chooseFrom(s.get('q', 0) + s.get('q', 2) === 4 ? [...ALL, 5, 6] : [n], (i: number) =>
        outcome(i % CELLS),
      );
    default:
      return s.chooseFrom(ALL, outcome);
  }
}

/** What an outcome does to the component that its item names; undefined where it is blocked. */
function effect(s: Untyped, does: Step['does'], i: number, to: number, n: number): Untyped {
  const own = s.get('q', i) as number;
  switch (does) {
    case 'add':
      return s.when(own < 2)?.set('q', i, own + 1);
    case 'move':
      return own > 0 && s.get('q', to) < 2 ? s.set('q', i, own - 1).update('q', to, (x: number) => x + 1) : undefined;
    case 'pour':
      return own === 2 ? s.set('q', i, 0) : undefined;
    case 'set':
      return s.update('some', (some: ImmutableSet<number>) => (some.has(i) ? some.delete(i) : some.add(i)));
    case 'turn':
      return own === 1 && s.set('turn', (i + n) % 3);
    case 'stay':
      return own === 0 ? s : undefined;
    case 'mixed':
      return i % 2 === 0 ? s.set('turn', own) : s.when(own !== 1)?.set('q', i, (own + n) % 3);
    case 'nothing':
      return undefined;
  }
}
