/** Runs the cells of models on one pool of threads and compares their verdicts with the expected ones. */
import { availableParallelism } from 'node:os';
import type { CellEnd } from '../cells/cell-end.ts';
import type { CellLimits } from '../cells/cell-task.ts';
import { compare } from '../cells/compare.ts';
import { LocalRunner } from '../cells/local-runner.ts';
import type { OutcomeCache } from '../cells/outcome-cache.ts';
import { doubtsOfModel, doubtsOfProperties } from '../check/doubt/doubts.ts';
import { overallVerdict, type Report } from '../check/report.ts';
import { expectedViolations } from '../language/expected.ts';
import type { Cell } from '../language/matrix.ts';
import { instantiate } from '../language/model.ts';
import { chooseParameters, parametersText } from '../language/parameter.ts';
import type { LoadedModel } from '../load/load-model.ts';
import type { PropertyKind } from '../model/property.ts';
import { type EvidenceView, evidenceViewOf } from '../report/evidence/evidence-view.ts';
import {
  type BrokenBy,
  type CellResult,
  type MatrixResult,
  type ModelResult,
  standingOf,
} from '../report/matrix-result.ts';
import type { FinishedCell } from '../report/reporter.ts';
import type { KernelView } from '../trace/kernel/kernel-trace.ts';
import { kernelViewOf } from '../trace/kernel/kernel-view.ts';
import { type Choice, chosenCells, isPart } from './chosen-cells.ts';

export interface MatrixOptions extends Choice {
  /** A vacuous property is unexpected, unless the model accepts it. */
  readonly strict?: boolean;
  /** The result of each cell includes its report, with traces. */
  readonly reports?: boolean;
  /** The time that one evaluation of a step or predicate may take; 10 s by default. */
  readonly stepSeconds?: number;
  /** The limits of each cell; `workers` is the number of cells that run at once. */
  readonly limits?: CellLimits;
  readonly signal?: AbortSignal;
  /** Unchanged cells come from it, and finished cells are kept in it. By default every cell runs. Cached reports have no traces. */
  readonly cache?: MatrixCache;
  /** Called as soon as a cell is judged; `done` is how many are judged by then. */
  readonly onCell?: (finished: FinishedCell, done: number) => void;
  /** Called as soon as the last cell of a model is judged or known not to run. */
  readonly onModel?: (model: ModelResult) => void;
}

export interface MatrixCache {
  readonly outcomes: OutcomeCache;
  /** No cell comes from the cache. */
  readonly fresh: boolean;
}

interface Job {
  readonly loaded: LoadedModel;
  readonly cell: Cell;
  /** In the order of declaration, from 0. */
  readonly position: number;
}

interface JudgedJob {
  readonly job: Job;
  readonly result: CellResult;
  /** Undefined for a cell that was not started. */
  readonly report: Report | undefined;
}

/**
 * Models of which no cell is chosen are not in the result. Rejects if no cell is chosen. A cell whose model is broken is such in the
 * result, and the others keep their verdicts.
 */
export async function runMatrix(models: readonly LoadedModel[], options: MatrixOptions = {}): Promise<MatrixResult> {
  const start = performance.now();
  const jobs = chosenCells(models, options).map((job, position): Job => ({ ...job, position }));
  const judged = await new MatrixRun(jobs, options).run();
  const { strict = false } = options;
  const results = judged.map(({ result }) => result);
  const unexpected = results.filter((cell) => standingOf(cell) === 'unexpected');
  const broken = results.filter((cell) => cell.broken !== undefined).length;
  const chosen = isPart(options) ? models.filter((loaded) => jobs.some((job) => job.loaded === loaded)) : models;
  const ofModels = chosen.map((loaded) =>
    modelResult(
      loaded,
      judged.filter(({ job }) => job.loaded === loaded),
      options,
    ),
  );
  const doubts = ofModels.reduce((sum, model) => sum + model.doubts.length, 0);
  return {
    models: ofModels,
    unexpected: unexpected.length + (strict ? doubts : 0),
    ...(broken > 0 && { broken }),
    doubts: doubts + results.reduce((sum, cell) => sum + cell.doubts.length, 0),
    strict,
    inconclusive: results.filter((cell) => standingOf(cell) === 'inconclusive').length,
    seconds: (performance.now() - start) / 1000,
  };
}

function modelResult({ name, model }: LoadedModel, judged: readonly JudgedJob[], options: MatrixOptions): ModelResult {
  const reports = judged.flatMap(({ job, report }) => (report === undefined ? [] : [{ cell: job.cell, report }]));
  return {
    model: name,
    title: model.title,
    cells: judged.map(({ result }) => result),
    doubts: isPart(options) ? [] : doubtsOfModel(model, reports),
  };
}

class MatrixRun {
  readonly #jobs: readonly Job[];
  readonly #options: MatrixOptions;
  readonly #judged = new Map<Job, JudgedJob>();
  #done = 0;

  constructor(jobs: readonly Job[], options: MatrixOptions) {
    this.#jobs = jobs;
    this.#options = options;
  }

  /** In the order of the jobs. */
  async run(): Promise<readonly JudgedJob[]> {
    const { limits = {}, signal } = this.#options;
    const missing = this.#jobs.filter((job) => !this.#isCached(job));
    const threads = Math.max(1, Math.min(limits.workers ?? availableParallelism(), missing.length));
    const { stepSeconds } = this.#options;
    const runner = LocalRunner.on<Job>(threads, { attempts: 1, ...(stepSeconds !== undefined && { stepSeconds }) });
    try {
      await runner.run([{ how: 'beside', cells: missing }], {
        bounds: {},
        limits: { ...limits, coverage: 'steps', digests: true },
        ...(signal !== undefined && { signal }),
        onEnd: (job, end) => this.#end(job, end),
      });
    } finally {
      await runner.close();
    }
    return this.#jobs.map((job) => this.#judged.get(job) as JudgedJob);
  }

