/** An IOAPIC entry rerouted while its interrupt is in service: the four published events, and the scenario that each part of the fix needs. */
import '../../helpers/uncounted.ts';
import test from 'ava';
import { everywhenHere } from '../../helpers/cli.ts';
import { asPublished, engineIsReference, goldenTrace, inThisOrder, violation } from './race.ts';

const NAME = 'ioapic-eoi';
const P1 = ['P1'];
const BOTH = ['P1', 'interrupt lost'].toSorted();
const LOST = 'interrupt lost';

test('each part of the fix needs its own scenario, and in the published one only the set matters', (t) =>
  asPublished(t, NAME, {
    merged: { 'handler, exit': [], 'handler, direct': [], 'anyone, exit': [], 'anyone, direct': [] },
    none: { 'handler, exit': BOTH, 'handler, direct': BOTH, 'anyone, exit': BOTH, 'anyone, direct': BOTH },
    'isr-only': { 'handler, exit': [], 'handler, direct': [], 'anyone, exit': BOTH, 'anyone, direct': BOTH },
    'no-wait': { 'handler, exit': [], 'handler, direct': P1, 'anyone, exit': [], 'anyone, direct': BOTH },
    unlocked: { 'handler, exit': [], 'handler, direct': [], 'anyone, exit': BOTH, 'anyone, direct': BOTH },
  }));

// "IOAPIC sends a level interrupt to vCPU 0; its handler lowers the line and reroutes to vCPU 1; EOI does not reach the IOAPIC; nothing is
// delivered to vCPU 1, remote IRR is set for ever." The scan comes between the second and the third.
test('before the fix, the handler reroutes, the scan takes the vector, and the EOI stays in the guest', async (t) => {
  const found = await violation(NAME, { variant: 'none' }, LOST);
  inThisOrder(t, found, [
    'device: raise line',
    'vCPU[0]: guest / interrupt',
    'vCPU[0]: lower line',
    'vCPU[0]: write entry',
    'vCPU[0]: request scans',
    'vCPU[0]: scan',
    'vCPU[0]: guest / EOI',
    'device: raise line',
  ]);
  t.false(found.trace.steps.some(({ label }) => label === 'end of interrupt'));
  t.false(found.trace.steps.some(({ changes }) => 'irr[1]' in changes));
  goldenTrace(t, 'ioapic-eoi.txt', found, ['device', 'vCPU[0]', 'vCPU[1]']);
});

test('without IRR in the set, a vCPU reroutes while the interrupt is pending', async (t) => {
  inThisOrder(t, await violation(NAME, { variant: 'isr-only', by: 'anyone' }, 'P1'), [
    'device: raise line',
    'vCPU[0]: write entry',
    'vCPU[0]: scan',
    'vCPU[0]: guest / interrupt',
    'vCPU[0]: guest / EOI',
  ]);
});

test('without the wait, the new vCPU ends the interrupt with its old set', async (t) => {
  inThisOrder(t, await violation(NAME, { variant: 'no-wait', access: 'direct' }, 'P1'), [
    'vCPU[0]: write entry',
    'vCPU[0]: end of interrupt',
    'device: raise line',
    'vCPU[1]: guest / interrupt',
    'vCPU[1]: guest / EOI',
  ]);
});

test('without the lock around the request, the device raises for the new vCPU before it', async (t) => {
  inThisOrder(t, await violation(NAME, { variant: 'unlocked', by: 'anyone' }, 'P1'), [
    'vCPU[0]: write entry',
    'device: raise line',
    'vCPU[1]: guest / interrupt',
    'vCPU[1]: guest / EOI',
  ]);
});

for (const budget of ['raises', 'reroutes']) {
  test(`the fix holds for any number of ${budget}`, async (t) => {
    const { stdout } = await everywhenHere([
      'check',
      NAME,
      'by=anyone',
      'access=direct',
      '--grow',
      budget,
      '--format',
      'json',
    ]);
    t.like(JSON.parse(stdout).growth, { ended: 'fixed point', verdict: 'holds', open: [] });
  });
}

test('the reference explores the same', (t) => engineIsReference(t, NAME, { variant: 'none' }));
