/** Walks through every shipped model: a path and its trace are the same walk, and the trace replays. */
import '../helpers/uncounted.ts';
import test from 'ava';
import fc from 'fast-check';
import { pathOf, positionAt } from '../../src/explore/walk.ts';
import { instantiate } from '../../src/language/model.ts';
import { chooseParameters } from '../../src/language/parameter.ts';
import { loadModel } from '../../src/load/load-model.ts';
import { shippedModels } from '../../src/load/shipped.ts';
import { replay } from '../../src/trace/replay.ts';

for (const { name } of shippedModels()) {
  test(`every walk through ${name} replays, and its steps are its path`, async (t) => {
    const { model } = await loadModel(name);
    const cells = model.matrix?.cells ?? [];
    let steps = 0;
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.nat(), { minLength: 20, maxLength: 40 }), (cell, choices) => {
        const chosen = cells[cell % Math.max(1, cells.length)]?.parameters ?? {};
        const system = instantiate(model, chooseParameters(model.parameters, chosen), name);
        let here = positionAt(system, { start: 0, steps: [] });
        for (const choice of choices) {
          const enabled = here.processes.flatMap((process) => process.enabled);
          if (enabled.length === 0) break;
          here = positionAt(system, { ...here.path, steps: [...here.path.steps, choice % enabled.length] });
        }
        t.is(here.misfit, undefined);
        t.deepEqual(pathOf(system, here.trace), here.path);
        t.is(replay(system, undefined, JSON.parse(JSON.stringify(here.trace))), undefined);
        const all = here.processes.flatMap(({ blocked }) => blocked);
        t.true(all.every(({ why }) => why.kind !== 'broken'));
        t.true(here.properties.every(({ note }) => !note?.startsWith('E_')));
        steps += here.path.steps.length;
      }),
      { numRuns: 5, seed: 21 },
    );
    t.true(steps > 20, `${steps}`);
  });
}
