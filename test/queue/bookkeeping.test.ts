import test from 'ava';
import fc from 'fast-check';
import { Closing } from '../../src/queue/closing.ts';
import { Ledger } from '../../src/queue/ledger.ts';
import { MachineWatch } from '../../src/queue/machine-watch.ts';
import { Slots } from '../../src/queue/slots.ts';

test('whatever comes back in whatever order, each job of the run counts exactly once', (t) => {
  const ids = ['a', 'b', 'c', 'd'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...ids, 'stranger')), (coming) => {
      const ledger = new Ledger(ids);
      const counted = coming.filter((id) => ledger.note(id) === 'first');
      t.is(new Set(counted).size, counted.length);
      t.deepEqual(new Set(counted), new Set(coming.filter((id) => id !== 'stranger')));
      t.deepEqual(
        ledger.open,
        ids.filter((id) => !coming.includes(id)),
      );
      return true;
    }),
  );
});

test('a second end and one of nobody are told apart', (t) => {
  const ledger = new Ledger(['a']);
  t.is(ledger.note('a'), 'first');
  t.is(ledger.note('a'), 'again');
  t.is(ledger.note('x'), 'unknown');
  t.false(ledger.isOpen('a'));
});

const note = (machine: string, beat: number, misfit?: string) => ({
  machine,
  threads: 2,
  beat,
  ...(misfit !== undefined && { misfit }),
});

test('a machine is there while its note changes, whatever is in it', (t) => {
  const watch = new MachineWatch(1000, 0);
  t.deepEqual(watch.look([note('m', 1)], 500), ['m takes cells, on 2 threads.']);
  t.deepEqual(watch.look([note('m', 2)], 1000), []);
  t.is(watch.idleMs(1000), 0);
  watch.look([note('m', 2)], 1900);
  watch.look([note('m', 2)], 2900);
  t.is(watch.idleMs(2900), 1000);
  t.is(watch.because(2900), 'no machine took it');
});

test('a machine that does not fit is named with its reason, and none that takes cells', (t) => {
  const watch = new MachineWatch(1000, 0);
  t.deepEqual(watch.look([note('m', 1, 'it has other bytes')], 100), ['m takes no cells: it has other bytes.']);
  t.deepEqual(watch.look([note('m', 2, 'it has other bytes')], 200), []);
  t.is(watch.idleMs(300), 300);
  t.is(watch.because(300), 'no machine fits (m: it has other bytes)');
  t.deepEqual(watch.look([note('m', 3)], 400), ['m takes cells, on 2 threads.']);
  t.is(watch.idleMs(400), 0);
});

test('a cell that needs all threads waits for them, and nothing is begun before it', async (t) => {
  const slots = new Slots(2);
  const log: string[] = [];
  await slots.lease(1);
  t.true(slots.isOpen);
  const all = slots.lease(2).then(() => log.push('all'));
  const one = slots.lease(1).then(() => log.push('one'));
  t.false(slots.isOpen);
  slots.giveBack(1);
  await all;
  t.deepEqual(log, ['all']);
  slots.giveBack(2);
  await one;
  t.deepEqual(log, ['all', 'one']);
  slots.giveBack(1);
  t.true(slots.isIdle);
});

test('a budget that is used up lets nothing begin, then stops what runs, then waits no longer', (t) => {
  let left = 10;
  const closing = new Closing({ secondsLeft: () => left });
  t.like(closing.look(0), { mayBegin: true, state: 'going', secondsLeft: 10, isOver: false });
  left = -1;
  t.like(closing.look(1000), { mayBegin: false, state: 'going', secondsLeft: 0, why: 'the budget was used up' });
  t.like(closing.look(6001), { mayBegin: false, state: 'stopping', isOver: false });
  t.like(closing.look(36_002), { state: 'stopping', isOver: true });
});

test('an interruption stops what runs at once, and without a budget nothing else does', (t) => {
  const controller = new AbortController();
  const closing = new Closing({ signal: controller.signal });
  t.like(closing.look(1e9), { mayBegin: true, state: 'going', secondsLeft: null });
  controller.abort();
  t.like(closing.look(2e9), { mayBegin: false, state: 'stopping', why: 'the run was interrupted', isOver: false });
});
