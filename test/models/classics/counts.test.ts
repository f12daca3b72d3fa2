/** The yardstick: models whose counts others have published. */
import '../../helpers/uncounted.ts';
import test from 'ava';
import { check } from 'everywhen';
import lockedQueue from '../../../models/classics/locked-queue.ts';
import { property } from '../../helpers/explored.ts';
import { cellsAsExpected } from '../../helpers/matrix.ts';

const CLASSICS = ['two-phase-commit', 'peterson', 'dining-philosophers', 'locked-queue', 'leader-election'];
/** Beyond this the rows are for longer runs. */
const STATES_MAX = 4_000_000;

for (const name of CLASSICS) {
  test(`${name} has the published verdicts and counts in every row up to 4 million states`, async (t) => {
    const results = await cellsAsExpected(t, name, ({ counts }) => counts !== undefined && counts.states <= STATES_MAX);
    t.true(results.length > 0);
  });
}

test('without the check after re-locking an interrupt goes to the list that it has left', async (t) => {
  const report = await check(lockedQueue, { variant: 'no-recheck' });
  const trace = property(report, 'right list').counterexample;
  t.true(trace?.steps.some(({ process, label }) => process === 'mover[0]' && label === 'move'));
  t.deepEqual(trace?.steps.at(-1), {
    process: 'injector[0]',
    label: 'recheck',
    tag: 'system',
    changes: { 'injector[0]': ['recheck', 'enqueue'] },
  });
});
