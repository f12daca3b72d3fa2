/** Every cell that viridian-assist states an expectation for, mutants, deviations and larger configurations included. */
import test from 'ava';
import { cellsAsExpected } from '../helpers/matrix.ts';

test('all cells of viridian-assist have their expected verdicts', async (t) => {
  const results = await cellsAsExpected(t, 'viridian-assist', () => true);
  t.log(
    `${results.length} cells, ${results.reduce((sum, { statistics }) => sum + (statistics?.states ?? 0), 0).toLocaleString('en')} states`,
  );
  t.true(results.length > 1000);
});

for (const name of ['two-phase-commit', 'peterson', 'locked-queue']) {
  test(`${name} has the published counts in its rows up to 2 million states`, async (t) => {
    const results = await cellsAsExpected(
      t,
      name,
      ({ counts }) => counts !== undefined && counts.states > 200_000 && counts.states < 2_000_000,
    );
    t.true(results.length > 0);
  });
}
