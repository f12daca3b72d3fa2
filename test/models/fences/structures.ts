/**
 * A seqlock, a work-stealing deque and RCU, two rounds each, with the author's own fences in front of the steps of `fenced`.
 *
 * D. Chase, Y. Lev, "Dynamic circular work-stealing deque", SPAA 2005, without its growing array; M. Desnoyers, P. McKenney, A. Stern,
 * M. Dagenais, J. Walpole, "User-level implementations of read-copy update", TPDS 23(2), 2012, with memory barriers.
 */
import { assumption, assumptionSet, defineModel, defineSystem, replicated, shared } from 'everywhen';
import { behind } from './locks.ts';

const memory = assumption('sc', 'tso', 'pso');

export const seqlock = defineModel({
  name: 'seqlock-fences',
  title: 'a sequence lock over two words',
  parameters: { memory, fenced: assumptionSet('w.odd', 'w.first', 'w.second', 'w.even') },
  build: ({ memory, fenced }) =>
    defineSystem({ seq: shared(0), first: shared(0), second: shared(0) }, { memory, buffer: 8 })
      .process(
        'w',
        {
          odd: (s) =>
            behind(fenced, 'w.odd', s)
              ?.when(s.get('round') < 2)
              ?.store('seq', 2 * s.get('round') + 1),
          first: (s) => behind(fenced, 'w.first', s)?.store('first', s.get('round') + 1),
          second: (s) => behind(fenced, 'w.second', s)?.store('second', s.get('round') + 1),
          even: (s) =>
            behind(fenced, 'w.even', s)
              ?.store('seq', 2 * s.get('round') + 2)
              ?.update('round', (k) => k + 1),
        },
        { locals: { round: 0 }, end: 'loop', mayWaitAt: ['odd'] },
      )
      .process(
        'r',
        {
          begin: (s) =>
            s
              .when(s.get('left') > 0)
              ?.when(s.load('seq') % 2 === 0)
              ?.set('began', s.load('seq')),
          'read first': (s) => s.set('one', s.load('first')),
          'read second': (s) => s.set('two', s.load('second')),
          check: (s) => (s.load('seq') === s.get('began') ? s : s.goto('begin')),
          use: (s) => s.assert('whole', s.get('one') === s.get('two')).update('left', (left) => left - 1),
        },
        { locals: { left: 2, began: 0, one: 0, two: 0 }, end: 'loop', mayWaitAt: ['begin'], stores: false },
      )
      .assertion('whole', 'the reader uses both words of one round'),
});

/** The owner pushes tasks 1 and 2 and takes twice; a thief steals twice. `taken` counts, for 0 what was no task. */
export const deque = defineModel({
  name: 'deque-fences',
  title: 'the work-stealing deque of Chase and Lev',
  parameters: {
    memory,
    fenced: assumptionSet(
      ...(['owner.push', 'owner.push-bottom', 'owner.take', 'owner.take-top', 'owner.take-item'] as const),
      ...(['owner.restore', 'thief.top', 'thief.bottom', 'thief.item'] as const),
    ),
  },
  build: ({ memory, fenced }) =>
    defineSystem(
      { items: replicated(2, shared(0)), top: shared(0), bottom: shared(0), taken: replicated(3, 0) },
      { memory, buffer: 8 },
    )
      .process(
        'owner',
        {
          push: (s) => behind(fenced, 'owner.push', s)?.store('items', s.load('bottom') as 0 | 1, s.load('bottom') + 1),
          'push bottom': (s) => {
            const after = behind(fenced, 'owner.push-bottom', s)?.store('bottom', s.load('bottom') + 1);
            return after && (s.load('bottom') === 0 ? after.goto('push') : after);
          },
          take: (s) => {
            const at = s.load('bottom') - 1;
            return behind(fenced, 'owner.take', s)
              ?.when(s.get('takes') > 0)
              ?.update('takes', (left) => left - 1)
              .set('at', at)
              .store('bottom', at);
          },
          'take top': (s) => {
            const top = s.load('top');
            const after = behind(fenced, 'owner.take-top', s)?.set('top seen', top);
            return after && (top > s.get('at') ? after.goto('restore') : after);
          },
          'take item': (s) => {
            const item = s.load('items', s.get('at') as 0 | 1);
            const after = behind(fenced, 'owner.take-item', s);
            if (after === undefined || s.get('top seen') === s.get('at')) return after?.set('item', item);
            return after.update('taken', item as 0 | 1 | 2, (n) => n + 1).goto('take');
          },
          'take last': (s) =>
            s.exchange(
              'top',
              (top) => (top === s.get('at') ? top + 1 : top),
              (after, old) =>
                old === s.get('at') ? after.update('taken', s.get('item') as 0 | 1 | 2, (n) => n + 1) : after,
            ),
          restore: (s) =>
            behind(fenced, 'owner.restore', s)
              ?.store('bottom', s.get('at') + 1)
              ?.goto('take'),
        },
        { locals: { takes: 2, at: 0, 'top seen': 0, item: 0 }, mayWaitAt: ['take'] },
      )
      .process(
        'thief',
        {
          top: (s) =>
            behind(fenced, 'thief.top', s)
              ?.when(s.get('left') > 0)
              ?.update('left', (left) => left - 1)
              .set('top seen', s.load('top')),
          bottom: (s) =>
            behind(fenced, 'thief.bottom', s) && (s.get('top seen') < s.load('bottom') ? s : s.goto('top')),
          item: (s) => behind(fenced, 'thief.item', s)?.set('item', s.load('items', s.get('top seen') as 0 | 1)),
          steal: (s) =>
            s.exchange(
              'top',
              (top) => (top === s.get('top seen') ? top + 1 : top),
              (after, old) =>
                old === s.get('top seen') ? after.update('taken', s.get('item') as 0 | 1 | 2, (n) => n + 1) : after,
            ),
        },
        { locals: { left: 2, 'top seen': 0, item: 0 }, end: 'loop', mayWaitAt: ['top'] },
      )
      .invariant('once', 'no task is taken twice, and nothing that is no task', (s) =>
        ([0, 1, 2] as const).every((task) => s.get('taken', task) <= (task === 0 ? 0 : 1)),
      )
      .quiescent('kept', 'in the end each task was taken, or is between top and bottom', (s) =>
        ([0, 1] as const).every(
          (place) => s.get('taken', (place + 1) as 1 | 2) === 1 || (s.get('top') <= place && place < s.get('bottom')),
        ),
      ),
});

