import test from 'ava';
import { leastPath } from '../../src/model/least-path.ts';

interface Drawn {
  readonly rank: readonly [process: number, label: number];
  readonly to: string;
}
const graph =
  (edges: { readonly [state: string]: readonly (readonly [process: number, label: number, to: string])[] }) =>
  (state: string) =>
    (edges[state] ?? []).map(([process, label, to]): Drawn => ({ rank: [process, label], to }));
const ranks = (path: readonly Drawn[]) => path.map(({ rank }) => rank.join('.')).join(' ');

test('fewer context switches beat an earlier step', (t) => {
  // Through a the first step is earlier in order, but the processes alternate.
  const edges = graph({
    start: [
      [0, 0, 'a'],
      [1, 0, 'b'],
    ],
    a: [[1, 0, 'c']],
    b: [[1, 1, 'd']],
    c: [[0, 0, 'end']],
    d: [[1, 2, 'end']],
  });
  t.is(ranks(leastPath(['start'], 3, edges).path), '1.0 1.1 1.2');
});

test('among equally many switches the first step in order decides, then the next', (t) => {
  const edges = graph({
    start: [
      [0, 1, 'b'],
      [0, 0, 'a'],
    ],
    a: [
      [1, 5, 'end'],
      [1, 4, 'end'],
    ],
    b: [[1, 0, 'end']],
  });
  t.is(ranks(leastPath(['start'], 2, edges).path), '0.0 1.4');
});

test('a switch saved later is worth taking a later step now, only if it saves', (t) => {
  const edges = graph({
    start: [
      [0, 0, 'a'],
      [1, 0, 'b'],
    ],
    a: [[1, 0, 'end']],
    b: [[1, 0, 'end']],
  });
  t.is(ranks(leastPath(['start'], 2, edges).path), '1.0 1.0');
});

test('a path of no steps is empty', (t) => {
  t.deepEqual(leastPath(['start'], 0, () => []).path, []);
});

test('of several starts that of the least path is taken, and of equal paths the first', (t) => {
  const edges = graph({
    late: [[0, 1, 'end']],
    second: [[0, 0, 'end']],
    third: [[0, 0, 'end']],
  });
  const { start, path } = leastPath(['late', 'third', 'second'], 1, edges);
  t.is(start, 'third');
  t.is(ranks(path), '0.0');
});

test('a start with fewer switches is better than one with an earlier step', (t) => {
  const edges = graph({
    early: [[0, 0, 'a']],
    late: [[1, 0, 'b']],
    a: [[1, 0, 'end']],
    b: [[1, 0, 'end']],
  });
  t.is(leastPath(['early', 'late'], 2, edges).start, 'late');
});
