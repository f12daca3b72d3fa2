/** How many workers an exploration may have. */
import test from 'ava';
import model from '../../models/classics/peterson.ts';
import checkCell from '../../src/cells/cell-task.ts';
import { check } from '../../src/check/check.ts';
import { WORKERS_MAX } from '../../src/engine/exploring/workers.ts';
import { LANES_MAX } from '../../src/engine/kernel/memory-map.ts';

test('a check with more workers than can run at once is refused, and one with as many is not', async (t) => {
  // This thread visits, too: its scratch memory is one of the regions, and each other worker leases another.
  t.is(WORKERS_MAX, 1 + (LANES_MAX - 1));
  const refused = await t.throwsAsync(check(model, {}, { workers: WORKERS_MAX + 1 }));
  t.like(refused, { code: 'E_USAGE', message: `an exploration runs on 1 to ${WORKERS_MAX} workers, and not on 33.` });
  for (const workers of [0, -1, 1.5, Number.NaN]) {
    t.like(await t.throwsAsync(check(model, {}, { workers })), { code: 'E_USAGE' });
  }
  t.is((await check(model, {}, { workers: WORKERS_MAX })).statistics.workers, WORKERS_MAX);
});

test('a cell that is given more threads than it can use takes those that it can use', async (t) => {
  const stop = new SharedArrayBuffer(4);
  const outcome = await checkCell({ model: 'peterson', parameters: {}, limits: { workers: 64 }, stop });
  t.true('report' in outcome);
  if ('report' in outcome) t.is(outcome.report.statistics.workers, WORKERS_MAX);
});
