/** Every cell that callback-irq states an expectation for, and the sizes that its README mentions. */
import test from 'ava';
import { check } from 'everywhen';
import model from '../../models/callback-irq/index.ts';
import { cellsAsExpected } from '../helpers/matrix.ts';

test.serial('all cells of callback-irq have their expected verdicts', async (t) => {
  const results = await cellsAsExpected(t, 'callback-irq', () => true);
  t.log(
    `${results.length} cells, ${results.reduce((sum, { statistics }) => sum + (statistics?.states ?? 0), 0).toLocaleString('en')} states`,
  );
  t.is(results.length, 12 * 9 * 20 + 2);
});

type Larger = NonNullable<Parameters<typeof check<typeof model.parameters>>[1]>;

// No assumption that is harmless in the smaller cells becomes harmful with two senders and four events.
for (const style of ['fasteoi', 'maskack'] as const) {
  for (const V0 of ['halt', 'never', 'tick'] as const) {
    for (const assumed of [{}, { IRQCTX: 1 }, { DROPLOCK: 1 }, { DROPLOCK: 1, RECHECK: 0 }] as const) {
      const larger: Larger = { style, V0, ...assumed, k: 2, n: 4 };
      test.serial(`the final code is clean with ${JSON.stringify(larger)}`, async (t) => {
        const { verdict, properties } = await check(model, larger);
        t.is(verdict, 'holds', properties.map(({ id, verdict: one }) => `${id} ${one}`).join());
      });
    }
  }
}

test.serial('larger sizes violate no further property', async (t) => {
  const larger: Larger = { k: 2, n: 4, V0: 'tick', REROUTES: 2, POLLS: 2, IRQCTX: 1, TMRLATE: 1 };
  const { properties, statistics } = await check(model, larger);
  const violated = properties.filter(({ verdict }) => verdict === 'violated').map(({ id }) => id);
  // R by polling, the others by the TMR that is late: C1 and K1 hold, and nothing storms.
  t.deepEqual(violated.toSorted(), ['DL', 'Q1', 'Q2', 'R']);
  t.true(statistics.states > 4_000_000);
});
