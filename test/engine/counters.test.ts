/** Spaces of which all is known, with a violation in the deepest state, to which every state leads. */
import '../helpers/uncounted.ts';
import test from 'ava';
import { checkSystem } from '../../src/check/check.ts';
import { instantiate } from '../../src/language/model.ts';
import counters from '../fixtures/counters.ts';
import { property, steps } from '../helpers/explored.ts';

const SPACES = [
  { counters: 1, last: 1 },
  { counters: 3, last: 4 },
  { counters: 5, last: 3 },
  // More than 2^20 states on shortest paths, which are not compared as wholes.
  { counters: 3, last: 102 },
];

for (const parameters of SPACES) {
  const { counters: count, last } = parameters;
  test(`${count} counters to ${last} have the states, the transitions and the depth that they must have`, async (t) => {
    const report = await checkSystem(instantiate(counters, parameters), { model: 'counters', parameters });
    t.like(report.statistics, {
      states: (last + 1) ** count,
      transitions: count * last * (last + 1) ** (count - 1),
      depth: count * last,
    });
    const violated = property(report, 'some are left');
    t.is(violated.verdict, 'violated');
    // The fewest switches: each counts to its end, the first one first.
    const expected = Array.from({ length: count * last }, (_, i) => `counter[${Math.floor(i / last)}] count`);
    t.deepEqual(steps(violated), expected);
  });
}
