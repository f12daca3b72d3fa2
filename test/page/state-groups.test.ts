/** The state side by side: what is one kind, and what stands in which column and row. */
import test from 'ava';
import type { JsonValue } from '../../src/model/value-json.ts';
import { stateGroups } from '../../src/page/state-groups.ts';

const groupsOf = (values: { readonly [name: string]: JsonValue }) => stateGroups(new Map(Object.entries(values)));
const lock = (holder: string, count: number): JsonValue => ({ $: 'Lock', holder, count });

test('replicas of a process are columns, and its label and locals rows', (t) => {
  const { groups, rest } = groupsOf({ 'p[0]': 'run', 'p[0].left': 1, 'p[1]': 'end', 'p[1].left': 0, alone: 3 });
  t.deepEqual(rest, ['alone']);
  t.is(groups.length, 1);
  t.like(groups[0], { name: 'p', columns: ['0', '1'] });
  t.deepEqual(
    groups[0]?.rows.map(({ field, cells }) => [field, ...cells.map((cell) => cell?.value)]),
    [
      ['', 'run', 'end'],
      ['left', 1, 0],
    ],
  );
});

test('Records of one type are side by side, a row for each field; one alone is not', (t) => {
  const { groups, rest } = groupsOf({
    a: lock('p', 1),
    b: lock('q', 2),
    c: { $: 'Other', x: 1 },
    s: { $: 'Set', values: [1] },
  });
  t.deepEqual(rest, ['c', 's'], 'a set is no Record');
  t.deepEqual(
    groups.map(({ name, columns, rows }) => [
      name,
      columns,
      rows.map(({ field, cells }) => [field, cells.map((one) => one?.value)]),
    ]),
    [
      [
        'Lock',
        ['a', 'b'],
        [
          ['holder', ['p', 'q']],
          ['count', [1, 2]],
        ],
      ],
    ],
  );
  t.like(groups[0]?.rows[0]?.cells[0], { name: 'a', field: 'holder' });
});

test('a replica without a value of a row has no cell there', (t) => {
  const { groups } = groupsOf({ 'v[0]': lock('p', 1), 'v[1]': 7 });
  t.deepEqual(
    groups[0]?.rows.map(({ field, cells }) => [field, ...cells.map((cell) => cell?.value ?? null)]),
    [
      ['holder', 'p', null],
      ['count', 1, null],
      ['', null, 7],
    ],
  );
});
