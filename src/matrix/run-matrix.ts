/** Runs the cells of models on one pool of threads and holds what they find against what was expected. */
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Piscina } from 'piscina';
import { UserError } from '../errors.ts';
import type { LoadedModel } from '../load/load-model.ts';
import { type Cell, expectedViolations } from '../model/expected.ts';
import { chooseParameters, parametersText, valueText } from '../model/parameter.ts';
import type { CellResult, MatrixResult } from '../report/matrix-result.ts';
import type { CellLimits, CellOutcome, CellTask } from './cell-task.ts';
import { compare } from './compare.ts';

export interface MatrixOptions {
  /** Also the cells that the models keep for `--all`. */
  readonly all?: boolean;
  /** Of each cell; its workers are cells that run at once. */
  readonly limits?: CellLimits;
  readonly signal?: AbortSignal;
  readonly onCell?: (done: number, cells: number) => void;
}

interface Job {
  readonly loaded: LoadedModel;
  readonly cell: Cell;
}

/** Rejects with the `UserError` of the first cell whose model is broken. */
export async function runMatrix(models: readonly LoadedModel[], options: MatrixOptions = {}): Promise<MatrixResult> {
  const start = performance.now();
  const jobs = models.flatMap((loaded) => cellsOf(loaded, options.all ?? false).map((cell): Job => ({ loaded, cell })));
  const results = await runJobs(jobs, options);
  const unexpected = results.filter(({ surprises }) => surprises.length > 0);
  const open = results.filter(({ verdict, stopped }) => verdict === 'inconclusive' || stopped !== undefined);
  return {
    models: models.map(({ name, model }) => ({
      model: name,
      title: model.title,
      cells: results.filter((_, i) => jobs[i]?.loaded.name === name),
    })),
    unexpected: unexpected.length,
    inconclusive: open.filter((cell) => !unexpected.includes(cell)).length,
    seconds: (performance.now() - start) / 1000,
  };
}

async function runJobs(jobs: readonly Job[], options: MatrixOptions): Promise<readonly CellResult[]> {
  const buffer = new SharedArrayBuffer(4);
  const stop = () => Atomics.store(new Int32Array(buffer), 0, 1);
  options.signal?.addEventListener('abort', stop);
  const pool = new Piscina<CellTask, CellOutcome>({
    filename: new URL(`./cell-task${extname(import.meta.url)}`, import.meta.url).href,
    maxThreads: Math.max(1, Math.min(options.limits?.workers ?? availableParallelism(), jobs.length)),
    minThreads: 1,
  });
  let done = 0;
  const run = async (job: Job): Promise<CellResult> => {
    const outcome = await pool.run({ ...taskOf(job, options), stop: buffer });
    if ('error' in outcome) {
      stop();
      throw new UserError(outcome.error.code, outcome.error.message, outcome.error.advice);
    }
    if ('report' in outcome) options.onCell?.(++done, jobs.length);
    return resultOf(job, outcome);
  };
  try {
    // All of them: a pool that is destroyed while a worker answers takes the process with it.
    const settled = await Promise.allSettled(jobs.map(run));
    return settled.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
  } finally {
    await pool.destroy();
  }
}

function taskOf({ loaded, cell }: Job, { limits = {} }: MatrixOptions): Omit<CellTask, 'stop'> {
  const parameters = Object.entries(cell.parameters).map(([name, value]) => [name, valueText(value)]);
  return { model: loaded.name, parameters: Object.fromEntries(parameters), limits: { ...limits, workers: 1 } };
}

function resultOf({ loaded: { model }, cell }: Job, outcome: Exclude<CellOutcome, { error: unknown }>): CellResult {
  const expected = expectedViolations(model, cell);
  const naming = {
    variant: cell.variant,
    scenario: cell.scenario,
    parameters: parametersText(model.parameters, chooseParameters(model.parameters, cell.parameters)),
    expected,
  };
  if ('report' in outcome) return { ...naming, ...compare(outcome.report, expected, cell.counts) };
  return { ...naming, verdict: 'inconclusive', violated: [], surprises: [], stopped: 'not started' };
}

function cellsOf({ model, name }: LoadedModel, all: boolean): readonly Cell[] {
  if (model.matrix === undefined) {
    throw new UserError('E_MODEL', `'${name}' has no matrix: it states no expected verdicts.`, {
      next: `everywhen check ${name}`,
    });
  }
  return model.matrix.cells.filter(({ more }) => all || !more);
}