  /** A cell from the cache ends at once. */
  #isCached(job: Job): boolean {
    const { cache } = this.#options;
    const cached = cache === undefined || cache.fresh ? undefined : cache.outcomes.find(job);
    if (cached === undefined) return false;
    const { outcome, day } = cached;
    this.#judge(job, { kind: 'outcome', outcome, byBudget: false, took: 0 }, `cache of ${day}`);
    return true;
  }

  #end(job: Job, end: CellEnd): void {
    if (end.kind === 'outcome' && 'report' in end.outcome) this.#options.cache?.outcomes.keep(job, end.outcome);
    this.#judge(job, end);
  }

  #judge(job: Job, end: CellEnd, origin?: string): void {
    const { loaded, position } = job;
    const { report, result } = judge(job, end, this.#options);
    const judged = { job, report, result: origin === undefined ? result : { ...result, origin } };
    this.#judged.set(job, judged);
    if (judged.result.stopped !== 'not started') {
      const finished = { model: loaded.name, cell: judged.result, position, cells: this.#jobs.length };
      this.#options.onCell?.(finished, ++this.#done);
    }
    this.#endModel(loaded);
  }

  #endModel(loaded: LoadedModel): void {
    const { onModel } = this.#options;
    if (onModel === undefined) return;
    const own = this.#jobs.filter((job) => job.loaded === loaded).map((job) => this.#judged.get(job));
    if (own.every((judged) => judged !== undefined)) onModel(modelResult(loaded, own, this.#options));
  }
}

function judge(job: Job, end: CellEnd, options: MatrixOptions): JudgedJob {
  const { strict = false, reports = false, properties } = options;
  const { cell } = job;
  const { model } = job.loaded;
  const expected = expectedViolations(model, cell).filter((id) => properties?.includes(id) ?? true);
  const parameters = chooseParameters(model.parameters, cell.parameters);
  const naming = {
    variant: cell.variant,
    scenario: cell.scenario,
    ...(cell.more && { more: true }),
    parameters: parametersText(model.parameters, parameters),
    expected,
  };
  if (end.kind !== 'outcome' || !('report' in end.outcome)) {
    return { job, result: { ...naming, ...UNKNOWN, ...withoutReport(end) }, report: undefined };
  }
  const { report, columns } = end.outcome;
  const { levels: _, ...shown } = report;
  const asked = properties === undefined ? shown : only(properties, shown);
  const compared = compare(asked, expected, properties === undefined ? cell.counts : undefined);
  const question = questionOf(asked);
  const doubts = doubtsOfProperties(model, parameters, asked.properties);
  const result = {
    ...naming,
    ...compared,
    doubts,
    ...(question !== undefined && { question }),
    ...(strict && { surprises: [...compared.surprises, ...doubts] }),
    ...(reports && { report: asked, columns, ...lazyViews(job) }),
  };
  return { job, result, report };
}

/** The system is built where a trace is shown, once for its cell. */
function lazyViews({ loaded, cell }: Job): Pick<CellResult, 'kernelView' | 'evidenceView'> {
  let views: { readonly kernel: KernelView; readonly evidence: EvidenceView } | undefined;
  const made = () => {
    if (views !== undefined) return views;
    const parameters = chooseParameters(loaded.model.parameters, cell.parameters);
    const system = instantiate(loaded.model, parameters, loaded.name);
    views = { kernel: kernelViewOf(system), evidence: evidenceViewOf(system) };
    return views;
  };
  return {
    kernelView: (trace, property) => made().kernel(trace, property),
    evidenceView: (trace, property, options) => made().evidence(trace, property, options),
  };
}

const UNKNOWN = { verdict: 'inconclusive', violated: [], surprises: [], doubts: [] } as const;

/** What is known of a cell that gave no report. */
function withoutReport(
  end: CellEnd,
): Pick<CellResult, 'stopped' | 'remarks'> | Pick<CellResult, 'broken' | 'surprises'> {
  if (end.kind === 'died') {
    if (end.stopped !== undefined) return { stopped: end.stopped, remarks: [`${end.because}.`] };
    return brokenBy({ code: 'E_STEP', message: `${end.because}.`, advice: {} });
  }
  if (end.kind === 'outcome' && 'error' in end.outcome) return brokenBy(end.outcome.error);
  return { stopped: 'not started' };
}

function brokenBy(error: BrokenBy): Pick<CellResult, 'broken' | 'surprises'> {
  return { broken: error, surprises: [`${error.code}: ${error.message}`] };
}

/** A report as if it were of these properties alone. */
function only(ids: readonly string[], report: Report): Report {
  const properties = report.properties.filter(({ id }) => ids.includes(id));
  return { ...report, properties, verdict: overallVerdict(properties, report.stopped) };
}

/** The id of the only claim, if that is a `reachable` property. Lists of outcomes and the implicit absence of deadlock are no claims. */
function questionOf({ properties }: Report): string | undefined {
  const claims = properties.filter(({ kind, informational }) => !informational && !UNCLAIMED.includes(kind));
  const [only, ...others] = claims;
  return only?.kind === 'reachable' && others.length === 0 ? only.id : undefined;
}
const UNCLAIMED: readonly PropertyKind[] = ['outcomes', 'deadlock'];
