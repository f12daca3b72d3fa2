/** The oracle for components in parts: whatever the methods of collections read, the engine finds what the reference finds. */
import test from 'ava';
import { partsAgree } from '../helpers/parts-agreement.ts';

test('the engine finds what the reference finds in 200 random systems of Records, Lists, Sets and Maps', async (t) => {
  // Under a minute on an idle machine; a busy one is no reason to fail.
  t.timeout(900_000);
  await partsAgree(t, { numRuns: 200, seed: 3, secondsMax: 890 });
});
