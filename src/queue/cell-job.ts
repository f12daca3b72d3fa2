/**
 * A cell as a job: everything that a worker must know to run it. Its id is a digest over everything that the result depends on, so that a
 * run that is resumed finds its own results and never those of other bytes or other limits.
 */
import * as v from 'valibot';
import type { CellBounds } from '../cells/cell-bounds.ts';
import type { CellLimits } from '../cells/cell-task.ts';
import { type RunnableCell, taskOf } from '../cells/runnable-cell.ts';
import type { LoadedModel } from '../load/load-model.ts';
import { digest } from '../load/loads.ts';

/** A cell that a queue can carry. */
export interface QueueableCell extends RunnableCell {
  /** The model and all its parameters. */
  readonly key: string;
  /** The model's name, or its path from the working directory. */
  readonly model: string;
  /** The parameters that differ from their defaults, as on a command line. */
  readonly parameters: string;
  readonly loaded: Pick<LoadedModel, 'name' | 'path' | 'hash'>;
}

const count = v.pipe(v.number(), v.minValue(0));

export const cellJobSchema = v.object({
  key: v.string(),
  /** A name, or a path from the worker's working directory. */
  model: v.string(),
  /** Over the bytes of the model's modules. */
  modelHash: v.string(),
  /** As text; those that are left out have the model's defaults. */
  parameters: v.record(v.string(), v.string()),
  /** For people: model and parameters as on a command line. */
  shown: v.string(),
  /** It gets all threads of a worker. */
  alone: v.boolean(),
  bounds: v.object({
    seconds: v.exactOptional(count),
    states: v.exactOptional(count),
    bytes: v.exactOptional(count),
  }),
  /** The limits of every cell of the run that no bound overrides. */
  limits: v.looseObject({}),
});
export type CellJob = v.InferOutput<typeof cellJobSchema>;

export interface JobOptions {
  readonly alone: boolean;
  readonly modelHash: string;
  readonly bounds: CellBounds;
  readonly limits: CellLimits;
}

export function cellJob(cell: QueueableCell, { alone, modelHash, bounds, limits }: JobOptions): CellJob {
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

export function shownCell({ model, parameters }: Pick<QueueableCell, 'model' | 'parameters'>): string {
  return `${model} ${parameters}`.trimEnd();
}

/** The same for the same job and checker on every machine. */
export function jobId(job: CellJob, engine: string): string {
  const { key, modelHash, parameters, bounds, limits } = job;
  return digest(JSON.stringify([key, modelHash, engine, sorted(parameters), sorted(bounds), sorted(limits)]));
}

function sorted(record: object): readonly unknown[] {
  return Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
