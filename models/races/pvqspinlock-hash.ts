/**
 * Linux: both the holder of a paravirtual queued spin lock and the head of its queue enter the head in the hash table.
 *
 * 229ce6315747 "locking/pvqspinlock: Fix double hash race" (July 2016), kernel/locking/qspinlock_paravirt.h. A waiter that spins too
 * long halts. Nodes of the queue halt as vcpu_halted (pv_wait_node()). The head enters itself in the table, sets the lock to
 * _Q_SLOW_VAL and halts (pv_wait_head_or_lock()). An unlock that finds SLOW looks the lock up, frees the entry and the
 * lock, and kicks the CPU (__pv_queued_spin_unlock_slowpath()). To save a wake-up, a new holder moves a halted successor to
 * vcpu_hashed and enters it itself (pv_kick_node(), 75d227028068). A head also halted as vcpu_halted, so a holder that is
 * late enters it a second time; with the fix it halts as vcpu_hashed. The table is open addressing: the first free
 * slot is taken, the first slot of the lock is found. Lock stealing and the pending bit are left out, and all slots are of
 * one bucket. Nothing but a kick wakes a vCPU that halts, as where interrupts are off.
 */

import {
  assumption,
  defineModel,
  defineSystem,
  expecting,
  type ReadOf,
  replicated,
  type StepOf,
  sizeRange,
  value,
  variant,
  violated,
  waitQueue,
} from 'everywhen';
import { List } from 'immutable';

const SLOTS = [0, 1, 2, 3] as const;

