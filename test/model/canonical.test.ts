import test from 'ava';
import fc from 'fast-check';
import { Map as ImmutableMap, Set as ImmutableSet, List, OrderedMap, OrderedSet, Record, Seq, Stack } from 'immutable';
import { Canon, ValueRefusal } from '../../src/model/canonical.ts';
import { valueToJson } from '../../src/model/value-json.ts';

class Handler extends Record({ vector: 'L', opened: false }) {}
class Impostor extends Record({ vector: 'L', opened: false }) {}
class Box extends Record({ inside: ImmutableSet<unknown>() }) {}

class Version {
  readonly major: number;
  constructor(major: number) {
    this.major = major;
  }
  equals(other: unknown): boolean {
    return other instanceof Version && other.major === this.major;
  }
  hashCode(): number {
    return this.major;
  }
}

test('a set built in two orders is one value with one order of elements', (t) => {
  const canon = new Canon();
  const forth = canon.of(ImmutableSet(['a', 'b', 'c']));
  const back = canon.of(ImmutableSet(['c', 'b', 'a']));
  t.is(forth, back);
  t.deepEqual([...(back.value as ImmutableSet<string>)], ['a', 'b', 'c']);
});

test('order of construction does not matter at any depth', (t) => {
  const canon = new Canon();
  const nested = (words: string[]) =>
    ImmutableMap([
      ['box', new Box({ inside: ImmutableSet(words) })],
      ['list', new Box({ inside: ImmutableSet([List([ImmutableSet(words)])]) })],
    ]);
  t.is(canon.of(nested(['x', 'y'])), canon.of(ImmutableMap(nested(['y', 'x']).reverse())));
});

test('elements are in the order of their values, numbers by size', (t) => {
  const { value } = new Canon().of(ImmutableSet([10, 9, 'b', 'a', 1]));
  t.deepEqual([...(value as ImmutableSet<unknown>)], [1, 9, 10, 'a', 'b']);
});

test('ordered collections keep their order, which is part of the value', (t) => {
  const canon = new Canon();
  t.not(canon.of(OrderedSet(['a', 'b'])), canon.of(OrderedSet(['b', 'a'])));
  t.not(canon.of(OrderedMap({ a: 1, b: 2 })), canon.of(OrderedMap({ b: 2, a: 1 })));
  t.not(canon.of(List([1, 2])), canon.of(List([2, 1])));
  t.not(canon.of(Stack([1, 2])), canon.of(List([1, 2])));
});

test('minus zero is zero', (t) => {
  const canon = new Canon();
  t.is(canon.of(-0), canon.of(0));
  t.true(Object.is(canon.of(-0).value, 0));
  t.is(canon.of(List([-0])), canon.of(List([0])));
  const [Five, None] = [Record({ n: 5 }), Record({ n: -0 })];
  const five = canon.of(new Five({ n: -0 })).value as InstanceType<typeof Five>;
  t.true(Object.is(five.n, 0));
  t.throws(() => canon.of(new None()), { message: "a Record whose field 'n' is -0 by default" });
});

test('the class is part of the identity', (t) => {
  const canon = new Canon();
  t.true(new Handler().equals(new Impostor()), 'Immutable calls them equal');
  t.not(canon.of(new Handler()), canon.of(new Impostor()));
  const namesake = (() => {
    class Handler extends Record({ vector: 'L', opened: false }) {}
    return new Handler();
  })();
  t.not(canon.of(new Handler()), canon.of(namesake), 'two classes of one name are two classes');
});

test('values of different types are different values', (t) => {
  const canon = new Canon();
  const values = [
    1,
    '1',
    1n,
    true,
    'true',
    null,
    'null',
    List([1]),
    ImmutableSet([1]),
    OrderedSet([1]),
    ImmutableMap([[1, 1]]),
  ];
  t.is(new Set(values.map((value) => canon.of(value))).size, values.length);
});

test('a value object is what its own fields say, and cannot be changed any more', (t) => {
  const canon = new Canon();
  const version = new Version(3);
  t.is(canon.of(version), canon.of(new Version(3)));
  t.not(canon.of(version), canon.of(new Version(4)));
  t.throws(() => Object.assign(version, { major: 4 }), { instanceOf: TypeError });
});

const refused: readonly (readonly [what: string, value: unknown])[] = [
  ['NaN', Number.NaN],
  ['undefined', undefined],
  ['a symbol', Symbol('s')],
  ['a function', () => 0],
  ['a plain object', { a: 1 }],
  ['an object without prototype', Object.create(null)],
  ['an array', [1]],
  ['a Date', new Date(0)],
  ['a native Map', new Map()],
  ['a mutable set', ImmutableSet([1]).asMutable()],
  ['a mutable list', List([1]).asMutable()],
  ['a mutable record', new Handler().asMutable()],
  ['a lazy sequence', Seq([1, 2])],
  ['a record with a field of its own', Object.assign(new Handler(), { extra: 1 })],
  ['a record with a field named $', new (Record({ $: 1 }))()],
];
for (const [what, value] of refused) {
  test(`${what} cannot be part of a state, at no depth`, (t) => {
    const canon = new Canon();
    t.throws(() => canon.of(value), { instanceOf: ValueRefusal });
    t.throws(() => canon.of(List([value])), { instanceOf: ValueRefusal });
    t.throws(() => canon.of(ImmutableMap([['key', new Box({ inside: ImmutableSet([value]) })]])), {
      instanceOf: ValueRefusal,
    });
  });
}

test('a value object whose equality its fields do not show is refused when it is met', (t) => {
  class Secret {
    readonly #secret: number;
    constructor(secret: number) {
      this.#secret = secret;
    }
    equals(other: unknown): boolean {
      return other instanceof Secret && other.#secret === this.#secret;
    }
    hashCode(): number {
      return 0;
    }
  }
  const canon = new Canon();
  canon.of(new Secret(1));
  t.throws(() => canon.of(new Secret(2)), { instanceOf: ValueRefusal, message: /not equal/ });
});

test('equal values have one JSON form, whatever order they were built in', (t) => {
  const canon = new Canon();
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.oneof(fc.integer(), fc.string(), fc.boolean()), { maxLength: 12 }),
      fc.func(fc.integer()),
      (elements, key) => {
        const shuffled = elements.toSorted((a, b) => key(a) - key(b));
        const [one, other] = [canon.of(ImmutableSet(elements)), canon.of(ImmutableSet(shuffled))];
        t.is(one, other);
        t.deepEqual(valueToJson(one.value), valueToJson(other.value));
      },
    ),
  );
});

test('values have the JSON form of the contract', (t) => {
  const json = (value: unknown) => valueToJson(new Canon().of(value).value);
  t.deepEqual(json(new Handler({ vector: 'H' })), { $: 'Handler', vector: 'H', opened: false });
  t.deepEqual(json(ImmutableSet(['b', 'a'])), { $: 'Set', values: ['a', 'b'] });
  t.deepEqual(json(ImmutableMap([['k', List([1])]])), { $: 'Map', entries: [['k', { $: 'List', values: [1] }]] });
  t.deepEqual(json(12n), { $: 'bigint', value: '12' });
  t.deepEqual(json(Number.POSITIVE_INFINITY), { $: 'number', value: 'Infinity' });
  t.deepEqual(json(new Version(3)), { $: 'Version', major: 3 });
  t.is(json(null), null);
});
