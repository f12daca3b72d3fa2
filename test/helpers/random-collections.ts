/**
 * Random systems whose components are Records, Lists, Sets and Maps, read and written by every method that authors have, drawn
 * as plain data. The engine splits such components into parts (src/semantics/tracked); the reference does not.
 */
import { defineSystem, value } from 'everywhen';
import fc from 'fast-check';
import { Map as ImmutableMap, Set as ImmutableSet, List, Record } from 'immutable';

class Cell extends Record({ a: 0, b: 1, on: false, inner: List<number>() }) {
  bump() {
    return this.merge({ a: (this.a + 1) % 3 });
  }
  get sum() {
    return this.a + this.b;
  }
}
class Message extends Record({ to: 0, kind: 'x' }) {}

type Words = ImmutableSet<string>;
type Numbers = List<number>;
type Table = ImmutableMap<string, number>;
type Messages = ImmutableSet<Message>;
// biome-ignore lint/suspicious/noExplicitAny: the data decides at run time what a step does.
type Untyped = any;

/** Their order by hash is not that of the alphabet. */
const WORDS = ['e0', 'e31', 'ea', 'ez9', 'e2'] as const;
const word = (n: number) => WORDS[n % WORDS.length] as string;
const key = (n: number) => ['k', 'l', 'm'][n % 3] as string;
const message = (n: number) => new Message({ to: n % 2, kind: n % 3 === 0 ? 'x' : 'y' });
/** With these, a Set has more elements than keep their order of insertion, or nearly so. */
const ballast = (n: number) => Array.from({ length: n }, (_, i) => `b${(i * 7) % 11}`);
const CONSTANT = new Cell();

