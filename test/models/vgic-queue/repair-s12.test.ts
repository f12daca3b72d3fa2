/** The minimal sets of the six hardenings in a scenario of its own: a file runs in one process, and the two take longest of all. */
import test from 'ava';
import { agreeOnHardenings } from '../../helpers/hardenings.ts';

test('in S12 the minimal sets are those that trying all 64 finds', async (t) => {
  await agreeOnHardenings(t, { scenarios: ['S12'], properties: ['N3', 'N3o'], explorationsMax: 20 });
});
