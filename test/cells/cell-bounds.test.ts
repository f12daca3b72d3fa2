import test from 'ava';
import { boundedLimits } from '../../src/cells/cell-bounds.ts';

const SHARE = { threads: 2, atOnce: 3 };
const UNLIMITED = Number.POSITIVE_INFINITY;

test('without a budget and bounds a cell has the limits that it was given', (t) => {
  t.deepEqual(boundedLimits({ auditOneIn: 7, timeoutSeconds: 5 }, {}, UNLIMITED, SHARE), {
    limits: { auditOneIn: 7, timeoutSeconds: 5, workers: 2 },
    byBudget: false,
  });
});

for (const [what, left, seconds, timeoutSeconds, byBudget] of [
  ['without a budget, the bound of the cell', UNLIMITED, 3, 3, false],
  ['the time left of the budget, if that is shorter than the bound of the cell', 2, 3, 2, true],
  ['the bound of the cell, if more of the budget is left', 4, 3, 3, false],
  ['without a bound, the time left of the budget', 2, undefined, 2, true],
  ['the time left of the budget, if both are equal', 3, 3, 3, true],
] as const) {
  test(`the limit on time is: ${what}`, (t) => {
    const bounded = boundedLimits({}, seconds === undefined ? {} : { seconds }, left, SHARE);
    t.like(bounded, { limits: { timeoutSeconds }, byBudget });
  });
}

test('with less than 50 ms left a cell is not started, however short its own bound', (t) => {
  t.is(boundedLimits({}, {}, 0.049, SHARE), undefined);
  t.is(boundedLimits({}, { seconds: 0.01 }, 0.049, SHARE), undefined);
  t.like(boundedLimits({}, { seconds: 0.01 }, UNLIMITED, SHARE), { limits: { timeoutSeconds: 0.01 } });
  t.like(boundedLimits({}, {}, 0.05, SHARE), { limits: { timeoutSeconds: 0.05 } });
});

test('the bound on memory is for each cell that runs at once, above what the process has', (t) => {
  const bytesMax = boundedLimits({}, { bytes: 1e9 }, UNLIMITED, SHARE)?.limits.bytesMax ?? 0;
  t.true(bytesMax > 3e9 && bytesMax < 3e9 + 2 * process.memoryUsage.rss(), String(bytesMax));
});
