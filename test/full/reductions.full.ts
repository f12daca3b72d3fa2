/**
 * Reductions on shipped cells: verdicts, traces and notes are those of a run that stores every state. Properties of infinite runs, outcomes,
 * claims about every state that is not quiescent, and rules of lock order allow no reduction, so they are left out of both.
 */
import test from 'ava';
import { checkSystem } from '../../src/check/check.ts';
import type { Report } from '../../src/check/report.ts';
import type { Reduce } from '../../src/check/way.ts';
import { UserError } from '../../src/errors.ts';
import { instantiate } from '../../src/language/model.ts';
import { chooseParameters } from '../../src/language/parameter.ts';
import { loadModel } from '../../src/load/load-model.ts';
import { shippedModels } from '../../src/load/shipped.ts';
import { judgedIn } from '../../src/model/property-kinds.ts';
import type { System } from '../../src/model/system.ts';

const STATES_MAX = 30_000;
/** Of a model with more cells, these many, evenly. */
const CELLS_MAX = 120;
const REDUCTIONS: readonly Reduce[] = ['symmetry', 'partial-order', ['symmetry', 'partial-order']];

for (const { name } of shippedModels()) {
  test.serial(`reductions change no verdict and no trace in the cells of ${name}`, async (t) => {
    t.timeout(3_600_000);
    const { model } = await loadModel(name);
    const small = (model.matrix?.cells ?? []).filter(({ counts }) => (counts?.states ?? 0) <= STATES_MAX);
    const every = Math.max(1, Math.floor(small.length / CELLS_MAX));
    const reduced = new Map<string, number>();
    let compared = 0;
    for (const cell of small.filter((_, i) => i % every === 0)) {
      const report = (reduce: Reduce) =>
        reportOf(instantiate(model, chooseParameters(model.parameters, cell.parameters)), reduce);
      // Without the rules of lock order, a lock that another process releases is an error of the model.
      const all = await report('none').catch((error) => {
        if (error instanceof UserError && error.code === 'E_STEP') return undefined;
        throw error;
      });
      if (all === undefined || all.stopped !== undefined) continue;
      compared++;
      for (const reduce of REDUCTIONS) {
        const fewer = await report(reduce);
        t.deepEqual(fewer.properties, all.properties, `${cell.variant} ${cell.scenario} ${reduce}`);
        t.deepEqual(fewer.neverEnabled, all.neverEnabled, `${cell.variant} ${cell.scenario} ${reduce}`);
        const { by = [], stored } = fewer.statistics.reduced ?? {};
        const isFewer = (stored?.states ?? all.statistics.states) < all.statistics.states;
        const what = `${by.join(' and ') || 'nothing'}${isFewer ? ', fewer states' : ''}`;
        reduced.set(what, (reduced.get(what) ?? 0) + 1);
      }
    }
    t.log(`${compared} cells; reduced by ${[...reduced].map(([what, n]) => `${what}: ${n}`).join('; ')}`);
    t.true(compared > 0);
  });
}

async function reportOf(system: System, reduce: Reduce): Promise<Report> {
  const allowed = system.properties.filter(
    (property) =>
      !['infinite runs', 'non-terminal states'].includes(judgedIn(property)) &&
      !['outcomes', 'lock order'].includes(property.kind),
  );
  const less: System = { ...system, properties: allowed, lockRules: new Set() };
  return await checkSystem(less, { model: 'test', parameters: {} }, { reduce, workers: 1, statesMax: 2 * STATES_MAX });
}
