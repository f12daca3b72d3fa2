/** Both reductions together change no verdict, no trace, no quiescent state and nothing that is known of any step. */
import test from 'ava';
import { bothAgree } from '../helpers/both-agreement.ts';

test('with both reductions, 60 random systems of replicas have the findings and the entries of the reference', async (t) => {
  // Some seconds on an idle machine; a busy one is no reason to fail.
  t.timeout(900_000);
  await bothAgree(t, { numRuns: 60, seed: 51, secondsMax: 890 });
});
