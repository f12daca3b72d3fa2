/** How a cell ends whose model does what no model should, for all that run cells: matrices, nights, and the workers of a queue. */
import { fileURLToPath } from 'node:url';
import test from 'ava';
import type { CellLimits } from '../../src/cells/cell-task.ts';
import { CellThreads } from '../../src/cells/cell-threads.ts';
import { SharedFlag } from '../../src/cells/shared-flag.ts';
import type { DeedName } from '../fixtures/hostile/deeds.ts';

const model = fileURLToPath(new URL('../fixtures/hostile/deeds.ts', import.meta.url));

test('a cell that never ends is broken, or ends without a verdict, and its threads run the next cell', async (t) => {
  const threads = new CellThreads(1, { stepSeconds: 2 });
  const run = (variant: DeedName, limits: CellLimits = {}) =>
    threads.run({
      task: { model, parameters: { variant } },
      limits,
      bounds: {},
      share: { threads: 1, atOnce: 1 },
      secondsLeft: () => Number.POSITIVE_INFINITY,
      stop: new SharedFlag(),
    });
  const where = (variant: DeedName) => `step 'act' of process 'p' (${model} variant=${variant})`;
  try {
    t.like(await run('loop'), {
      kind: 'outcome',
      outcome: { error: { code: 'E_STEP', message: `${where('loop')} has not finished within 2.0 s.` } },
    });
    t.like(await run('loop in build'), {
      kind: 'outcome',
      outcome: {
        error: { code: 'E_MODEL', message: `building ${model} variant=loop in build has not finished within 2.0 s.` },
      },
    });
    t.like(await run('exit'), {
      kind: 'outcome',
      outcome: { error: { code: 'E_STEP', message: `${where('exit')}: calls process.exit.` } },
    });
    t.like(await run('nothing'), { kind: 'outcome', outcome: { report: { verdict: 'holds' } } });
  } finally {
    await threads.close();
  }
  const patient = new CellThreads(1, { stepSeconds: 60 });
  try {
    const task = { task: { model, parameters: { variant: 'loop' } }, limits: {}, share: { threads: 1, atOnce: 1 } };
    const end = await patient.run({
      ...task,
      bounds: { seconds: 0.5 },
      secondsLeft: () => Number.POSITIVE_INFINITY,
      stop: new SharedFlag(),
    });
    t.like(end, { kind: 'died', stopped: 'timeout' });
    t.regex(end.kind === 'died' ? end.because : '', /^its time was over while evaluating step 'act' of process 'p'/);
  } finally {
    await patient.close();
  }
});
