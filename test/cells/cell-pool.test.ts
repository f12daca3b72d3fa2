/** A cell that never ends does not block the pool. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import test from 'ava';
import { CellOverdue, CellPool } from '../../src/cells/cell-pool.ts';
import { SharedFlag } from '../../src/cells/shared-flag.ts';
import { folderWith } from '../helpers/files.ts';

/** Its endless step leaves a file, so that a test can wait until the step runs. */
const MODEL = `
import { writeFileSync } from 'node:fs';
import { defineModel, defineSystem, variant } from 'everywhen';
export default defineModel({
  name: 'endless', title: 'a step that may go on for ever', parameters: { variant: variant('ends', 'endless') },
  build: ({ variant }) =>
    defineSystem({ count: 0 }).process('p', {
      up: (s) => {
        if (variant === 'endless') writeFileSync(new URL('./runs', import.meta.url), '');
        while (variant === 'endless');
        return s.update('count', (count) => count + 1);
      },
    }),
});
`;

for (const [when, by, limits, isStopped, stepSeconds] of [
  ['its time is over', 'timeout', { timeoutSeconds: 0.2 }, false, 60],
  ['it was told to stop', 'interrupted', {}, true, 60],
  ['one of its steps has had its time', 'step timeout', {}, false, 3],
] as const) {
  test(`a cell that does not stop when ${when} has its thread ended, and the next one runs`, async (t) => {
    const folder = folderWith(t, { 'endless.ts': MODEL });
    const model = join(folder, 'endless.ts');
    const pool = new CellPool(1, { stepSeconds });
    const stop = new SharedFlag();
    try {
      const endless = pool.run({ model, parameters: { variant: 'endless' }, limits, stop: stop.buffer });
      if (isStopped) {
        while (!existsSync(join(folder, 'runs'))) await delay(20);
        stop.raise();
      }
      const error = await t.throwsAsync(endless, { instanceOf: CellOverdue });
      t.like(error.overdue, { by, name: `step 'up' of process 'p' (${model} variant=endless)` });
      const ends = await pool.run({
        model,
        parameters: { variant: 'ends' },
        limits: {},
        stop: new SharedArrayBuffer(4),
      });
      t.like(ends, { report: { statistics: { states: 2 } } });
    } finally {
      await pool.close();
    }
  });
}
