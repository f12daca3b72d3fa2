/** Fair cycles against brute force over all sets of states: the graphs are small, the fairness is not. */
import '../../helpers/uncounted.ts';
import test from 'ava';
import { agreeOnLiveness } from '../../helpers/liveness-agreement.ts';

test('on 500 random graphs with random fairness, verdicts and lengths of stems are those of trying every set of states', async (t) => {
  t.timeout(300_000);
  await agreeOnLiveness(t, { numRuns: 500, seed: 4 });
});