/** Each reads something of a component and gives a number. */
const READS: { readonly [component: string]: readonly ((it: Untyped, n: number, s: Untyped) => unknown)[] } = {
  cell: [
    (it: Cell) => it.a,
    (it: Cell) => it.get('b'),
    ({ a, on }: Cell) => (on ? a : 0),
    (it: Cell) => it.sum,
    (it: Cell) => it.inner.size,
    (it: Cell, n) => it.inner.get(n),
    (it: Cell) => it.equals(new Cell()),
    (it: Cell) => Object.values(it.toObject()).length + it.a,
    (it: Cell) => it.has('a'),
    (it: Cell) => it.hashCode(),
    (it: Cell, _, s) => it === s.get('cell'),
    (it: Cell) => it.set('a', 0) === it,
    (it: Cell) => it.bump().a,
    (it: Cell) => it instanceof Cell,
    (it: Cell) => it.toJS().b,
    (it: Cell) => it.getIn(['inner', 0]),
    (it: Cell) => it.toString().length,
  ],
  list: [
    (it: Numbers, n) => it.get(n),
    (it: Numbers, n) => it.get(-1 - n),
    (it: Numbers, n) => it.get(n, 2),
    (it: Numbers) => it.first(),
    (it: Numbers) => it.last(5),
    (it: Numbers) => it.size,
    (it: Numbers) => it.isEmpty(),
    (it: Numbers, n) => it.includes(n),
    (it: Numbers, n) => it.indexOf(n),
    (it: Numbers) => it.reduce((sum, x) => sum + x, 0),
    (it: Numbers) => [...it].length,
    (it: Numbers) => it.join().length,
    (it: Numbers, n) => it.has(n),
    (it: Numbers, n) => it.find((x) => x === n),
    (it: Numbers, n) => it.filter((x) => x === n).size,
    (it: Numbers, n) => it.slice(n).size,
    (it: Numbers, n) => it.some((x) => x > n),
    (it: Numbers, n) => it.every((x) => x !== n),
    (it: Numbers, n) => it.findIndex((x, i) => x === i && i >= n),
    (it: Numbers, n) => it.set(0, n).includes(2),
    (it: Numbers) => it.map((x) => x + 1).last(),
    (it: Numbers) => it.equals(List([0, 1])),
    (it: Numbers) => List.isList(it),
    (it: Numbers, n) => it.set(0, n) === it,
    (it: Numbers) => it.max(),
    (it: Numbers) => it.toArray()[1],
    (it: Numbers, n) => it.get(n + 0.5),
  ],
  set: [
    (it: Words, n) => it.has(word(n)),
    (it: Words, n) => it.includes(word(n)),
    (it: Words, n) => it.some((x) => x === word(n)),
    (it: Words) => it.every((x) => x !== 'e1'),
    (it: Words, n) => it.filter((x) => x <= word(n)).size,
    (it: Words, n) => it.count((x) => x >= word(n)),
    (it: Words) => it.count(),
    (it: Words) => it.find((x) => x.startsWith('e')),
    (it: Words) => it.filter((x) => x.startsWith('e')).first(),
    (it: Words) =>
      it
        .filter((x) => x.startsWith('e'))
        .toArray()
        .join(),
    (it: Words) =>
      it
        .filter((x) => x.startsWith('e'))
        .toArray()
        .sort()
        .join(),
    (it: Words) => it.filter((x) => x === 'ea' || x === 'e31' || x === 'ez9').first(),
    (it: Words) => it.size,
    (it: Words) => it.isEmpty(),
    (it: Words) => it.reduce((all, x) => all + x, ''),
    (it: Words) => it.isSubset(['e0', 'e1', ...ballast(9)]),
    (it: Words) => it.intersect(['e0', 'e2']).size,
    (it: Words) => it.first(),
    (it: Words) => [...it].join(),
    (it: Words) => it.map((x) => x.length).size,
    (it: Words) => it.sort().first(),
    (it: Words) => it.equals(ImmutableSet(['e0'])),
    (it: Words, n) => it.add(word(n)) === it,
    (it: Words, n) => it.delete(word(n)) === it,
    (it: Words, n) => it.add(word(n)).size,
    (it: Words, n) => it.add(word(n)).has(word(n + 1)),
    (it: Words, n) => it.filter((x, k, all) => x === k && all.has(word(n))).size,
    (it: Words) => it.has('unknown'),
    (it: Words) => ImmutableSet.isSet(it) && ImmutableMap([[it, 1]]).get(it),
  ],
  messages: [
    (it: Messages, n) => it.has(message(n)),
    (it: Messages, n) => it.filter(({ to }) => to === n % 2).size,
    (it: Messages) => it.some(({ kind }) => kind === 'y'),
    (it: Messages, n) => it.find(({ to }) => to === n % 2)?.kind,
    (it: Messages) => it.size,
    (it: Messages) => it.has(undefined as Untyped),
    (it: Messages, n) => it.add(message(n)) === it,
  ],
  table: [
    (it: Table, n) => it.get(key(n)),
    (it: Table, n) => it.get(key(n), 2),
    (it: Table, n) => it.has(key(n)),
    (it: Table) => it.size,
    (it: Table) => it.isEmpty(),
    (it: Table) => [...it.keys()].join(),
    (it: Table) => it.reduce((sum, x) => sum + x, 0),
    (it: Table, n) => it.some((x) => x === n),
    (it: Table, n) => it.filter((x) => x === n).size,
    (it: Table) => it.findKey((x) => x === 1),
    (it: Table) => it.toArray().join(),
    (it: Table) => it.equals(ImmutableMap({ k: 0 })),
    (it: Table, n) => it.getIn([key(n)]),
    (it: Table) => it.first(),
    (it: Table, n) => it.set(key(n), 1) === it,
    (it: Table) => it.get('unknown'),
  ],
  maybe: [
    (it: Words | null, n) => it?.has(word(n)),
    (it: Words | null) => it?.size,
    (it: Words | null) => it === null,
    (it: Words | null) => it?.filter((x) => x > 'e1').size,
  ],
};

