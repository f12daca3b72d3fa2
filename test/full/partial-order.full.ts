/** The oracle of test/engine/partial-order-oracle.test.ts on many more systems, and its sensitivity to rules that are left out. */
import test from 'ava';
import { partialOrderAgrees } from '../helpers/partial-order-agreement.ts';
import { huntBugs } from '../helpers/seeded-hunt.ts';
import { SEEDED_ORDER_BUGS } from '../helpers/seeded-order-bugs.ts';

test.serial(
  'with stubborn sets, 5,000 random systems have the findings and the entries of the reference',
  async (t) => {
    t.timeout(7_200_000);
    await partialOrderAgrees(t, { numRuns: 5000, seed: 22, secondsMax: 110 * 60 });
  },
);

huntBugs({
  of: 'partial order',
  module: 'partial-order-agreement.ts',
  find: 'firstPartialOrderDifference',
  bugs: SEEDED_ORDER_BUGS,
  systems: 3000,
  milliseconds: 1_200_000,
});
