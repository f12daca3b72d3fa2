/** Every cell that upcall-vector states an expectation for: mutants, deviations, the settings of the fences, two senders. */
import test from 'ava';
import { cellsAsExpected } from '../helpers/matrix.ts';

test('all cells of upcall-vector have their expected verdicts', async (t) => {
  const results = await cellsAsExpected(t, 'upcall-vector', () => true);
  t.is(results.length, 18 * 7 * 28);
});
