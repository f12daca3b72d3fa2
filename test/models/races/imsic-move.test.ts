/** An MSI between the writes of its address and its data: the published events, and what else the fix rests on. */
import '../../helpers/uncounted.ts';
import test from 'ava';
import { everywhenHere } from '../../helpers/cli.ts';
import { asPublished, engineIsReference, goldenTrace, inThisOrder, violation } from './race.ts';

const NAME = 'imsic-move';
const LOST = 'msi lost';
const V = [LOST];

test('the fix holds if MSIs are at the hart before sync looks', (t) =>
  asPublished(t, NAME, {
    temporary: { flushed: [], '3 MSIs': [], taken: [], late: V, 'late, old kept': V },
    none: { flushed: V, '3 MSIs': V, taken: V, late: V, 'late, old kept': V },
    'data-first': { flushed: V, '3 MSIs': V, taken: V, late: V, 'late, old kept': V },
    'process-context': { flushed: V, '3 MSIs': V, taken: V, late: V, 'late, old kept': V },
    'no-retrigger': { flushed: [], '3 MSIs': [], taken: ['other lost'], late: V, 'late, old kept': V },
    masked: { flushed: [], '3 MSIs': [], taken: [], late: V, 'late, old kept': [] },
  }));

// "write address; MSI; unknown on hart 1; write data; sync finds nothing"
test('before the fix, an MSI between the writes comes to a vector that hart 1 does not know', async (t) => {
  const found = await violation(NAME, { variant: 'none' }, LOST);
  inThisOrder(t, found, [
    'move: write address',
    'device: send',
    'irq[hart1/0]: arrives / no handler',
    'move: write data',
    'move: sync old',
  ]);
  goldenTrace(t, 'imsic-move.txt', found, ['device', 'hart0', 'hart1']);
});

test('with the data written first, it comes to one that hart 0 does not know', async (t) => {
  inThisOrder(t, await violation(NAME, { variant: 'data-first' }, LOST), [
    'move: write data',
    'device: send',
    'move: write address',
    'irq[hart0/1]: arrives / no handler',
  ]);
});

test('with interrupts on, hart 0 takes it before sync looks', async (t) => {
  inThisOrder(t, await violation(NAME, { variant: 'process-context' }, LOST), [
    'move: write data',
    'device: send',
    'irq[hart0/1]: arrives / no handler',
    'move: sync temporary',
  ]);
});

test("passed on and not left pending, the other device's interrupt is lost", async (t) => {
  inThisOrder(t, await violation(NAME, { variant: 'no-retrigger', taken: 'yes' }, 'other lost'), [
    'other: send',
    'move: sync temporary',
    'irq[hart1/1]: arrives / handler',
  ]);
});

test('an MSI that is under way arrives at the temporary vector after sync has looked', async (t) => {
  const found = await violation(NAME, { posted: 'late', old: 'kept' }, LOST);
  inThisOrder(t, found, [
    'move: write data',
    'device: send',
    'move: write address',
    'move: sync temporary',
    'bus: arrives',
    'irq[hart0/1]: arrives / no handler',
  ]);
  goldenTrace(t, 'imsic-move-late.txt', found, ['device', 'hart0']);
});

test('a mask does not bring in an MSI that was sent before', async (t) => {
  inThisOrder(t, await violation(NAME, { variant: 'masked', posted: 'late' }, LOST), [
    'device: send',
    'move: mask',
    'move: sync old',
    'move: free old vector',
    'bus: arrives',
    'irq[hart0/0]: arrives / no handler',
  ]);
});

for (const budget of ['MSIs']) {
  test(`the fix holds for any number of ${budget}`, async (t) => {
    const { stdout } = await everywhenHere(['check', NAME, 'taken=yes', '--grow', budget, '--format', 'json']);
    t.like(JSON.parse(stdout).growth, { ended: 'fixed point', verdict: 'holds', open: [] });
  });
}

test('the reference explores the same', (t) => engineIsReference(t, NAME, { variant: 'none', msis: 1 }));
