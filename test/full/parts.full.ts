/** The oracle of test/engine/parts-oracle.test.ts on many more systems, and its sensitivity to seeded bugs. */
import test from 'ava';
import { partsAgree } from '../helpers/parts-agreement.ts';
import { SEEDED_PART_BUGS } from '../helpers/seeded-bugs.ts';
import { huntBugs } from '../helpers/seeded-hunt.ts';

test.serial(
  'the engine finds what the reference finds in 5,000 random systems of Records, Lists, Sets and Maps',
  async (t) => {
    t.timeout(7_200_000);
    await partsAgree(t, { numRuns: 5000, seed: 5, secondsMax: 110 * 60 });
  },
);

huntBugs({
  of: 'collections',
  module: 'parts-agreement.ts',
  find: 'firstDifference',
  bugs: SEEDED_PART_BUGS,
  systems: 400,
  milliseconds: 600_000,
});
