import test from 'ava';
import type { JsonValue } from '../../src/model/value-json.ts';
import { changeText } from '../../src/trace/value-diff.ts';
import { valueText } from '../../src/trace/value-text.ts';

const set = (...values: JsonValue[]): JsonValue => ({ $: 'Set', values });
const list = (...values: JsonValue[]): JsonValue => ({ $: 'List', values });
const map = (...entries: [JsonValue, JsonValue][]): JsonValue => ({ $: 'Map', entries });
const handler = (vector: string, opened: boolean): JsonValue => ({ $: 'Handler', vector, opened });

const texts: readonly (readonly [JsonValue, string])[] = [
  [set('H', 'L'), '{H, L}'],
  [set(), '{}'],
  [list(1, 2), '[1, 2]'],
  [map(['k', 1]), '{k: 1}'],
  [handler('L', true), 'Handler(vector L, opened true)'],
  [{ $: 'OrderedSet', values: [1] }, 'OrderedSet[1]'],
  [{ $: 'bigint', value: '5' }, '5n'],
  [{ $: 'number', value: 'Infinity' }, 'Infinity'],
  ['take lock', 'take lock'],
  ['sender[1]', 'sender[1]'],
  ['', '""'],
  ['1', '"1"'],
  ['true', '"true"'],
  ['null', '"null"'],
  ['a, b', '"a, b"'],
  [' a', '" a"'],
  [null, 'null'],
  [1.5, '1.5'],
];
for (const [value, text] of texts) {
  test(`${JSON.stringify(value)} reads ${text}`, (t) => t.is(valueText(value), text));
}

test('different values never read the same', (t) => {
  const values = [
    ...texts.map(([value]) => value),
    1,
    true,
    5,
    list(set(1), 2),
    list(set(1, 2)),
    set('a', 'b'),
    set('a, b'),
  ];
  t.is(new Set(values.map(valueText)).size, values.length);
});

const changes: readonly (readonly [JsonValue, JsonValue, string[]])[] = [
  [1, 1, []],
  [1, 2, ['x 1 -> 2']],
  [set(), set('L'), ['x {} -> {L}']],
  [handler('L', false), handler('L', true), ['x.opened false -> true']],
  [handler('L', false), handler('H', true), ['x.vector L -> H', 'x.opened false -> true']],
  [list(1), list(1, 2), ['x + 2']],
  [list(1, 2, 3), list(1), ['x - 2', 'x - 3']],
  [list(handler('L', false)), list(handler('L', true)), ['x[0].opened false -> true']],
  [list(1, 2), list(2), ['x [1, 2] -> [2]']],
  [map(['a', 1]), map(['a', 2], ['b', 3]), ['x[a] 1 -> 2', 'x[b] + 3']],
  [map(['a', 1]), map(), ['x[a] - 1']],
  [null, handler('L', true), ['x null -> Handler(vector L, opened true)']],
];
for (const [before, after, lines] of changes) {
  test(`from ${valueText(before)} to ${valueText(after)}`, (t) => t.deepEqual(changeText('x', before, after), lines));
}

test('a megabyte string is shortened to its beginning and the number of characters left out', (t) => {
  t.is(valueText('x'.repeat(2 ** 20)), `${'x'.repeat(500)}… [1,048,076 more characters]`);
  t.is(valueText('"'.repeat(502)), `"${'\\"'.repeat(500)}"… [2 more characters]`);
  // U+1F600 is a surrogate pair across the limit of 500: neither surrogate is printed alone.
  t.is(valueText(`${'x'.repeat(499)}\u{1f600}!`), `${JSON.stringify('x'.repeat(499))}… [3 more characters]`);
});

test('keys of a map whose shortened texts are equal are still two keys', (t) => {
  const [a, b] = ['a', 'b'].map((end) => 'x'.repeat(600) + end) as [string, string];
  t.is(valueText(map([a, 1], [b, 2])).match(/more characters\]: [12]/g)?.length, 2);
  t.deepEqual(
    changeText('m', map([a, 1]), map([a, 1], [b, 2])).map((line) => line.slice(-3)),
    ['+ 2'],
  );
});

// A trace file is untrusted input. A collection without its elements is printed like a record, `Name(field value)`, and two records of one
// name are compared field by field.
const strange: readonly (readonly [value: JsonValue, text: string, toSet?: string])[] = [
  [{ $: 'Set' }, 'Set()', 'x.values null -> [1]'],
  [{ $: 'Map', entries: [1] }, 'Map(entries [1])'],
  [{ $: 'bigint' }, 'bigint()'],
  [{ $: { $: 'List' } }, 'List()()'],
  [{ a: 1 }, '(a 1)'],
  [[1], '[1]'],
];
for (const [value, text, toSet = `x ${text} -> {1}`] of strange) {
  test(`${JSON.stringify(value)}, which no run writes, reads as ${text}`, (t) => {
    t.is(valueText(value), text);
    t.deepEqual(changeText('x', value, value), []);
    t.deepEqual(changeText('x', value, { $: 'Set', values: [1] }), [toSet]);
  });
}
