/** The oracle for components in parts: whatever the methods of collections read, the engine finds what the reference finds. */
import test from 'ava';
import { partDifference, partsAgree } from '../helpers/parts-agreement.ts';

test('the engine finds what the reference finds in 200 random systems of Records, Lists, Sets and Maps', async (t) => {
  // Under a minute on an idle machine; a busy one is no reason to fail.
  t.timeout(900_000);
  await partsAgree(t, { numRuns: 200, seed: 3, secondsMax: 890 });
});

test('whether a claim has something to judge, and what it reads, may depend on the order of a Set: facts are those of the order that it has', async (t) => {
  // Found in the 5,000 systems of test/full/parts.full.ts.
  for (const model of [1176, 1180, 2167]) t.is(await partDifference(model, 5), undefined);
});
