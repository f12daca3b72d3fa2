import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { Durations } from '../../src/nightly/durations.ts';
import type { NightlyCell } from '../../src/nightly/nightly-cell.ts';
import { parseShard, split } from '../../src/nightly/shard.ts';
import { folderWith } from '../helpers/files.ts';

test('every cell is in exactly one part, and no part is longer than the mean and a cell', (t) => {
  const folder = folderWith(t, {});
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 1e6 }), { maxLength: 40 }),
      fc.integer({ min: 1, max: 6 }),
      (states, of) => {
        const cells = states.map(
          (count, i) => ({ id: `m/${i}`, set: 'matrix', cell: { counts: { states: count } } }) as NightlyCell,
        );
        const durations = new Durations(join(folder, 'none.json'));
        const seconds = (cell: NightlyCell) => durations.estimate(cell).seconds;
        const parts = Array.from({ length: of }, (_, i) => split(cells, durations, { index: i + 1, of }));
        t.deepEqual(
          parts.flatMap((part) => part.cells.map(({ id }) => id)).toSorted(),
          cells.map(({ id }) => id).toSorted(),
        );
        t.is(new Set(parts.map(({ digest }) => digest)).size, 1);
        const longest = Math.max(0, ...cells.map(seconds));
        const mean = cells.reduce((sum, cell) => sum + seconds(cell), 0) / of;
        for (const part of parts)
          t.true(part.cells.reduce((sum, cell) => sum + seconds(cell), 0) <= mean + longest + 1e-9);
      },
    ),
  );
});

test('the split does not depend on the order of cells, and does on durations', (t) => {
  const cells = [5, 4, 3, 3, 3].map((_, i) => ({ id: `m/${i}`, set: 'matrix', cell: {} }) as NightlyCell);
  const line = (seconds: readonly number[]) =>
    JSON.stringify(Object.fromEntries(seconds.map((each, i) => [`m/${i}`, { seconds: each, states: 1 }])));
  const folder = folderWith(t, { 'a.json': line([5, 4, 3, 3, 3]), 'b.json': line([1, 9, 1, 1, 1]) });
  const [a, b] = ['a.json', 'b.json'].map((file) => new Durations(join(folder, file)));
  if (a === undefined || b === undefined) return t.fail();
  const part = (durations: Durations, order = cells) => split(order, durations, { index: 1, of: 2 });
  t.deepEqual(
    part(a).cells.map(({ id }) => id),
    ['m/0', 'm/3'],
  );
  t.deepEqual(
    part(a, cells.toReversed())
      .cells.map(({ id }) => id)
      .toSorted(),
    ['m/0', 'm/3'],
  );
  t.is(part(a).digest, part(a, cells.toReversed()).digest);
  t.deepEqual(
    part(b).cells.map(({ id }) => id),
    ['m/1'],
  );
  t.not(part(a).digest, part(b).digest);
});

test('a part is named i/n', (t) => {
  t.deepEqual(parseShard('2/3'), { index: 2, of: 3 });
  for (const wrong of ['0/3', '4/3', '1', '1/0', 'a/b', '1/2/3', '-1/2'])
    t.throws(() => parseShard(wrong), { message: /--shard cannot be/ });
});
