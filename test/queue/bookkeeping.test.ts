import test from 'ava';
import fc from 'fast-check';
import type { CellEstimate } from '../../src/cells/runnable-cell.ts';
import { Closing } from '../../src/queue/closing.ts';
import { OpenJobs } from '../../src/queue/open-jobs.ts';
import { inOrder } from '../../src/queue/queue-order.ts';
import { ThreadLeases } from '../../src/queue/thread-leases.ts';
import { WorkerWatch } from '../../src/queue/worker-watch.ts';

test('each job of the run counts exactly once, in whatever order results come', (t) => {
  const ids = ['a', 'b', 'c', 'd'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...ids, 'unknown')), (coming) => {
      const open = new OpenJobs(ids);
      const counted = coming.filter((id) => open.end(id) === 'first');
      t.is(new Set(counted).size, counted.length);
      t.deepEqual(new Set(counted), new Set(coming.filter((id) => id !== 'unknown')));
      t.deepEqual(
        open.ids,
        ids.filter((id) => !coming.includes(id)),
      );
      return true;
    }),
  );
});

test('a second end and the end of an unknown job are told apart', (t) => {
  const open = new OpenJobs(['a']);
  t.is(open.end('a'), 'first');
  t.is(open.end('a'), 'again');
  t.is(open.end('x'), 'unknown');
  t.false(open.isOpen('a'));
});

const note = (machine: string, beat: number, misfit?: string) => ({
  machine,
  threads: 2,
  beat,
  ...(misfit !== undefined && { misfit }),
});

test('a worker is present while its note changes, whatever is in it', (t) => {
  const watch = new WorkerWatch(1000, 0);
  t.deepEqual(watch.look([note('m', 1)], 500), ['m takes cells, on 2 threads.']);
  t.deepEqual(watch.look([note('m', 2)], 1000), []);
  t.is(watch.idleMs(1000), 0);
  watch.look([note('m', 2)], 1900);
  watch.look([note('m', 2)], 2900);
  t.is(watch.idleMs(2900), 1000);
  t.is(watch.because(2900), 'no machine took it');
});

test('a worker that does not fit is named with its reason, and does not count as one that takes cells', (t) => {
  const watch = new WorkerWatch(1000, 0);
  t.deepEqual(watch.look([note('m', 1, 'it has other bytes')], 100), ['m takes no cells: it has other bytes.']);
  t.deepEqual(watch.look([note('m', 2, 'it has other bytes')], 200), []);
  t.is(watch.idleMs(300), 300);
  t.is(watch.because(300), 'no machine fits (m: it has other bytes)');
  t.deepEqual(watch.look([note('m', 3)], 400), ['m takes cells, on 2 threads.']);
  t.is(watch.idleMs(400), 0);
});

const queued = (id: string, seconds: number, by: CellEstimate['by'] = 'last run') => ({
  ...{ id, loaded: { name: 'm' }, cell: { parameters: {} } },
  estimate: { seconds, by },
});

test('in a queue, too, cells that would not finish come last, the shortest first, and a guess counts four times', (t) => {
  const phases = [
    { how: 'alone', cells: [queued('huge', 100), queued('long', 9)] },
    { how: 'beside', cells: [queued('short', 1), queued('guessed', 3, 'guess'), queued('brief guess', 2.5, 'guess')] },
  ] as const;
  const order = (seconds: number) => inOrder(phases, seconds).map(({ cell, alone }) => [cell.id, alone] as const);
  t.deepEqual(order(10), [
    ['long', true],
    ['short', false],
    ['brief guess', false],
    ['guessed', false],
    ['huge', true],
  ]);
  t.deepEqual(
    order(Number.POSITIVE_INFINITY).map(([id]) => id),
    ['huge', 'long', 'short', 'guessed', 'brief guess'],
  );
});

test('a cell that needs all threads waits for them, and nothing is begun before it', async (t) => {
  const leases = new ThreadLeases(2);
  const log: string[] = [];
  await leases.lease(1);
  t.true(leases.isOpen);
  const all = leases.lease(2).then(() => log.push('all'));
  const one = leases.lease(1).then(() => log.push('one'));
  t.false(leases.isOpen);
  leases.giveBack(1);
  await all;
  t.deepEqual(log, ['all']);
  leases.giveBack(2);
  await one;
  t.deepEqual(log, ['all', 'one']);
  leases.giveBack(1);
  t.true(leases.isIdle);
});

test('a budget that is used up lets nothing begin, then stops what runs, then waits no longer', (t) => {
  let left = 10;
  const closing = new Closing({ secondsLeft: () => left });
  t.like(closing.look(0), { mayBegin: true, state: 'going', secondsLeft: 10, isOver: false });
  left = -1;
  t.like(closing.look(1000), { mayBegin: false, state: 'going', secondsLeft: 0, by: 'budget' });
  t.like(closing.look(6001), { mayBegin: false, state: 'stopping', isOver: false });
  t.like(closing.look(36_002), { state: 'stopping', isOver: true });
});

test('an interruption stops what runs at once, and without a budget nothing else does', (t) => {
  const controller = new AbortController();
  const closing = new Closing({ signal: controller.signal });
  t.like(closing.look(1e9), { mayBegin: true, state: 'going', secondsLeft: null });
  controller.abort();
  t.like(closing.look(2e9), { mayBegin: false, state: 'stopping', by: 'interrupted', isOver: false });
});
