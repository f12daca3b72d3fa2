/** The oracle: whatever the reference finds of a random system, the engine finds too, and nothing else. */
import test from 'ava';
import { agree } from '../helpers/agreement.ts';

test('the engine finds what the reference finds in 200 random systems, whichever way it explores', async (t) => {
  // Under a minute on an idle machine; a busy one is no reason to fail.
  t.timeout(600_000);
  await agree(t, { numRuns: 200, seed: 1, threadedOneIn: 5, secondsMax: 590 });
});
