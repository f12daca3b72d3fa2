/** Runs the cells of models on one pool of threads and holds what they find against what was expected. */
import { availableParallelism } from 'node:os';
import { CellPool } from '../cells/cell-pool.ts';
import type { CellLimits, CellOutcome, CellTask } from '../cells/cell-task.ts';
import { doubtsOfModel, doubtsOfProperties } from '../check/doubt/doubts.ts';
import { UserError } from '../errors.ts';
import { expectedViolations, nightlyCells } from '../language/expected.ts';
import type { Cell } from '../language/matrix.ts';
import { chooseParameters, parametersText, valueText } from '../language/parameter.ts';
import type { LoadedModel } from '../load/load-model.ts';
import { type CellResult, type MatrixResult, standingOf } from '../report/matrix-result.ts';
import type { FinishedCell } from '../report/reporter.ts';
import { compare } from './compare.ts';

export interface MatrixOptions {
  /** Also the cells that the models keep for `--all`. */
  readonly all?: boolean;
  /** Only the larger sizes that the models keep for nights. */
  readonly nightly?: boolean;
  /** What is vacuous is unexpected, unless the model accepts it. */
  readonly strict?: boolean;
  /** Each cell gets its whole report, with traces. */
  readonly reports?: boolean;
  /** Of each cell; its workers are cells that run at once. */
  readonly limits?: CellLimits;
  readonly signal?: AbortSignal;
  /** As soon as a cell is judged, and how many are by then. */
  readonly onCell?: (finished: FinishedCell, done: number) => void;
}

interface Job {
  readonly loaded: LoadedModel;
  readonly cell: Cell;
}

/** Rejects with the `UserError` of the first cell whose model is broken. */
export async function runMatrix(models: readonly LoadedModel[], options: MatrixOptions = {}): Promise<MatrixResult> {
  const start = performance.now();
  const jobs = models.flatMap((loaded) => cellsOf(loaded, options).map((cell): Job => ({ loaded, cell })));
  const outcomes = await runJobs(jobs, options);
  const { strict = false } = options;
  const results = jobs.map((job, i) => resultOf(job, outcomes[i] as RunOutcome, options));
  const unexpected = results.filter((cell) => standingOf(cell) === 'unexpected');
  const doubtsOf = (loaded: LoadedModel) =>
    doubtsOfModel(
      loaded.model,
      jobs.flatMap((job, i) => {
        const outcome = outcomes[i] as RunOutcome;
        return job.loaded === loaded && 'report' in outcome ? [{ cell: job.cell, report: outcome.report }] : [];
      }),
    );
  const ofModels = models.map((loaded) => ({
    model: loaded.name,
    title: loaded.model.title,
    cells: results.filter((_, i) => jobs[i]?.loaded.name === loaded.name),
    doubts: doubtsOf(loaded),
  }));
  const doubts = ofModels.reduce((sum, model) => sum + model.doubts.length, 0);
  return {
    models: ofModels,
    unexpected: unexpected.length + (strict ? doubts : 0),
    doubts: doubts + results.reduce((sum, cell) => sum + cell.doubts.length, 0),
    strict,
    inconclusive: results.filter((cell) => standingOf(cell) === 'inconclusive').length,
    seconds: (performance.now() - start) / 1000,
  };
}

type RunOutcome = Exclude<CellOutcome, { error: unknown }>;

async function runJobs(jobs: readonly Job[], options: MatrixOptions): Promise<readonly RunOutcome[]> {
  const buffer = new SharedArrayBuffer(4);
  const stop = () => Atomics.store(new Int32Array(buffer), 0, 1);
  options.signal?.addEventListener('abort', stop);
  const pool = new CellPool(Math.max(1, Math.min(options.limits?.workers ?? availableParallelism(), jobs.length)));
  let done = 0;
  const run = async (job: Job, position: number): Promise<RunOutcome> => {
    const outcome = await pool.run({ ...taskOf(job, options), stop: buffer });
    if ('error' in outcome) {
      stop();
      throw new UserError(outcome.error.code, outcome.error.message, outcome.error.advice);
    }
    if ('report' in outcome) {
      const cell = resultOf(job, outcome, options);
      options.onCell?.({ model: job.loaded.name, cell, position, cells: jobs.length }, ++done);
    }
    return outcome;
  };
  try {
    // All of them: a pool that is destroyed while a worker answers takes the process with it.
    const settled = await Promise.allSettled(jobs.map(run));
    return settled.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
  } finally {
    await pool.close();
  }
}

function taskOf({ loaded, cell }: Job, { limits = {} }: MatrixOptions): Omit<CellTask, 'stop'> {
  const parameters = Object.entries(cell.parameters).map(([name, value]) => [name, valueText(value)]);
  return {
    model: loaded.name,
    parameters: Object.fromEntries(parameters),
    limits: { ...limits, workers: 1, coverage: 'steps' },
  };
}

function resultOf(
  { loaded: { model }, cell }: Job,
  outcome: RunOutcome,
  { strict = false, reports = false }: MatrixOptions,
): CellResult {
  const expected = expectedViolations(model, cell);
  const parameters = chooseParameters(model.parameters, cell.parameters);
  const naming = {
    variant: cell.variant,
    scenario: cell.scenario,
    ...(cell.more && { more: true }),
    parameters: parametersText(model.parameters, parameters),
    expected,
  };
  if ('report' in outcome) {
    const compared = compare(outcome.report, expected, cell.counts);
    const doubts = doubtsOfProperties(model, parameters, outcome.report.properties);
    return {
      ...naming,
      ...compared,
      doubts,
      ...(strict && { surprises: [...compared.surprises, ...doubts] }),
      ...(reports && { report: outcome.report, columns: outcome.columns }),
    };
  }
  return { ...naming, verdict: 'inconclusive', violated: [], surprises: [], doubts: [], stopped: 'not started' };
}

function cellsOf({ model, name }: LoadedModel, { all = false, nightly = false }: MatrixOptions): readonly Cell[] {
  if (model.matrix === undefined) {
    throw new UserError('E_MODEL', `'${name}' has no matrix: it states no expected verdicts.`, {
      next: `everywhen check ${name}`,
    });
  }
  if (nightly) return nightlyCells(model);
  return model.matrix.cells.filter(({ more }) => all || !more);
}
