/**
 * Xen, x86: a periodic timer changes its vCPU while another CPU locks it.
 *
 * XSA-336, 8e76aef72820 "x86/vpt: fix race when migrating timers between vCPUs" (2020); 1f3d87c75129 "x86/vpt: do not take pt_migrate rwlock
 * in some cases" (2021) and its regression, 6d622f3a96bb "x86/vpt: fully init timers before putting onto list" (2021); xen/arch/x86/hvm/vpt.c.
 * A timer is on the list of its vCPU, whose tm_lock protects it. `pt_lock()` reads pt->vcpu, locks, and looks again; `pt_unlock()` unlocks
 * the lock of the vCPU that the timer has by then. `pt_adjust_vcpu()` changes the vCPU under the destination's lock alone. XSA-336 adds a rwlock
 * (`rwlock`). The second commit does not take it for a walk of one vCPU's list, so a change of a list takes its tm_lock, too (`thinned`).
 * Until then the rwlock excluded `create_periodic_time()` from walks; it initialised a timer after it had put it onto the list.
 */
import {
  defineModel,
  defineSystem,
  expecting,
  ghost,
  replicated,
  rwLock,
  scenario,
  sizeRange,
  spinLock,
  value,
  variant,
  violated,
} from 'everywhen';

const model = defineModel({
  name: 'vpt-migrate',
  title: 'a periodic timer changes its vCPU while another CPU locks it (Xen x86, 2020)',
  parameters: {
    variant: variant('thinned', 'rwlock', 'none', 'vcpu-last', 'both', 'both-unordered'),
    create: scenario('no', 'init-first', 'list-first'),
    movers: sizeRange({ from: 1, to: 3, initial: 1 }),
  },
  refusal: ({ variant, create }) =>
    create === 'no' || variant === 'rwlock' || variant === 'thinned' ? undefined : 'Creating needs the rwlock.',
  build({ variant, create, movers }) {
    const has = (...variants: readonly (typeof variant)[]) => variants.includes(variant);
    const migrates = has('rwlock', 'thinned', 'vcpu-last');
    const oneByOne = has('none', 'thinned', 'vcpu-last');
    return defineSystem({
      tm: replicated(2, spinLock({ nesting: 'ascending' })),
      migrate: rwLock({ readers: 'queue' }),
      vcpu: 0,
      list: value<number | 'none'>(0),
      touching: ghost(0),
      /** A second timer, which is created on the list of vCPU 0. */
      listed: false,
      initialised: false,
    })
      .assertion('alone', 'the timer is touched by one CPU at a time')
      .assertion('own', 'a timer on the list of a vCPU is one of this vCPU')
      .assertion('initialised', 'a timer on a list is initialised')
      .process(
        'pt_timer_fn',
        {
          read_lock: migrates ? (s) => s.acquireRead('migrate') : undefined,
          'read pt->vcpu': (s) => s.set('v', s.get('vcpu')),
          'lock pt->vcpu': (s) => s.acquire('tm', s.get('v')),
          'same vCPU?': migrates
            ? undefined
            : (s) => (s.get('vcpu') === s.get('v') ? s : s.release('tm', s.get('v')).goto('read pt->vcpu')),
          'touch timer': (s) => s.assert('alone', (all) => all.get('touching') === 0).update('touching', (n) => n + 1),
          'timer touched': (s) => s.update('touching', (n) => n - 1),
          'unlock pt->vcpu': (s) => s.release('tm', s.get('vcpu')),
          read_unlock: migrates ? (s) => s.release('migrate') : undefined,
        },
        { locals: { v: 0 } },
      )
      .process('pt_update_irq', {
        read_lock: has('rwlock') ? (s) => s.acquireRead('migrate') : undefined,
        'lock vCPU 0': (s) => s.acquire('tm', 0),
        'stop all timers': (s) => s.assert('initialised', !s.get('listed') || s.get('initialised')),
        'on list 0?': (s) => (s.get('list') === 0 ? s : s.goto('unlock vCPU 0')),
        'touch timer': (s) =>
          s
            .assert('own', s.get('vcpu') === 0)
            .assert('alone', (all) => all.get('touching') === 0)
            .update('touching', (n) => n + 1),
        'timer touched': (s) => s.update('touching', (n) => n - 1),
        'unlock vCPU 0': (s) => s.release('tm', 0),
        read_unlock: has('rwlock') ? (s) => s.release('migrate') : undefined,
      })
      .processes(
        'pt_adjust_vcpu',
        movers,
        {
          write_lock: migrates ? (s) => s.acquireWrite('migrate') : undefined,
          'read pt->vcpu': (s) => s.set('from', s.get('vcpu')),
          'lock source': has('rwlock') ? undefined : (s) => s.acquire('tm', has('both') ? 0 : s.get('from')),
          'lock the other':
            oneByOne || has('rwlock') ? undefined : (s) => s.acquire('tm', has('both') ? 1 : 1 - s.get('from')),
          'same vCPU?': migrates
            ? undefined
            : (s) => {
                if (s.get('vcpu') === s.get('from')) return s;
                const other = oneByOne ? s : s.release('tm', 1 - s.get('from'));
                return other.release('tm', s.get('from')).goto('read pt->vcpu');
              },
          list_del: (s) => s.assert('alone', (all) => all.get('touching') === 0).set('list', 'none'),
          'unlock source': oneByOne ? (s) => s.release('tm', s.get('from')) : undefined,
          'change pt->vcpu early': has('none', 'vcpu-last') ? undefined : (s) => s.set('vcpu', 1 - s.get('from')),
          'lock destination': oneByOne ? (s) => s.acquire('tm', 1 - s.get('from')) : undefined,
          'change pt->vcpu': has('none') ? (s) => s.set('vcpu', 1 - s.get('from')) : undefined,
          list_add: (s) => s.assert('alone', (all) => all.get('touching') === 0).set('list', 1 - s.get('from')),
          'unlock destination': has('rwlock') ? undefined : (s) => s.release('tm', 1 - s.get('from')),
          'unlock source late': has('both', 'both-unordered') ? (s) => s.release('tm', s.get('from')) : undefined,
          'change pt->vcpu late': has('vcpu-last') ? (s) => s.set('vcpu', 1 - s.get('from')) : undefined,
          write_unlock: migrates ? (s) => s.release('migrate') : undefined,
        },
        { locals: { from: 0 } },
      )
      .process(
        'create',
        {
          begin: { environment: (s) => s },
          write_lock: (s) => s.acquireWrite('migrate'),
          'init early': create === 'init-first' ? (s) => s.set('initialised', true) : undefined,
          'lock vCPU 0': (s) => s.acquire('tm', 0),
          list_add: (s) => s.set('listed', true),
          'unlock vCPU 0': (s) => s.release('tm', 0),
          'init late': create === 'list-first' ? (s) => s.set('initialised', true) : undefined,
          write_unlock: (s) => s.release('migrate'),
        },
        { start: create === 'no' ? 'halted' : 'begin', mayWaitAt: ['begin'] },
      )
      .lockOrder('locks', 'the locks are used in order');
  },
});

