/** A posted interrupt that notifications are suppressed for: the published events, and which line carries the fix. */
import '../../helpers/uncounted.ts';
import test from 'ava';
import { asPublished, engineIsReference, goldenTrace, holdsForAny, inThisOrder, violation } from './race.ts';

const NAME = 'pi-suppress';
const BOTH = ['interrupt lost', 'noticed'];

test('only what looks at PIR after SN is cleared, or on entry, loses nothing', (t) =>
  asPublished(t, NAME, {
    merged: { 'irqs=1': [], 'irqs=2': [], 'irqs=4': [] },
    none: { 'irqs=1': BOTH, 'irqs=2': BOTH, 'irqs=4': BOTH },
    'look-first': { 'irqs=1': BOTH, 'irqs=2': BOTH, 'irqs=4': BOTH },
    'entry-looks': { 'irqs=1': [], 'irqs=2': [], 'irqs=4': [] },
  }));

// "vCPU preempted, SN set; interrupt: PIR set, ON not; KVM never looks."
test('before the fix, a vCPU is preempted, an interrupt is posted without ON, and entry does not look', async (t) => {
  const found = await violation(NAME, { variant: 'none' }, 'interrupt lost');
  inThisOrder(t, found, [
    'vCPU: entry / preempted',
    'vCPU: put: set SN',
    'IOMMU: set PIR',
    'IOMMU: notify unless SN or ON',
    'vCPU: load: clear SN',
    'vCPU: entry / ON?',
    'vCPU: vmentry',
  ]);
  t.false(found.trace.steps.some(({ changes }) => 'on' in changes));
  goldenTrace(t, 'pi-suppress.txt', found, ['IOMMU', 'CPU']);
});

test('with the two lines of the fix the other way round, the post comes between them', async (t) => {
  inThisOrder(t, await violation(NAME, { variant: 'look-first', irqs: 1 }, 'interrupt lost'), [
    'vCPU: put: set SN',
    'vCPU: load: PIR?',
    'IOMMU: notify unless SN or ON',
    'vCPU: load: clear SN',
    'vCPU: vmentry',
  ]);
});

for (const variant of ['merged', 'entry-looks']) {
  test(`${variant} holds for any number of interrupts`, (t) => holdsForAny(t, 'irqs', [NAME, `variant=${variant}`]));
}

test('the reference explores the same', (t) => engineIsReference(t, NAME, { variant: 'none', irqs: 1 }));
