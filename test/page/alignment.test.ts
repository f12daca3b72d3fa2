/** Two traces row by row: every step once, in order, and together only where both have it. */
import test from 'ava';
import type { TraceStep } from '../../src/check/counterexample.ts';
import { aligned, takenAfter } from '../../src/page/alignment.ts';

const steps = (labels: string): TraceStep[] =>
  [...labels].map((label) => ({ process: 'p', label, tag: 'system', changes: {} }));
const shown = (left: string, right: string) =>
  aligned(steps(left), steps(right))
    .map((row) => `${left[row.left ?? -1] ?? '.'}${right[row.right ?? -1] ?? '.'}`)
    .join(' ');

test('steps of both are in one row, the others in a row of their own, left ones first', (t) => {
  t.is(shown('abc', 'abc'), 'aa bb cc');
  t.is(shown('abxd', 'abyd'), 'aa bb x. .y dd');
  t.is(shown('', 'ab'), '.a .b');
  t.is(
    shown('abcbdab', 'bdcaba')
      .split(' ')
      .filter((row) => row[0] === row[1]).length,
    4,
    'the longest has four',
  );
});

test('after any number of rows, the steps taken are those of the rows', (t) => {
  const rows = aligned(steps('abxd'), steps('abyd'));
  t.deepEqual(
    [0, 2, 3, 4, 5].map((count) => takenAfter(rows, count)),
    [
      [0, 0],
      [2, 2],
      [3, 2],
      [3, 3],
      [4, 4],
    ],
  );
});

test('very long traces are aligned by their beginning and end', (t) => {
  const [a, b] = ['x'.repeat(3000), 'y'.repeat(3000)];
  const rows = aligned(steps(`a${a}z`), steps(`a${b}z`));
  t.is(rows.length, 6002);
  t.deepEqual(
    [rows[0], rows.at(-1)],
    [
      { left: 0, right: 0 },
      { left: 3001, right: 3001 },
    ],
  );
});