const one = ['movers=1', 'movers=2', 'movers=3'] as const;
const two = ['movers=2', 'movers=3'] as const;
const first = ['list-first', 'list-first movers=2'] as const;
const released =
  'pt_unlock() releases the lock of the destination, which the mover holds; that of the source stays held.';

const race = expecting(model, {
  variants: ['thinned', 'rwlock', 'none', 'vcpu-last', 'both', 'both-unordered'],
  scenarios: { 'movers=1': {}, 'movers=2': { movers: 2 }, 'list-first': { create: 'list-first' } },
  moreScenarios: {
    'movers=3': { movers: 3 },
    'list-first movers=2': { create: 'list-first', movers: 2 },
    'init-first': { create: 'init-first' },
    'init-first movers=2': { create: 'init-first', movers: 2 },
  },
  expected: {
    thinned: { initialised: violated('A walker stops the timer between list_add and init_timer().', first) },
    // No reader has a timer while its vCPU changes.
    rwlock: {},
    none: {
      locks: violated(released, one),
      deadlock: violated(released, one),
      alone: violated('list_add takes another lock than the timer function, which still touches the timer.', one),
      own: violated('Two others move it there and back before a mover changes the vCPU.', ['movers=3']),
    },
    'vcpu-last': { own: violated('It is back on list 0, unlocked, and has vCPU 1 until the last step.', two) },
    // In index order, and with the look again, both locks do without the rwlock.
    both: {},
    'both-unordered': {
      locks: violated('The second mover takes the lock of vCPU 1 first.', two),
      deadlock: violated('One that moves back meets one that still takes vCPU 0 for the source.', ['movers=3']),
    },
  },
});

const creates = new Set(['rwlock', 'thinned']);
const cells = race.matrix?.cells.filter(({ variant, parameters }) => !('create' in parameters) || creates.has(variant));
export default race.matrix === undefined || cells === undefined ? race : { ...race, matrix: { ...race.matrix, cells } };
