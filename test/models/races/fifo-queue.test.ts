/** Telling pollers before the event is in the queue: the published events, and the answer to the reviewer's question. */
import '../../helpers/uncounted.ts';
import test from 'ava';
import { asPublished, engineIsReference, goldenTrace, holdsForAny, inThisOrder, violation } from './race.ts';

const NAME = 'fifo-queue';
const TOLD = ['told'];
const HOLDS = {
  default: [],
  'moves=0': [],
  'moves=2': [],
  'sends=2 moves=0': [],
  'sends=2': [],
  'sends=2 moves=2': [],
};

test('the fix holds, with PENDING outside the locks, too; a gap between the locks, or locks out of order, do not', (t) =>
  asPublished(t, NAME, {
    both: HOLDS,
    none: {
      default: TOLD,
      'moves=0': TOLD,
      'moves=2': TOLD,
      'sends=2 moves=0': TOLD,
      'sends=2': TOLD,
      'sends=2 moves=2': TOLD,
    },
    handover: { ...HOLDS, 'sends=2': TOLD, 'sends=2 moves=2': TOLD },
    'both-unordered': { ...HOLDS, 'moves=2': ['locks'], 'sends=2 moves=2': ['deadlock', 'event lost', 'locks'] },
    'pending-first': HOLDS,
  }));

// CPU 1 sets PENDING and is interrupted; CPU 2 sets LINKED; CPU 1 tests LINKED and tells pollers; the event is not queued. CPU 2 finds
// PENDING set, which the published text leaves out.
test('before the fix, the sender that has set PENDING tells pollers while another has set LINKED and not appended', async (t) => {
  const found = await violation(NAME, { variant: 'none' }, 'told');
  inThisOrder(t, found, [
    'sender[0]: set PENDING',
    'sender[1]: set PENDING',
    'sender[1]: set LINKED',
    'sender[0]: LINKED?',
    'sender[0]: tell pollers',
  ]);
  t.false(found.trace.steps.some(({ label }) => label === 'append'));
  goldenTrace(t, 'fifo-queue.txt', found, ['CPU1', 'CPU2']);
});

// The author's answer to whether two locks are needed at once: a gap between them opens the race again.
test('with a gap between the locks, a third send finds LINKED set under the new lock, after the guest has unlinked the event', async (t) => {
  const found = await violation(NAME, { variant: 'handover', sends: 2 }, 'told');
  inThisOrder(t, found, [
    'set_priority: move',
    'sender[0]: append',
    'guest: scan',
    'guest: handle',
    'sender[0]: set LINKED',
    'sender[0]: leave old queue',
    'sender[1]: lock',
    'sender[1]: set LINKED',
    'sender[1]: tell pollers',
  ]);
  t.is(found.trace.steps.filter(({ label }) => label === 'send').length, 3);
  goldenTrace(t, 'fifo-queue-handover.txt', found, ['CPU0', 'CPU1', 'CPU2']);
});

test('both locks in the order of the queues deadlock as ABBA', async (t) => {
  const { trace } = await violation(NAME, { variant: 'both-unordered', sends: 2, moves: 2 }, 'deadlock');
  t.deepEqual(
    trace.waiting?.flatMap(({ process, locks = [] }) =>
      locks.map(({ lock, behind }) => [process, lock, behind[0]?.process]),
    ),
    [
      ['sender[0]', 'lock[0]', 'sender[1]'],
      ['sender[1]', 'lock[1]', 'sender[0]'],
    ],
  );
});

test('the fix holds for any number of sends, and the gap between the locks is harmless without a move', async (t) => {
  await holdsForAny(t, 'sends', [NAME]);
  await holdsForAny(t, 'sends', [NAME, 'variant=handover', 'moves=0']);
});

test('the reference explores the same', (t) => engineIsReference(t, NAME, { variant: 'handover', moves: 0 }));
