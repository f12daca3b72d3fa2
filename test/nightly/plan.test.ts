import { join } from 'node:path';
import test from 'ava';
import { Cache } from '../../src/nightly/cache.ts';
import { Durations } from '../../src/nightly/durations.ts';
import type { NightlyCell } from '../../src/nightly/nightly-cell.ts';
import { planOf } from '../../src/nightly/plan.ts';
import { folderWith } from '../helpers/files.ts';

const cell = (id: string, set = 'nightly', states?: number) =>
  ({ id, key: id, set, cell: { counts: states === undefined ? undefined : { states } } }) as unknown as NightlyCell;

/** A plan on two threads with an empty cache, and durations as they are given. */
function planned(folder: string, cells: readonly NightlyCell[]) {
  const { phases, seconds } = planOf(cells, {
    cache: new Cache(join(folder, 'cache')),
    durations: new Durations(join(folder, 'durations.json')),
    threads: 2,
    bounds: '',
    fresh: false,
  });
  return { seconds, phases: phases.map(({ how, cells: own }) => [how, ...own.map(({ id }) => id)]) };
}

test('the longest by their last runs come first, and those that never ran last and shortest first, set by set', (t) => {
  const folder = folderWith(t, {
    'durations.json':
      '{ "short": { "seconds": 1, "states": 9 }, "long": { "seconds": 9, "states": 9 }, "more": { "seconds": 99, "states": 9 } }',
  });
  const cells = [
    cell('more', 'more'),
    cell('b', 'nightly', 2000),
    cell('short'),
    cell('a', 'nightly', 1000),
    cell('long'),
  ];
  t.deepEqual(planned(folder, cells).phases, [
    ['beside', 'long', 'short', 'a', 'b'],
    ['beside', 'more'],
  ]);
});

test('a cell gets all threads if it is very large, or if it is large and longer than its share', (t) => {
  const line = (seconds: number, states: number) => ({ seconds, states });
  const durations = { huge: line(50, 5e6), large: line(30, 1e6), larger: line(60, 1e6), small: line(30, 1e5) };
  const folder = folderWith(t, { 'durations.json': JSON.stringify(durations) });
  t.deepEqual(
    planned(
      folder,
      ['huge', 'large', 'small'].map((id) => cell(id)),
    ).phases,
    [
      ['alone', 'huge'],
      ['beside', 'small', 'large'],
    ],
  );
  const { phases, seconds } = planned(
    folder,
    ['larger', 'small'].map((id) => cell(id)),
  );
  t.deepEqual(phases, [
    ['alone', 'larger'],
    ['beside', 'small'],
  ]);
  t.is(seconds, 75);
});

test('a cell that was stopped early is expected to take twice what it was given, until it has finished', (t) => {
  const folder = folderWith(t, {
    'durations.json': '{ "cut": { "seconds": 10, "states": 7, "cutShort": true } }',
  });
  const file = join(folder, 'durations.json');
  t.deepEqual(new Durations(file).estimate(cell('cut', 'nightly', 9)), { seconds: 20, states: 9, by: 'partial run' });
  const durations = new Durations(file);
  const statistics = { states: 9 };
  const note = (took: number, stopped?: string) =>
    durations.note('cut', { took, finding: { stopped, verdict: 'holds', properties: [], statistics } as never });
  note(5, 'timeout');
  t.is(durations.estimate(cell('cut')).seconds, 20);
  note(30);
  t.deepEqual(durations.estimate(cell('cut')), { seconds: 30, states: 9, by: 'last run' });
  note(5, 'timeout');
  durations.save();
  t.is(new Durations(file).estimate(cell('cut')).seconds, 30);
});

test('a cell that resumes from its checkpoint took what it was given in all nights', (t) => {
  const durations = new Durations(join(folderWith(t, {}), 'durations.json'));
  const note = (took: number, wentOnFrom: number | undefined, stopped?: string) =>
    durations.note('cut', {
      took,
      finding: { stopped, wentOnFrom, verdict: 'holds', properties: [], statistics: { states: 9 } } as never,
    });
  note(10, undefined, 'timeout');
  note(10, 3, 'timeout');
  t.is(durations.estimate(cell('cut')).seconds, 40);
  note(5, 6);
  t.like(durations.estimate(cell('cut')), { seconds: 25, by: 'last run' });
  // The rest of a run that was stopped early does not take as long as a full run.
  note(1, 8);
  t.is(durations.estimate(cell('cut')).seconds, 25);
});
