/** The task of checking one cell, and the thread that does it: this file is the entry of that thread, too. */
import { isMainThread } from 'node:worker_threads';
import { byParts } from '../check/by-parts.ts';
import { checkSystem } from '../check/check.ts';
import type { Report } from '../check/report.ts';
import type { Progress, RunOptions } from '../check/run.ts';
import { WORKERS_MAX } from '../engine/exploring/workers.ts';
import { UserError } from '../errors.ts';
import { instantiate } from '../language/model.ts';
import { chooseParameters } from '../language/parameter.ts';
import { loadModel, loadVisible } from '../load/load-model.ts';
import { type Loads, loadsSoFar, noteLoads } from '../load/loads.ts';
import { printOnStderr, refuseEndings, strayError } from '../load/stray.ts';
import type { Columns } from '../report/matrix-result.ts';
import { Beacon, publishDeadline, publishOn } from '../semantics/beacon.ts';
import { columnsOf } from '../trace/text.ts';
import { type CheckpointFate, type CheckpointPlace, withCheckpoint } from './cell-checkpoint.ts';
import { SharedFlag } from './shared-flag.ts';

/** The limits of a run that can be sent to another thread. */
export type CellLimits = Omit<RunOptions, 'interrupted' | 'onProgress' | 'checkpoint'>;

export interface CellTask {
  /** MODEL, as `loadModel` takes it. */
  readonly model: string;
  /** Parameters as text. */
  readonly parameters: { readonly [name: string]: string };
  readonly limits: CellLimits;
  /** The buffer of a `SharedFlag`, raised by the thread that runs the pool: the cell is to stop. */
  readonly stop: SharedArrayBuffer;
  /** One 64-bit number, written by the thread that runs the cell: how many states it has found so far. */
  readonly states?: SharedArrayBuffer;
  /** The buffer of a `SharedFlag`, raised by the thread that runs the cell once it has begun. */
  readonly begun?: SharedArrayBuffer;
  /** The buffer of a `Beacon`: the thread that runs the pool watches the evaluations of this one. */
  readonly beacon?: SharedArrayBuffer;
  /** By default no checkpoint is kept. */
  readonly checkpoint?: CheckpointPlace;
}

/** A user's error travels as data: between threads an object loses its class. */
export type CellOutcome =
  | {
      readonly report: Report;
      readonly columns: Columns;
      /** The modules that the run loaded. */
      readonly modules: Loads;
      /** What became of the checkpoint, where a place for it was given. */
      readonly checkpoint?: CheckpointFate;
    }
  /** It was told to stop before it began. */
  | { readonly notStarted: true }
  | { readonly error: Pick<UserError, 'code' | 'message' | 'advice'> };

/** Thrown outside any step while this thread ran a cell: its verdict would be that of a model which failed. */
let stray: UserError | undefined;
if (!isMainThread) {
  refuseEndings();
  printOnStderr();
  process.on('uncaughtException', (error) => {
    stray ??= strayError(error);
  });
}

// So that Piscina imports this file and does not require it: engine/thread.ts says why.
await Promise.resolve();

export default async function checkCell(task: CellTask): Promise<CellOutcome> {
  const stop = new SharedFlag(task.stop);
  if (stop.isRaised) return { notStarted: true };
  if (task.begun !== undefined) new SharedFlag(task.begun).raise();
  publishOn(task.beacon && new Beacon(task.beacon));
  if (task.limits.timeoutSeconds !== undefined) publishDeadline(task.limits.timeoutSeconds);
  const interrupted = () => stop.isRaised;
  const found = new BigInt64Array(task.states ?? new ArrayBuffer(8));
  const onProgress = ({ states }: Progress) => Atomics.store(found, 0, BigInt(states));
  stray = undefined;
  try {
    const loaded = await loadModel(task.model);
    const { model, path } = loaded;
    const { result, modules } = await noteLoads(path, async () => {
      const parameters = chooseParameters(model.parameters, task.parameters);
      const system = instantiate(model, parameters, task.model);
      const cell = { model: model.name, parameters };
      const visible = async () => {
        const form = await loadVisible(loaded);
        return typeof form === 'string' ? form : instantiate(form.model, parameters, task.model);
      };
      const run = async (checkpoint?: RunOptions['checkpoint']) => {
        const options = { ...limitsOf(task), interrupted, onProgress, ...(checkpoint && { checkpoint }) };
        const judge = async (chosen: RunOptions, form = system) => ({ report: await checkSystem(form, cell, chosen) });
        return (await byParts(options, visible, judge)).report;
      };
      // By now the modules that `build` requires are loaded, so the checkpoint can be tied to them.
      const checked =
        task.checkpoint === undefined
          ? { report: await run() }
          : await withCheckpoint(task.checkpoint, loadsSoFar(path), run);
      return { ...checked, columns: Object.fromEntries(columnsOf(system)) };
    });
    if (stray !== undefined) throw stray;
    return { ...result, modules };
  } catch (error) {
    if (error instanceof UserError) {
      return { error: { code: error.code, message: error.message, advice: error.advice } };
    }
    throw error;
  }
}

/** A machine may have more threads for a cell than one exploration can use. */
function limitsOf({ limits }: CellTask): CellLimits {
  const { workers } = limits;
  return workers === undefined ? limits : { ...limits, workers: Math.min(workers, WORKERS_MAX) };
}
