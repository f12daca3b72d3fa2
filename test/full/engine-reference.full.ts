/** The engine against the reference on every small shipped cell and on some large ones: everything but the time must be equal. */
import test from 'ava';
import { Piscina } from 'piscina';
import type { CellLimits, CellOutcome, CellTask } from '../../src/cells/cell-task.ts';
import type { PropertyReport, Report } from '../../src/check/report.ts';
import { expectedViolations } from '../../src/language/expected.ts';
import type { Cell } from '../../src/language/matrix.ts';
import { valueText } from '../../src/language/parameter.ts';
import { loadModel } from '../../src/load/load-model.ts';
import { shippedModels } from '../../src/load/shipped.ts';

/** The reference explores some 20,000 states in a second: 215 million would take it three hours. */
const SMALL_STATES = 3000;
/** Of the larger cells of a model one in so many is compared, as they stand in the matrix. */
const LARGER_ONE_IN = 24;
/** The reference keeps states on the heap. A million with a lasso to judge are too slow for it. */
const TOO_LARGE_STATES = 400_000;

const pool = new Piscina<CellTask, CellOutcome>({
  filename: new URL('../../src/cells/cell-task.ts', import.meta.url).href,
  maxThreads: 2,
});
test.after.always(() => pool.destroy());

for (const { name } of shippedModels()) {
  test.serial(`engine and reference agree on the cells of ${name}`, async (t) => {
    const { model } = await loadModel(name);
    let compared = 0;
    let states = 0;
    await Promise.all(
      (model.matrix?.cells ?? []).map(async (cell, i) => {
        if ((cell.counts?.states ?? 0) > TOO_LARGE_STATES) return;
        const engine = await reportOf(name, cell, { engine: 'kernel', workers: 1 });
        const isCompared = engine.statistics.states <= SMALL_STATES || i % LARGER_ONE_IN === 0;
        if (!isCompared || engine.statistics.states > TOO_LARGE_STATES) return;
        const reference = await reportOf(name, cell, { engine: 'reference' });
        compared++;
        const where = `${name} ${cell.variant} ${cell.scenario}`;
        t.is(reference.stopped, undefined, where);
        t.deepEqual(meaning(engine), meaning(reference), where);
        // Shows that the comparison is not empty.
        t.is(violations(engine.properties) > 0, [...expectedViolations(model, cell)].length > 0, where);
        states += engine.statistics.states;
      }),
    );
    t.log(`${compared} of ${model.matrix?.cells.length} cells, ${states.toLocaleString('en')} states`);
    t.true(compared > 0 && states > 0);
  });
}

async function reportOf(model: string, cell: Cell, limits: CellLimits): Promise<Report> {
  const parameters = Object.fromEntries(Object.entries(cell.parameters).map(([key, value]) => [key, valueText(value)]));
  const outcome = await pool.run({ model, parameters, limits, stop: new SharedArrayBuffer(4) });
  if (!('report' in outcome)) throw new Error(JSON.stringify(outcome));
  return outcome.report;
}

function meaning({ verdict, properties, statistics }: Report) {
  const { states, transitions, depth, levelsFinished, quiescentStates, finalStates } = statistics;
  return { verdict, properties, states, transitions, depth, levelsFinished, quiescentStates, finalStates };
}

function violations(properties: readonly PropertyReport[]): number {
  return properties.filter(({ verdict, informational }) => verdict === 'violated' && !informational).length;
}
