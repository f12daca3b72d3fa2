/** A process: explores every shipped model as it is written and in its visible form, and prints what both find. */
import { checkSystem } from '../../src/check/check.ts';
import type { Report } from '../../src/check/report.ts';
import { type AnyModel, instantiate } from '../../src/language/model.ts';
import { defaultsOf } from '../../src/language/parameter.ts';
import { loadModel, loadVisible } from '../../src/load/load-model.ts';
import { shippedModels } from '../../src/load/shipped.ts';

interface Found {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly properties: Report['properties'];
}

export interface VisibleModel {
  readonly name: string;
  /** Why it has no visible form. */
  readonly hidden?: string;
  readonly written?: Found;
  readonly visible?: Found;
}

const STATES_MAX = 20_000;

async function found(name: string, model: AnyModel): Promise<Found> {
  const parameters = defaultsOf(model.parameters);
  const options = { workers: 1, statesMax: STATES_MAX };
  const report = await checkSystem(instantiate(model, parameters, name), { model: name, parameters }, options);
  const { states, transitions, depth } = report.statistics;
  return { states, transitions, depth, properties: report.properties };
}

const models: VisibleModel[] = [];
for (const { name } of shippedModels()) {
  const loaded = await loadModel(name);
  const form = await loadVisible(loaded);
  models.push(
    typeof form === 'string'
      ? { name, hidden: form }
      : { name, written: await found(name, loaded.model), visible: await found(name, form.model) },
  );
}
process.stdout.write(JSON.stringify(models));
