/** Symmetry changes no verdict, depth or trace, and its orbits add up to the states of the reference. */
import test from 'ava';
import { symmetryAgrees } from '../helpers/symmetry-agreement.ts';

test('with symmetry, 40 random systems of replicas have the findings and the counts of the reference', async (t) => {
  // Some ten seconds on an idle machine; a busy one is no reason to fail.
  t.timeout(900_000);
  await symmetryAgrees(t, { numRuns: 40, seed: 11, secondsMax: 890 });
});
