/** The engine against the reference on every shipped cell that the reference can finish: everything but the time must be equal. */
import test from 'ava';
import { Piscina } from 'piscina';
import type { CellLimits, CellOutcome, CellTask } from '../../src/cells/cell-task.ts';
import type { PropertyReport, Report } from '../../src/check/report.ts';
import { expectedViolations } from '../../src/language/expected.ts';
import type { Cell } from '../../src/language/matrix.ts';
import { valueText } from '../../src/language/parameter.ts';
import { loadModel } from '../../src/load/load-model.ts';
import { shippedModels } from '../../src/load/shipped.ts';

/** The reference keeps states on the heap: some three million of them. A million with a lasso to judge are too slow for it. */
const TOO_LARGE = new Set(['managers=9', 'managers=10', '3,2,2,2,2', 'S14 affinity=unbounded']);

/** Of a matrix with tens of millions of states the reference explores every variant of the base and of the smallest deviation. */
const ONLY: { readonly [model: string]: RegExp | undefined } = { 'callback-irq': /^(\w+ \w+( n=1)?|k2-\w+)$/ };

const pool = new Piscina<CellTask, CellOutcome>({
  filename: new URL('../../src/cells/cell-task.ts', import.meta.url).href,
  maxThreads: 2,
});
test.after.always(() => pool.destroy());

for (const { name } of shippedModels()) {
  test.serial(`engine and reference agree on every cell of ${name}`, async (t) => {
    const { model } = await loadModel(name);
    const cells = (model.matrix?.cells ?? []).filter(
      ({ scenario }) => !TOO_LARGE.has(scenario) && (ONLY[name]?.test(scenario) ?? true),
    );
    let states = 0;
    await Promise.all(
      cells.map(async (cell) => {
        const [engine, reference] = await Promise.all([
          reportOf(name, cell, { engine: 'kernel', workers: 1 }),
          reportOf(name, cell, { engine: 'reference' }),
        ]);
        const where = `${name} ${cell.variant} ${cell.scenario}`;
        t.is(reference.stopped, undefined, where);
        t.deepEqual(meaning(engine), meaning(reference), where);
        // Shows that the comparison is not empty.
        t.is(violations(engine.properties) > 0, [...expectedViolations(model, cell)].length > 0, where);
        states += engine.statistics.states;
      }),
    );
    t.log(`${cells.length} cells, ${states.toLocaleString('en')} states`);
    t.true(cells.length > 0 && states > 0);
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
