/** What is left off of a result, and which lines of input are too long. */
import { Readable } from 'node:stream';
import test from 'ava';
import { boundedItems, boundedLines, CHARACTERS_MAX, legibleJson } from '../../../src/cli/mcp/bounded.ts';
import { BoundedInput, LINE_BYTES_MAX } from '../../../src/cli/mcp/bounded-input.ts';

test('the parts of a long text, asked for as each of them says, make the whole', (t) => {
  const lines = Array.from({ length: 900 }, (_, i) => `line ${i + 1} ${'.'.repeat(60)}`);
  const found: string[] = [];
  let parts = 0;
  for (let from: number | undefined = 1; from !== undefined; parts++) {
    const text: string = boundedLines(lines.join('\n'), from);
    t.true(text.length < CHARACTERS_MAX + 200);
    found.push(...text.split('\n').filter((line) => line.startsWith('line ')));
    const [, next] = text.match(/from: (\d+)\.$/) ?? [];
    from = next === undefined ? undefined : Number(next);
  }
  t.deepEqual(found, lines);
  t.is(parts, 4);
  t.is(boundedLines('a\nb', 3), 'There is no line 3: the result has 2 lines.');
});

test('a result that fits is whole, without control characters, and an enormous line is shortened', (t) => {
  t.is(boundedLines('a\u001b[31m\nb\n', 1), 'a\\u{1b}[31m\nb');
  t.true(boundedLines('x'.repeat(1_000_000), 1).length < 1100);
});

test('items are bounded by number and by size, and one is always shown', (t) => {
  const items = Array.from({ length: 25 }, (_, i) => i);
  t.deepEqual(boundedItems(items, 1, 'Things', 25), { shown: items });
  t.deepEqual(boundedItems(items, 21, 'Things', 10), {
    shown: [20, 21, 22, 23, 24],
    leftOff: 'Things 21 to 25 of 25 are shown.',
  });
  const large = ['x'.repeat(30_000), 'y'];
  t.deepEqual(boundedItems(large, 1, 'Things', 10), {
    shown: [large[0]],
    leftOff: 'Things 1 to 1 of 2 are shown. For the rest ask again with from: 2.',
  });
});

test('legible JSON is the same value', (t) => {
  for (const value of [{}, { a: [], b: [1, { c: '\u2028' }], 'd"': { e: null } }]) {
    t.deepEqual(JSON.parse(legibleJson(value)), value);
  }
});

test('a line that is too long is dropped, its request is named, and the lines around it arrive', async (t) => {
  const long = 'x'.repeat(LINE_BYTES_MAX);
  const lines = [
    '{"id":1}',
    `{"id":2,"params":{"x":"${long}"}}`,
    `{"params":{"id":99,"x":"${long}"},"jsonrpc":"2.0","id":"a-3"}`,
    long,
    '{"id":4}',
  ];
  const dropped: unknown[] = [];
  const input = new BoundedInput((id) => dropped.push(id));
  const arrived: string[] = [];
  for await (const line of Readable.from(Buffer.from(`${lines.join('\n')}\n`)).pipe(input)) arrived.push(String(line));
  t.is(arrived.join(''), '{"id":1}\n{"id":4}\n');
  t.deepEqual(dropped, [2, 'a-3', undefined]);
});
