/**
 * A cell as a job: all that a machine has to know to run it. Its id is a digest over everything that the result depends on, so that a
 * run which is taken up again finds its own results and never those of other bytes or other limits.
 */
import * as v from 'valibot';
import type { CellLimits } from '../cells/cell-task.ts';
import { digest } from '../load/loads.ts';
import { taskOf } from '../nightly/local-cells.ts';
import type { PlannedCell } from '../nightly/plan.ts';
import type { CellBounds } from '../nightly/run-cells.ts';

const count = v.pipe(v.number(), v.minValue(0));

export const cellJobSchema = v.object({
  key: v.string(),
  /** As a machine loads it: a name, or a path from its working directory. */
  model: v.string(),
  /** Of the model's modules, for whoever takes it. */
  modelHash: v.string(),
  /** As text, all that are not the model's defaults. */
  parameters: v.record(v.string(), v.string()),
  /** For people: model and parameters as on a command line. */
  shown: v.string(),
  /** It is worth all threads of a machine. */
  alone: v.boolean(),
  bounds: v.object({
    seconds: v.exactOptional(count),
    states: v.exactOptional(count),
    bytes: v.exactOptional(count),
  }),
  /** What every cell of the run is run with besides. */
  limits: v.looseObject({}),
});
export type CellJob = v.InferOutput<typeof cellJobSchema>;

export interface JobOptions {
  readonly alone: boolean;
  readonly modelHash: string;
  readonly bounds: CellBounds;
  readonly limits: CellLimits;
}

export function cellJob(cell: PlannedCell, { alone, modelHash, bounds, limits }: JobOptions): CellJob {
  return {
    key: cell.key,
    model: cell.model,
    modelHash,
    parameters: { ...taskOf(cell).parameters },
    shown: shownCell(cell),
    alone,
    bounds: { ...bounds },
    limits: { ...limits },
  };
}

export function shownCell({ model, parameters }: Pick<PlannedCell, 'model' | 'parameters'>): string {
  return `${model} ${parameters}`.trimEnd();
}

/** The same for the same job and checker, on every machine. */
export function jobId(job: CellJob, engine: string): string {
  const { key, modelHash, parameters, bounds, limits } = job;
  return digest(JSON.stringify([key, modelHash, engine, sorted(parameters), sorted(bounds), sorted(limits)]));
}

function sorted(record: object): readonly unknown[] {
  return Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
