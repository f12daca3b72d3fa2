/** Every cell that vgic-queue states an expectation for: mutants, and every single deviation from the base assumptions. */
import test from 'ava';
import { cellsAsExpected } from '../helpers/matrix.ts';

test('all cells of vgic-queue have their expected verdicts', async (t) => {
  t.timeout(30 * 60 * 1000);
  const results = await cellsAsExpected(t, 'vgic-queue', () => true);
  t.log(
    `${results.length} cells, ${results.reduce((sum, { statistics }) => sum + (statistics?.states ?? 0), 0).toLocaleString('en')} states`,
  );
  t.is(results.length, 33 * (22 * 4 + 1));
});
