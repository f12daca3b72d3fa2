/** A cell that never ends keeps nobody waiting for ever. */
import { join } from 'node:path';
import test from 'ava';
import { CellHung, CellPool } from '../../src/cells/cell-pool.ts';
import { folderWith } from '../helpers/files.ts';

const MODEL = `
import { defineModel, defineSystem, variant } from 'everywhen';
export default defineModel({
  name: 'endless', title: 'a step that may go on for ever', parameters: { variant: variant('ends', 'endless') },
  build: ({ variant }) =>
    defineSystem({ count: 0 }).process('p', {
      up: (s) => {
        while (variant === 'endless');
        return s.update('count', (count) => count + 1);
      },
    }),
});
`;

for (const [when, limits, isStopped] of [
  ['its time is over', { timeoutSeconds: 0.2 }, false],
  ['it was told to stop', {}, true],
] as const) {
  test(`a cell that goes on when ${when} has its thread ended, and the next one runs`, async (t) => {
    const model = join(folderWith(t, { 'endless.ts': MODEL }), 'endless.ts');
    const pool = new CellPool(1, { graceSeconds: 1 });
    const stop = new SharedArrayBuffer(4);
    try {
      const endless = pool.run({ model, parameters: { variant: 'endless' }, limits, stop });
      if (isStopped) setTimeout(() => Atomics.store(new Int32Array(stop), 0, 1), 1500);
      const error = await t.throwsAsync(endless, { instanceOf: CellHung });
      t.is(error.message, `${model} variant=endless did not end within 1 s of its time, and its thread was ended.`);
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
