/** An edge on the new CPU while the handler runs on the old one: the published events, and what the fix depends on. */
import '../../helpers/uncounted.ts';
import test from 'ava';
import { asPublished, engineIsReference, goldenTrace, holdsForAny, inThisOrder, violation } from './race.ts';

const NAME = 'fasteoi-resend';
const LOST = ['edge lost'];
const HOLDS = { default: [], 'edges=1': [], 'moves=0': [], 'edges=3 moves=2': [], 'edges=4 moves=3': [] };
const LARGE = { 'edges=3 moves=2': LOST, 'edges=4 moves=3': LOST };

test('the fix and two other designs lose nothing; without the clearing of IRQS_REPLAY three edges and two moves do', (t) =>
  asPublished(t, NAME, {
    resend: HOLDS,
    none: { ...HOLDS, default: LOST, ...LARGE },
    loop: HOLDS,
    spin: HOLDS,
    'no-replay-clear': { ...HOLDS, ...LARGE },
  }));

// CPU 0: interrupt start, handler begins. CPU 1: set_affinity to CPU 1; interrupt start; leaves early; interrupt end. CPU 0: handler
// returns, end. The move is on a third CPU here, and the edge may come before or after it.
test('before the fix, the second CPU leaves early, and the first one ends without a second look', async (t) => {
  const found = await violation(NAME, { variant: 'none' }, 'edge lost');
  inThisOrder(t, found, [
    'device: edge',
    'irq[0]: interrupt start',
    'irq[0]: handler begins',
    'set_affinity: move',
    'irq[1]: interrupt start',
    'irq[1]: may run?',
    'irq[1]: leave early',
    'irq[1]: interrupt end',
    'irq[0]: handler returns',
    'irq[0]: interrupt end',
  ]);
  inThisOrder(t, found, ['irq[0]: handler begins', 'device: edge', 'irq[1]: interrupt start']);
  goldenTrace(t, 'fasteoi-resend.txt', found, ['device, CPU2', 'CPU0', 'CPU1']);
});

test('a flag that is left over refuses the second resend, after a move there and back', async (t) => {
  const found = await violation(NAME, { variant: 'no-replay-clear', edges: 3, moves: 2 }, 'edge lost');
  inThisOrder(t, found, [
    'set_affinity: move',
    'irq[0]: leave early',
    'irq[1]: check_irq_resend()',
    'irq[1]: interrupt start',
    'set_affinity: move',
    'irq[0]: leave early',
    'irq[1]: check_irq_resend()',
    'irq[1]: interrupt end',
  ]);
  const resends = found.trace.steps.filter(({ label }) => label === 'check_irq_resend()');
  t.deepEqual(
    resends.map(({ changes }) => 'lpi' in changes),
    [true, false],
  );
});

for (const budget of ['edges', 'moves']) {
  test(`the fix holds for any number of ${budget}, and the mutant needs both three edges and two moves`, async (t) => {
    await holdsForAny(t, budget, [NAME, 'edges=3', 'moves=2']);
    await holdsForAny(t, budget, [NAME, 'variant=no-replay-clear', 'edges=2', 'moves=1']);
  });
}

test('the reference explores the same', (t) => engineIsReference(t, NAME, { variant: 'none' }));
