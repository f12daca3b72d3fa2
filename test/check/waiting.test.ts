import test from 'ava';
import { check } from 'everywhen';
import lookThenSleep from '../cases/green/look-then-sleep.ts';
import { property, steps } from '../helpers/explored.ts';

test('a step that waits with `when` looks for ever; a look of its own before the sleep loses the wakeup', async (t) => {
  for (const run of [{ workers: 1 }, { workers: 2 }, { engine: 'reference' as const }]) {
    t.is((await check(lookThenSleep, { style: 'when' }, run)).verdict, 'holds');
    const report = await check(lookThenSleep, { style: 'two steps' }, run);
    t.is(report.verdict, 'violated');
    t.deepEqual(steps(property(report, 'deadlock')), ['waiter look', 'owner done']);
  }
});
