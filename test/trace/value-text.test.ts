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
