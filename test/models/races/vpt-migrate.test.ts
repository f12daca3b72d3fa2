/** A periodic timer that changes its vCPU: the race of XSA-336, its fix, the fix that was thinned, and the regression. */
import '../../helpers/uncounted.ts';
import test from 'ava';
import { asPublished, engineIsReference, goldenTrace, inThisOrder, violation } from './race.ts';

const NAME = 'vpt-migrate';
const HOLDS = { 'movers=1': [], 'movers=2': [], 'movers=3': [] };
const CREATES = { 'init-first': [], 'init-first movers=2': [], 'list-first': [], 'list-first movers=2': [] };
const RACES = ['alone', 'deadlock', 'locks'];

test('the rwlock of XSA-336 and both locks in order exclude the race, and the thinned rwlock what initialises first', (t) =>
  asPublished(t, NAME, {
    // The table has one mover only for `none`, and there `own` holds.
    none: { 'movers=1': RACES, 'movers=2': RACES, 'movers=3': [...RACES, 'own'] },
    rwlock: { ...HOLDS, ...CREATES },
    thinned: { ...HOLDS, ...CREATES, 'list-first': ['initialised'], 'list-first movers=2': ['initialised'] },
    'vcpu-last': { 'movers=1': [], 'movers=2': ['own'], 'movers=3': ['own'] },
    both: HOLDS,
    'both-unordered': { 'movers=1': [], 'movers=2': ['locks'], 'movers=3': ['deadlock', 'locks'] },
  }));

// A third party takes the lock in the unlocked region of the adjustment and releases another vCPU's.
test('before XSA-336, the timer function locks the source and unlocks the destination', async (t) => {
  const found = await violation(NAME, { variant: 'none' }, 'locks');
  inThisOrder(t, found, [
    'pt_adjust_vcpu[0]: list_del',
    'pt_adjust_vcpu[0]: unlock source',
    'pt_timer_fn: lock pt->vcpu',
    'pt_timer_fn: same vCPU?',
    'pt_adjust_vcpu[0]: lock destination',
    'pt_adjust_vcpu[0]: change pt->vcpu',
    'pt_timer_fn: unlock pt->vcpu',
  ]);
  const [finding] = found.property.lockFindings ?? [];
  t.is(finding?.message, 'pt_timer_fn releases tm[1], which it does not hold.');
  goldenTrace(t, 'vpt-migrate.txt', found, ['pt_timer_fn', 'pt_adjust_vcpu[0]']);
});

test('before XSA-336, the lock of the source is never released', async (t) => {
  const found = await violation(NAME, { variant: 'none' }, 'deadlock');
  const waiting = found.trace.waiting?.find(({ process }) => process === 'pt_update_irq');
  t.like(waiting, { locks: [{ lock: 'tm[0]', behind: [{ process: 'pt_timer_fn' }] }] });
  goldenTrace(t, 'vpt-migrate-deadlock.txt', found, ['pt_timer_fn', 'pt_update_irq', 'pt_adjust_vcpu[0]']);
});

test('the regression: a walker stops a timer that is on the list and not initialised', async (t) => {
  const found = await violation(NAME, { variant: 'thinned', create: 'list-first' }, 'initialised');
  inThisOrder(t, found, ['create: list_add', 'create: unlock vCPU 0', 'pt_update_irq: stop all timers']);
  goldenTrace(t, 'vpt-migrate-regression.txt', found, ['pt_update_irq', 'create']);
});

test('both locks out of order deadlock only when a third mover has read the vCPU too early', async (t) => {
  const [finding] =
    (await violation(NAME, { variant: 'both-unordered', movers: 2 }, 'locks')).property.lockFindings ?? [];
  t.is(finding?.rule, 'same class');
  const found = await violation(NAME, { variant: 'both-unordered', movers: 3 }, 'deadlock');
  const waiting = found.trace.waiting?.filter(({ why }) => why === 'lock').map(({ process }) => process);
  t.true((waiting ?? []).filter((process) => process.startsWith('pt_adjust_vcpu')).length === 2, `${waiting}`);
});

test('the reference explores the same', (t) => engineIsReference(t, NAME, { variant: 'none' }));
