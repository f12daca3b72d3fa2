/** Stubborn sets change no verdict, no quiescent state, no trace and nothing that is learnt of any step. */
import test from 'ava';
import { partialOrderAgrees } from '../helpers/partial-order-agreement.ts';

test('with stubborn sets, 40 random systems have the findings and the entries of the reference', async (t) => {
  // Some seconds on an idle machine; a busy one is no reason to fail.
  t.timeout(900_000);
  await partialOrderAgrees(t, { numRuns: 40, seed: 21, secondsMax: 890 });
});