/** `ctr` of the reader is 0 outside, else the phase it found: 1 or 2. The updater replaces object k by k + 1 and frees k. */
export const rcu = defineModel({
  name: 'rcu-fences',
  title: 'userspace RCU with memory barriers',
  parameters: {
    memory,
    fenced: assumptionSet(
      ...(['r.phase', 'r.lock', 'r.pointer', 'r.use', 'r.unlock', 'u.publish', 'u.flip'] as const),
      ...(['u.await', 'u.flip-back', 'u.await-again', 'u.free'] as const),
    ),
  },
  build: ({ memory, fenced }) =>
    defineSystem(
      { phase: shared(1), ctr: shared(0), pointer: shared(0), freed: replicated(3, shared(false)) },
      { memory, buffer: 8 },
    )
      .process(
        'r',
        {
          phase: (s) =>
            behind(fenced, 'r.phase', s)
              ?.when(s.get('left') > 0)
              ?.update('left', (left) => left - 1)
              .set('found', s.load('phase')),
          lock: (s) => behind(fenced, 'r.lock', s)?.store('ctr', s.get('found')),
          pointer: (s) => behind(fenced, 'r.pointer', s)?.set('object', s.load('pointer')),
          use: (s) => behind(fenced, 'r.use', s)?.assert('alive', !s.load('freed', s.get('object') as 0 | 1 | 2)),
          unlock: (s) => behind(fenced, 'r.unlock', s)?.store('ctr', 0),
        },
        { locals: { left: 2, found: 0, object: 0 }, end: 'loop', mayWaitAt: ['phase'] },
      )
      .process(
        'u',
        {
          publish: (s) =>
            behind(fenced, 'u.publish', s)
              ?.when(s.get('round') < 2)
              ?.store('pointer', s.get('round') + 1),
          flip: (s) => behind(fenced, 'u.flip', s)?.store('phase', 2),
          await: (s) => behind(fenced, 'u.await', s)?.when(s.load('ctr') !== 1),
          'flip back': (s) => behind(fenced, 'u.flip-back', s)?.store('phase', 1),
          'await again': (s) => behind(fenced, 'u.await-again', s)?.when(s.load('ctr') !== 2),
          free: (s) =>
            behind(fenced, 'u.free', s)
              ?.store('freed', s.get('round') as 0 | 1 | 2, true)
              ?.update('round', (k) => k + 1),
        },
        { locals: { round: 0 }, end: 'loop', mayWaitAt: ['publish'] },
      )
      .assertion('alive', 'the reader uses no object that is freed'),
});