const model = defineModel({
  name: 'pvqspinlock-hash',
  title: 'the head of a queued spin lock is entered twice in the table of halted vCPUs (Linux, 2016)',
  parameters: {
    variant: variant('fixed', 'none'),
    /** Whether another lock has an entry in the bucket for some time. */
    collision: assumption('no', 'yes'),
    vcpus: sizeRange({ from: 2, to: 3, initial: 2 }),
    rounds: sizeRange({ from: 1, to: 2, initial: 2 }),
  },
  build({ variant, collision, vcpus, rounds }) {
    const components = {
      locked: value<0 | 1 | 'SLOW'>(0),
      queue: value<List<number>>(List()),
      /** `node->locked` and `pn->state` */
      node: replicated(vcpus, 0),
      state: replicated(vcpus, value<'running' | 'halted' | 'hashed'>('running')),
      /** A slot is free, or has a vCPU to kick for this lock, or an entry of the other lock. */
      hash: replicated(SLOTS, value<'free' | number | 'other'>('free')),
      kick: replicated(vcpus, waitQueue({ pending: true })),
    };
    type R = ReadOf<typeof components>;
    type S = StepOf<typeof components, never, 'P4'>;
    const first = (s: R, what: 'free' | 'number' | 'other') =>
      SLOTS.find((i) => s.get('hash', i) === what || typeof s.get('hash', i) === what);
    /** pv_hash() */
    const enter = (s: S, vcpu: number) => {
      const slot = first(s, 'free');
      return slot === undefined ? s.unreachable('P4') : s.set('hash', slot, vcpu);
    };
    const CPUS = Array.from({ length: vcpus }, (_, i) => i);
    const entries = (s: R) => SLOTS.filter((i) => typeof s.get('hash', i) === 'number').length;

    return defineSystem(components)
      .unreachable('P4', 'no BUG(): unlock finds an entry, and the table has room')
      .budget('rounds', rounds, { each: true })
      .budget('entries of the other lock', collision === 'yes' ? 1 : 0)
      .processes(
        'vCPU',
        vcpus,
        {
          lock: {
            environment: (s) => {
              const [queue, i] = [s.get('queue'), s.index];
              if (s.get('locked') === 0 && queue.isEmpty()) return s.set('locked', 1).goto('unlock');
              return s
                .set('queue', queue.push(i))
                .set('state', i, 'running')
                .set('node', i, queue.isEmpty() ? 1 : 0);
            },
            budget: 'rounds',
          },

          // The last look of a spin; a longer one is this look later.
          'wait node: spin': (s) => (s.get('node', s.index) === 1 ? s.goto('wait head') : s),
          'wait node: state': (s) => s.set('state', s.index, 'halted'),
          'wait node: locked?': (s) => (s.get('node', s.index) === 1 ? s.goto('wait node: running') : s),
          'wait node: pv_wait': (s) =>
            s.get('state', s.index) === 'halted' ? s.prepareToWait('kick', s.index) : s.goto('wait node: running'),
          'wait node: halt': (s) => s.sleep('kick', s.index),
          'wait node: running': (s) =>
            (s.get('state', s.index) === 'halted' ? s.set('state', s.index, 'running') : s).goto('wait node: spin'),

          'wait head': (s) => s.set('lp', s.get('state', s.index) === 'hashed' ? 'holder' : 'none'),
          'wait head: running': (s) => s.set('state', s.index, 'running'),
          'wait head: spin': (s) => {
            if (s.get('locked') === 0) return s.set('locked', 1).goto('got lock');
            return s.get('lp') === 'none' ? s : s.goto('wait head: state');
          },
          'wait head: pv_hash': (s) => enter(s.set('lp', first(s, 'free') ?? 0), s.index),
          'wait head: xchg SLOW': (s) => {
            const slot = SLOTS.find((i) => i === s.get('lp')) ?? 0;
            if (s.get('locked') !== 0) return s.set('locked', 'SLOW');
            return s.set('locked', 1).set('hash', slot, 'free').goto('got lock');
          },
          'wait head: state': (s) => s.set('state', s.index, variant === 'fixed' ? 'hashed' : 'halted'),
          'wait head: pv_wait': (s) =>
            s.get('locked') === 'SLOW' ? s.prepareToWait('kick', s.index) : s.goto('wait head: running'),
          'wait head: halt': (s) => s.sleep('kick', s.index)?.goto('wait head: running'),

          'got lock': (s) => {
            const rest = s.get('queue').shift();
            const left = s.set('queue', rest).set('lp', 'none');
            return rest.isEmpty() ? left.goto('unlock') : left.set('node', rest.first() as number, 1);
          },
          'kick node: cmpxchg': (s) => {
            const next = s.get('queue').first() as number;
            return s.get('state', next) === 'halted' ? s.set('state', next, 'hashed') : s.goto('unlock');
          },
          'kick node: SLOW': (s) => s.set('locked', 'SLOW'),
          'kick node: pv_hash': (s) => enter(s, s.get('queue').first() as number),

          unlock: (s) => (s.get('locked') === 1 ? s.set('locked', 0).goto('lock') : s),
          'unlock: pv_unhash': (s) => {
            const slot = first(s, 'number');
            if (slot === undefined) return s.unreachable('P4');
            return s.set('lp', s.get('hash', slot) as number).set('hash', slot, 'free');
          },
          'unlock: locked = 0': (s) => s.set('locked', 0),
          'unlock: kick': (s) =>
            s
              .set('lp', 'none')
              .wake('kick', s.get('lp') as number)
              .goto('lock'),
        },
        { locals: { lp: value<'none' | 'holder' | number>('none') }, mayWaitAt: ['lock'] },
      )
      .rules('other lock', {
        lock: {
          environment: (s) => first(s, 'free') !== undefined && s.set('hash', first(s, 'free') ?? 0, 'other'),
          budget: 'entries of the other lock',
        },
        unlock: {
          environment: (s) => first(s, 'other') !== undefined && s.set('hash', first(s, 'other') ?? 0, 'free'),
        },
      })
      .invariant('P1', 'the lock has one entry at most', (s) => entries(s) < 2)
      .quiescent('P2', 'no entry of the lock is left', (s) => entries(s) === 0)
      .invariant(
        'P3',
        'one vCPU holds the lock at most',
        (s) => CPUS.filter((i) => s.at('vCPU', i) === 'unlock').length < 2,
      );
  },
});

const ALL = ['2 vCPUs', '2 vCPUs, collision', '3 vCPUs, 1 round'] as const;

export default expecting(model, {
  variants: ['fixed', 'none'],
  scenarios: { '2 vCPUs': {}, '2 vCPUs, collision': { collision: 'yes' }, '3 vCPUs, 1 round': { vcpus: 3, rounds: 1 } },
  expected: {
    // The holder moves a successor from halted to hashed, and a head is never halted.
    fixed: {},
    none: {
      P1: violated(
        'The head enters itself between node->locked and the cmpxchg of the holder, which enters it, too.',
        ALL,
      ),
      P2: violated('An unlock frees one of the two entries, and the other stays for ever.', ALL),
      deadlock: violated(
        'The slot before the stale entry is taken; unlock finds the stale one and kicks a vCPU that does not halt.',
        [ALL[1]],
      ),
    },
  },
  nightly: {
    '3 vCPUs': { parameters: { vcpus: 3 }, states: 342_941, transitions: 903_462 },
    '3 vCPUs, collision': { parameters: { vcpus: 3, collision: 'yes' }, states: 1_551_137, transitions: 5_167_614 },
    // The entries that stay fill the table.
    '3 vCPUs, before': {
      parameters: { variant: 'none', vcpus: 3 },
      violated: ['P1', 'P2', 'P4'],
      states: 1_302_563,
      transitions: 3_330_156,
    },
  },
});
