/** Every cell that viridian-assist states an expectation for, mutants, deviations and larger configurations included. */
import test from 'ava';
import { cellsAsExpected } from '../helpers/matrix.ts';

test.serial('all cells of viridian-assist have their expected verdicts', async (t) => {
  const results = await cellsAsExpected(t, 'viridian-assist', () => true);
  t.log(
    `${results.length} cells, ${results.reduce((sum, { statistics }) => sum + (statistics?.states ?? 0), 0).toLocaleString('en')} states`,
  );
  t.true(results.length > 1000);
});

test.serial('two-phase commit has the published counts with 9 and 10 managers', async (t) => {
  const results = await cellsAsExpected(t, 'two-phase-commit', ({ counts }) => (counts?.states ?? 0) > 4_000_000);
  t.deepEqual(
    results.map(({ statistics }) => statistics?.states),
    [10_340_352, 61_515_776],
  );
});
