/** Like test/check/liveness/liveness-oracle.test.ts, for many more graphs. */
import test from 'ava';
import { agreeOnLiveness } from '../helpers/liveness-agreement.ts';

test('on 20,000 random graphs with random fairness, verdicts and lengths of stems are those of trying every set of states', async (t) => {
  t.timeout(3_600_000);
  await agreeOnLiveness(t, { numRuns: 20_000, seed: 40 });
});
