/** What a worker is told of one cell, and what it does with it. The file is the worker's entry, too. */
import { checkSystem } from '../check/check.ts';
import type { Report } from '../check/report.ts';
import type { Progress, RunOptions } from '../check/run.ts';
import { UserError } from '../errors.ts';
import { instantiate } from '../language/model.ts';
import { chooseParameters } from '../language/parameter.ts';
import { loadModel } from '../load/load-model.ts';
import { type Loads, loadsSoFar, noteLoads } from '../load/loads.ts';
import type { Columns } from '../report/matrix-result.ts';
import { columnsOf } from '../trace/text.ts';
import { type CheckpointFate, type CheckpointPlace, withCheckpoint } from './cell-checkpoint.ts';

/** The limits of a run that can be sent to another thread. */
export type CellLimits = Omit<RunOptions, 'interrupted' | 'onProgress' | 'checkpoint'>;

export interface CellTask {
  /** MODEL, as `loadModel` takes it. */
  readonly model: string;
  /** Parameters as text. */
  readonly parameters: { readonly [name: string]: string };
  readonly limits: CellLimits;
  /** One 32-bit word, owned by the thread that runs the matrix: not 0 means stop. */
  readonly stop: SharedArrayBuffer;
  /** One 64-bit number, owned by the worker: how many states it has found so far. */
  readonly states?: SharedArrayBuffer;
  /** One 32-bit word, owned by the worker: not 0 once it has begun. */
  readonly begun?: SharedArrayBuffer;
  /** Nowhere if not said. */
  readonly checkpoint?: CheckpointPlace;
}

/** A user's error travels as data: a class does not survive the way between threads. */
export type CellOutcome =
  | {
      readonly report: Report;
      readonly columns: Columns;
      /** The modules that the run loaded. */
      readonly modules: Loads;
      /** Of the place that was given. */
      readonly checkpoint?: CheckpointFate;
    }
  /** It was told to stop before it began. */
  | { readonly notStarted: true }
  | { readonly error: Pick<UserError, 'code' | 'message' | 'advice'> };

// So that Piscina imports this file and does not require it: engine/thread.ts says why.
await Promise.resolve();

export default async function checkCell(task: CellTask): Promise<CellOutcome> {
  const stop = new Int32Array(task.stop);
  // Set once by the other thread, never cleared: it publishes nothing but itself.
  const interrupted = () => Atomics.load(stop, 0) !== 0;
  if (interrupted()) return { notStarted: true };
  if (task.begun !== undefined) Atomics.store(new Int32Array(task.begun), 0, 1);
  const found = new BigInt64Array(task.states ?? new ArrayBuffer(8));
  const onProgress = ({ states }: Progress) => Atomics.store(found, 0, BigInt(states));
  try {
    const { model, path } = await loadModel(task.model);
    const { result, modules } = await noteLoads(path, async () => {
      const parameters = chooseParameters(model.parameters, task.parameters);
      const system = instantiate(model, parameters, task.model);
      const cell = { model: model.name, parameters };
      const run = (checkpoint?: RunOptions['checkpoint']) =>
        checkSystem(system, cell, { ...task.limits, interrupted, onProgress, ...(checkpoint && { checkpoint }) });
      // What `build` requires is loaded by now.
      const checked =
        task.checkpoint === undefined
          ? { report: await run() }
          : await withCheckpoint(task.checkpoint, loadsSoFar(path), run);
      return { ...checked, columns: Object.fromEntries(columnsOf(system)) };
    });
    return { ...result, modules };
  } catch (error) {
    if (error instanceof UserError) {
      return { error: { code: error.code, message: error.message, advice: error.advice } };
    }
    throw error;
  }
}
