/** The oracle of test/engine/both-oracle.test.ts on many more systems, and its sensitivity to seeded bugs. */
import test from 'ava';
import { bothAgree } from '../helpers/both-agreement.ts';
import { SEEDED_BOTH_BUGS } from '../helpers/seeded-both-bugs.ts';
import { huntBugs } from '../helpers/seeded-hunt.ts';

test.serial(
  'with both reductions, 5,000 random systems of replicas have the findings and the entries of the reference',
  async (t) => {
    t.timeout(7_200_000);
    await bothAgree(t, { numRuns: 5000, seed: 52, secondsMax: 110 * 60 });
  },
);

huntBugs({
  of: 'both reductions',
  module: 'both-agreement.ts',
  find: 'firstDifferenceUnderBoth',
  bugs: SEEDED_BOTH_BUGS,
  systems: 6000,
  milliseconds: 1_200_000,
});
