/** Every cell that avic-ipi states an expectation for, and the sizes whose measurements its README shows. */
import test from 'ava';
import { check } from 'everywhen';
import model from '../../models/avic-ipi/index.ts';
import { cellsAsExpected } from '../helpers/matrix.ts';

test.serial('all cells of avic-ipi have their expected verdicts', async (t) => {
  const results = await cellsAsExpected(t, 'avic-ipi', () => true);
  t.is(results.length, 20 * (6 + 2 * 19));
});

// Receivers are alike and independent: properties that hold for one should hold for several.
for (const [sizes, states] of [
  [{ sends: 2 }, 45_911],
  [{ cpus: 2, preempts: 2 }, 93_819],
  [{ senders: 2 }, 246_173],
  [{ receivers: 2, preempts: 0 }, 597_040],
  [{ sends: 2, inhibits: 1 }, 813_819],
  [{ senders: 2, sends: 2 }, 1_413_881],
  [{ cpus: 2, inhibits: 1 }, 949_958],
  [{ receivers: 2 }, 2_385_439],
  [{ receivers: 3, timer: 0, preempts: 0 }, 2_732_678],
] as const) {
  test.serial(`FINAL holds with ${JSON.stringify(sizes)}, ${states} states`, async (t) => {
    const report = await check(model, sizes);
    t.is(report.verdict, 'holds');
    t.is(report.statistics.states, states);
  });
}