/** Each gives another value of a component. Lists have at most three elements, numbers are below three. */
const WRITES: { readonly [component: string]: readonly ((it: Untyped, n: number, s: Untyped) => unknown)[] } = {
  cell: [
    (it: Cell, n) => it.set('a', n % 3),
    (it: Cell) => it.update('b', (b) => (b + 1) % 3),
    (it: Cell, n) => it.merge({ on: n > 1, b: n % 3 }),
    (it: Cell) => it.withMutations((fields) => fields.set('a', 1).set('b', 2)),
    (_: Cell, n) => new Cell({ a: n % 3 }),
    (it: Cell) => it.clear(),
    (it: Cell) => it.delete('a'),
    (it: Cell, n) => it.set('inner', List([n % 3])),
    (it: Cell, _, s) => it.set('inner', s.get('list')),
    (it: Cell, n) => it.updateIn(['inner'], (inner) => (inner as Numbers).clear().push(n % 2)),
    (it: Cell) => it.bump().set('on', !it.on),
    (it: Cell) => it.asMutable().set('on', true).asImmutable(),
    (_: Cell) => CONSTANT,
  ],
  list: [
    (it: Numbers, n) => (it.size < 3 ? it.push(n % 3) : it),
    (it: Numbers) => it.pop(),
    (it: Numbers, n) => (it.size > 0 ? it.set(n % it.size, n % 3) : it),
    (it: Numbers) => it.shift(),
    (it: Numbers, n) => it.unshift(n % 3).take(3),
    (it: Numbers) => it.clear(),
    (it: Numbers, n) => it.filter((x) => x !== n),
    (it: Numbers) => it.reverse(),
    (it: Numbers) => it.sort(),
    (it: Numbers) => (it.size > 0 ? it.update(0, (x = 0) => (x + 1) % 3) : it),
    (it: Numbers, n) => (it.size < 2 ? it.push(n % 3, 0) : it.pop().pop()),
    (_: Numbers, n) => List([0, n % 3]),
    (it: Numbers) => it.push(1).pop(),
    (it: Numbers) => (it.size < 3 ? it.concat([1]) : it.delete(0)),
    (_: Numbers, n, s) => (s.get('cell').inner as Numbers).push(n % 3).takeLast(3),
  ],
  set: [
    (it: Words, n) => it.add(word(n)),
    (it: Words, n) => it.delete(word(n)),
    (it: Words, n) => (it.has(word(n)) ? it.remove(word(n)) : it.add(word(n))),
    (it: Words, n) => it.add(word(n)).add(word(n + 2)),
    (it: Words, n) => it.union([word(n)]),
    (it: Words, n) => it.filter((x) => x !== word(n)),
    (it: Words) => it.clear(),
    (it: Words, n) => it.subtract([word(n)]),
    (it: Words, n) => it.withMutations((set) => set.add(word(n)).delete('e0')),
    (_: Words, n) => ImmutableSet([word(n), ...ballast(n)]),
    (it: Words, n) => it.map((x) => (x === 'e0' ? word(n) : x)),
    (it: Words, _, s) => s.get('maybe') ?? it,
  ],
  messages: [
    (it: Messages, n) => it.add(message(n)),
    (it: Messages, n) => it.delete(message(n)),
    (it: Messages, n) => it.filter(({ to }) => to !== n % 2),
    (it: Messages, n) => (it.has(message(n)) ? it.add(message(n)).delete(message(n + 1)) : it.add(message(n))),
  ],
  table: [
    (it: Table, n) => it.set(key(n), n % 2),
    (it: Table, n) => it.delete(key(n)),
    (it: Table, n) => it.update(key(n), (x = 0) => (x + 1) % 3),
    (it: Table) => it.merge({ k: 1 }),
    (it: Table) => it.clear(),
    (it: Table) => it.map((x) => (x + 1) % 3),
    (it: Table, n) => it.filter((x) => x !== n),
    (it: Table) => it.setIn(['l'], 0),
    (_: Table, n) => ImmutableMap([[key(n), 1]]),
    (it: Table) => it.withMutations((map) => map.set('k', 0).delete('m')),
  ],
  maybe: [
    () => null,
    (_: Words | null, n) => ImmutableSet([word(n)]),
    (it: Words | null, n) => it?.add(word(n)) ?? ImmutableSet(),
    (it: Words | null, _, s) => it ?? s.get('set'),
  ],
};

export const COMPONENTS = Object.keys(READS);

const natural = (max: number) => fc.nat({ max });
const part = fc.record({ of: natural(COMPONENTS.length - 1), how: natural(999), n: natural(4) });
type Part = typeof part extends fc.Arbitrary<infer T> ? T : never;
const ask = fc.record({ part, is: natural(2) });
type Ask = typeof ask extends fc.Arbitrary<infer T> ? T : never;

