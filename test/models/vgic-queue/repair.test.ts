/** The minimal sets of the six hardenings in three small scenarios. */
import test from 'ava';
import { agreeOnHardenings } from '../../helpers/hardenings.ts';

test('in S5a, S8i, S10 the minimal sets are those that trying all 64 finds', async (t) => {
  await agreeOnHardenings(t, { scenarios: ['S5a', 'S8i', 'S10'], properties: ['N1', 'D1', 'L2'], explorationsMax: 20 });
});
