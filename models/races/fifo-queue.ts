/**
 * Xen, FIFO event channels: pollers are told of an event before it is in the queue.
 *
 * "xen/events: rework fifo queue locking", Xen 71ac522909e9 (2020), xen/common/event_fifo.c. `evtchn_fifo_set_pending()` sets PENDING; unless the
 * event is LINKED, it takes the lock of the queue in which the event was last, sets LINKED, moves on to the lock of the new queue if the queue has
 * changed, appends the event, marks the queue READY and raises the upcall. If PENDING was clear before, it wakes vCPUs in SCHEDOP_poll
 * (`evtchn_check_pollers()`). The first look at LINKED is outside the lock: the sender that has set PENDING may find LINKED set by another,
 * which has not appended yet, and tells pollers that find nothing. The fix takes both locks, the lower first, before it sets PENDING, and keeps
 * that of the current queue until the event is appended. MASKED and giving up after three tries are left out.
 */
import {
  defineModel,
  defineSystem,
  expecting,
  ghost,
  replicated,
  type StepOf,
  sizeRange,
  spinLock,
  value,
  variant,
  violated,
  waitQueue,
} from 'everywhen';

const components = {
  lock: replicated(2, spinLock({ nesting: 'ascending' })),
  pending: false,
  linked: false,
  /** The queue in which the event is, the one in which it was last, and the one of its priority. */
  queue: value<number | 'none'>('none'),
  lastq: 0,
  target: 0,
  upcall: false,
  poll: waitQueue(),
  block: waitQueue(),
  /** The sender that has set PENDING. */
  setter: ghost(0),
};
const locals = { q: 0, o: 0, was: false };
type Sender = StepOf<typeof components & typeof locals, never, never, object, never, number>;
const upTo = (to: number, from: number) => sizeRange({ from, to, initial: 1 });

