/** The oracle for choices whose outcomes are learnt by themselves: the engine finds what the reference finds. */
import test from 'ava';
import { choicesAgree } from '../helpers/choices-agreement.ts';

test('the engine finds what the reference finds in 40 random systems of choices', async (t) => {
  // A few seconds on an idle machine; a busy one is no reason to fail.
  t.timeout(300_000);
  await choicesAgree(t, { numRuns: 40, seed: 2, secondsMax: 290 });
});
