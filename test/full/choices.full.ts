/** The oracle of test/engine/choices-oracle.test.ts on many more systems, and its sensitivity to seeded bugs. */
import test from 'ava';
import { choicesAgree } from '../helpers/choices-agreement.ts';
import { SEEDED_CHOICE_BUGS } from '../helpers/seeded-choice-bugs.ts';
import { huntBugs } from '../helpers/seeded-hunt.ts';

test.serial('the engine finds what the reference finds in 5,000 random systems of choices', async (t) => {
  t.timeout(7_200_000);
  await choicesAgree(t, { numRuns: 5000, seed: 5, secondsMax: 110 * 60 });
});

huntBugs({
  of: 'choices',
  module: 'choices-agreement.ts',
  find: 'firstDifference',
  bugs: SEEDED_CHOICE_BUGS,
  systems: 400,
  milliseconds: 600_000,
});
