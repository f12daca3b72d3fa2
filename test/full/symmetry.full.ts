/** The oracle of test/engine/symmetry-oracle.test.ts on many more systems, and its sensitivity to seeded bugs. */
import test from 'ava';
import { SEEDED_SYMMETRY_BUGS } from '../helpers/seeded-bugs.ts';
import { huntBugs } from '../helpers/seeded-hunt.ts';
import { symmetryAgrees } from '../helpers/symmetry-agreement.ts';

test.serial(
  'with symmetry, 5,000 random systems of replicas have the findings and the counts of the reference',
  async (t) => {
    t.timeout(7_200_000);
    await symmetryAgrees(t, { numRuns: 5000, seed: 12, secondsMax: 110 * 60 });
  },
);

huntBugs({
  of: 'symmetry',
  module: 'symmetry-agreement.ts',
  find: 'firstSymmetryDifference',
  bugs: SEEDED_SYMMETRY_BUGS,
  systems: 1000,
  milliseconds: 600_000,
});