const step = fc.record({
  guard: fc.option(ask),
  writes: fc.array(part, { minLength: 1, maxLength: 2 }),
  ends: fc.constantFrom('next', 'next', 'next', 'choose', 'from set', 'from list', 'from table', 'assert'),
  claim: ask,
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

export const randomCollections = fc.record({
  steps: fc.array(step, { minLength: 2, maxLength: 5 }),
  program: fc.array(step, { maxLength: 2 }),
  ballast: fc.constantFrom(0, 0, 6, 8),
  claims: fc.array(ask, { minLength: 6, maxLength: 6 }),
});
export type RandomCollections = typeof randomCollections extends fc.Arbitrary<infer T> ? T : never;

/** The system that the data describes. `note` is called with each method that a step or claim uses, by component and number. */
export function buildCollections(data: RandomCollections, note: (method: string) => void = () => {}) {
  const methodOf = (methods: typeof READS, kind: string, { of, how }: Part) => {
    const component = COMPONENTS[of] as string;
    const all = methods[component] as (typeof READS)[string];
    note(`${kind} ${component} ${how % all.length}`);
    return { component, method: all[how % all.length] as (typeof all)[number] };
  };
  const read = (s: Untyped, from: Part) => {
    const { component, method } = methodOf(READS, 'read', from);
    return method(s.get(component), from.n, s);
  };
  const holds = (s: Untyped, { part: from, is }: Ask) => {
    const found = read(s, from);
    return (typeof found === 'number' ? Math.abs(found) % 3 : String(found ?? '').length % 3) !== is;
  };
  const write = (s: Untyped, to: Part) => {
    const { component, method } = methodOf(WRITES, 'write', to);
    return s.set(component, method(s.get(component), to.n, s));
  };
  const run = (s: Untyped, { guard, writes, ends, claim }: Step) => {
    if (guard !== null && !holds(s, guard)) return undefined;
    const done = writes.reduce(write, s);
    switch (ends) {
      case 'choose':
        return s.choose({ all: done, first: write(s, writes[0] as Part), none: guard !== null && done.set('n', 1) });
      case 'from set':
        return s.chooseFrom(
          s.get('set').filter((x: string) => x.startsWith('e')),
          (x: string) => done.update('set', (set: Words) => set.delete(x)).set('n', x.length % 3),
        );
      case 'from list':
        return s.chooseFrom(new Set(s.get('list')), (x: number) => done.set('n', x));
      case 'from table':
        return s.chooseFrom(s.get('table').keySeq(), (x: string) =>
          done.update('table', (map: Table) => map.delete(x)),
        );
      case 'assert':
        return done.assert('A', (all: Untyped) => holds(all, claim));
      default:
        return done;
    }
  };
  const rules = Object.fromEntries(data.steps.map((one, i) => [`r${i}`, (s: Untyped) => run(s, one)]));
  const labels = Object.fromEntries(data.program.map((one, i) => [`l${i}`, (s: Untyped) => run(s, one)]));
  const claim = (i: number) => data.claims[i] as Ask;
  let builder: Untyped = defineSystem(
    {
      n: 0,
      cell: new Cell(),
      list: value<Numbers>(List([0, 1])),
      set: value<Words>(ImmutableSet(['e0', ...ballast(data.ballast)])),
      messages: value<Messages>(ImmutableSet([message(0)])),
      table: value<Table>(ImmutableMap({ k: 0 })),
      maybe: value<Words | null>(ImmutableSet(['e1'])),
    },
    { deadlock: 'allowed' },
  )
    .assertion('A', 'an assertion')
    .rules('r', rules);
  if (data.program.length > 0) builder = builder.process('p', labels, { end: 'loop' });
  return builder
    .invariant('I', 'an invariant', (s: Untyped) => holds(s, claim(0)))
    .invariant('W', 'one with an antecedent', (s: Untyped) => holds(s, claim(1)), {
      when: (s: Untyped) => holds(s, claim(2)),
    })
    .stepInvariant(
      'S',
      'a step invariant',
      (before: Untyped, after: Untyped) => holds(before, claim(3)) || holds(after, claim(4)),
    )
    .reachable('R', 'a reachable state', (s: Untyped) => !holds(s, claim(5)) && s.get('n') === 1)
    .leadsTo(
      'G',
      'leads to',
      (s: Untyped) => holds(s, claim(2)),
      (s: Untyped) => holds(s, claim(3)),
    );
}