const model = defineModel({
  name: 'fifo-queue',
  title: 'pollers are told of an event before it is in the queue (Xen, 2020)',
  parameters: {
    variant: variant('both', 'none', 'handover', 'both-unordered', 'pending-first'),
    sends: upTo(2, 1),
    moves: upTo(2, 0),
  },
  build({ variant, sends, moves }) {
    const takesOne = variant === 'none' || variant === 'handover';
    const isOrdered = variant === 'both' || variant === 'pending-first';
    const isEarly = variant === 'none' || variant === 'pending-first';
    const set = <S extends Sender>(s: S): S =>
      s.get('pending') ? s.set('was', true) : s.set('pending', true).set('setter', s.index);
    const unlock = <S extends Sender>(s: S): S =>
      (takesOne || s.get('q') === s.get('o') ? s : s.release('lock', s.get('q'))).release('lock', s.get('o'));
    return defineSystem(components)
      .budget('sends', sends, { each: true })
      .budget('moves', moves)
      .owed('event', 'an event', { spurious: 'allowed' })
      .assertion('told', 'when a sender tells pollers, its event is in the queue or the guest has it')
      .assertion('append', 'an event that is in a queue is not appended')
      .rules(
        'set_priority',
        { move: (s) => s.update('target', (q) => 1 - q) },
        { tag: 'environment', budget: 'moves', cpu: 'CPU0' },
      )
      .process(
        'guest',
        {
          'poll or block': (s) => s.choose({ poll: s, block: s.goto('SCHEDOP_block') }),
          SCHEDOP_poll: (s) => s.prepareToWait('poll'),
          'PENDING?': (s) => (s.get('pending') ? s.goto('polled') : s),
          polling: (s) => s.sleep('poll'),
          polled: (s) => s.finishWait('poll'),
          scan: (s) =>
            s.get('queue') === 'none' ? s.goto('SCHEDOP_block') : s.set('queue', 'none').set('linked', false),
          handle: (s) => s.set('pending', false).handle('event').goto('scan'),
          SCHEDOP_block: (s) => s.prepareToWait('block'),
          'upcall?': (s) => (s.get('upcall') ? s.goto('upcall') : s),
          blocked: (s) => s.sleep('block')?.goto('SCHEDOP_block'),
          upcall: (s) => s.finishWait('block').set('upcall', false).goto('scan'),
        },
        { cpu: 'CPU0', mayWaitAt: ['polling', 'blocked'] },
      )
      .processes(
        'sender',
        2,
        {
          send: { environment: (s) => s.raise('event'), budget: 'sends' },
          'set PENDING': isEarly ? (s) => set(s) : undefined,
          'LINKED?': variant === 'none' ? (s) => (s.get('linked') ? s.goto('tell pollers') : s) : undefined,
          'read queues': (s) => s.set('q', s.get('target')).set('o', s.get('lastq')),
          lock: (s) => s.acquire('lock', isOrdered ? Math.min(s.get('q'), s.get('o')) : s.get('o')),
          'lock other': takesOne
            ? undefined
            : (s) =>
                s.get('q') === s.get('o')
                  ? s
                  : s.acquire('lock', isOrdered ? Math.max(s.get('q'), s.get('o')) : s.get('q')),
          'same queues?': (s) => {
            const isSame = s.get('lastq') === s.get('o') && (takesOne || s.get('target') === s.get('q'));
            return isSame ? s : unlock(s).goto('read queues');
          },
          'set PENDING, locked': isEarly ? undefined : (s) => set(s),
          'set LINKED': (s) => (s.get('linked') ? s.goto('unlock all') : s.set('linked', true)),
          'leave old queue': (s) =>
            s.get('q') === s.get('o') ? s : s.set('lastq', s.get('q')).release('lock', s.get('o')),
          'lock new queue': takesOne
            ? (s) => (s.get('q') === s.get('o') ? s : s.acquire('lock', s.get('q')))
            : undefined,
          append: (s) => s.assert('append', s.get('queue') === 'none').set('queue', s.get('q')),
          unlock: (s) => s.release('lock', s.get('q')),
          'READY, upcall': (s) => s.set('upcall', true).wake('block'),
          'tell pollers': (s) => {
            if (s.get('was')) return s.set('was', false).goto('send');
            const told = s.assert('told', (all) => {
              const isMine = all.get('setter') === s.index && all.get('pending');
              return !isMine || all.get('queue') !== 'none' || all.at('guest') === 'handle';
            });
            return told.wake('poll').goto('send');
          },
          'unlock all': (s) => unlock(s).goto('tell pollers'),
        },
        { locals, cpu: (i) => `CPU${Number(i) + 1}`, end: 'loop', mayWaitAt: ['send'] },
      )
      .lockOrder('locks', 'the locks of the queues are taken in order');
  },
});

const all = ['default', 'moves=0', 'moves=2', 'sends=2 moves=0', 'sends=2', 'sends=2 moves=2'] as const;

export default expecting(model, {
  variants: ['both', 'none', 'handover', 'both-unordered', 'pending-first'],
  scenarios: { default: {}, 'moves=0': { moves: 0 }, 'moves=2': { moves: 2 }, 'sends=2': { sends: 2 } },
  moreScenarios: { 'sends=2 moves=0': { sends: 2, moves: 0 }, 'sends=2 moves=2': { sends: 2, moves: 2 } },
  expected: {
    // LINKED is tested under a lock that the linker keeps until it has appended.
    both: {},
    none: { told: violated('It finds LINKED set by a sender that has not appended yet.', all) },
    handover: {
      told: violated('Between the locks LINKED is set and the new queue is unlocked: a third send finds it so.', [
        'sends=2',
        'sends=2 moves=2',
      ]),
    },
    'both-unordered': {
      locks: violated('After a move there and back the lower lock is the second.', ['moves=2', 'sends=2 moves=2']),
      deadlock: violated('Two senders take the two locks in opposite orders.', ['sends=2 moves=2']),
      'event lost': violated('Both senders wait for ever before the event is appended.', ['sends=2 moves=2']),
    },
    // That LINKED is tested under the lock is enough.
    'pending-first': {},
  },
});
