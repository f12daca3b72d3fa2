/** A doorbell that a preemption withdraws: the published events, and which half of the fix carries it. */
import '../../helpers/uncounted.ts';
import test from 'ava';
import { asPublished, engineIsReference, goldenTrace, holdsForAny, inThisOrder, violation } from './race.ts';

const NAME = 'vgic-doorbell';
const HOLDS = { default: [], 'preemptions=0': [], 'vlpis=3 preemptions=3': [] };
const LOST = { default: ['VLPI lost'], 'preemptions=0': [], 'vlpis=3 preemptions=3': ['VLPI lost'] };

test('the half of the fix in load carries it, and nothing is lost without a preemption', (t) =>
  asPublished(t, NAME, {
    flag: HOLDS,
    none: LOST,
    'flag-put-only': LOST,
    always: LOST,
    'flag-load-only': HOLDS,
  }));

// Any preemption between put and schedule; load makes the vPE resident; no doorbell is asked for when it really blocks; not woken.
test('before the fix, a preemption withdraws the doorbell, and the vCPU sleeps without one', async (t) => {
  const found = await violation(NAME, { variant: 'none' }, 'VLPI lost');
  inThisOrder(t, found, [
    'vCPU: guest / WFI: put',
    'vCPU: preempted.sched in: load',
    'vCPU: schedule / put',
    'ITS: VLPI',
  ]);
  t.false(found.trace.steps.some(({ label, changes }) => label === 'schedule' && 'doorbell' in changes));
  goldenTrace(t, 'vgic-doorbell.txt', found, ['ITS', 'CPU0']);
});

for (const variant of ['flag-put-only', 'always']) {
  test(`${variant}: the VLPI comes while the vPE is resident again, and its last put rings nothing`, async (t) => {
    inThisOrder(t, await violation(NAME, { variant }, 'VLPI lost'), [
      'vCPU: guest / WFI: put',
      'vCPU: preempted.sched in: load',
      'ITS: VLPI',
      'vCPU: schedule / put',
    ]);
  });
}

for (const budget of ['VLPIs', 'preemptions']) {
  test(`the fix holds for any number of ${budget}`, (t) => holdsForAny(t, budget, [NAME, 'vlpis=3', 'preemptions=3']));
}

test('the reference explores the same', (t) => engineIsReference(t, NAME, { variant: 'none' }));
