/** Runs the cells of models on one pool of threads and holds what they find against what was expected. */
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Piscina } from 'piscina';
import type { Report } from '../check/report.ts';
import { UserError } from '../errors.ts';
import type { LoadedModel } from '../load/load-model.ts';
import { type Cell, expectedViolations } from '../model/expected.ts';
import { chooseParameters, parametersText, valueText } from '../model/parameter.ts';
import type { CellResult, MatrixResult, ModelResult } from '../report/matrix-result.ts';
import type { CellOutcome, CellTask } from './cell-task.ts';

export interface MatrixOptions {
  /** Also the cells that the models keep for `--all`. */
  readonly all?: boolean;
  readonly workers?: number;
  readonly statesMax?: number;
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
  readonly onCell?: (done: number, cells: number) => void;
}

/** Rejects with the `UserError` of the first cell whose model is broken. */
export async function runMatrix(models: readonly LoadedModel[], options: MatrixOptions = {}): Promise<MatrixResult> {
  const jobs = models.map((loaded) => ({ loaded, cells: cellsOf(loaded, options.all ?? false) }));
  const cells = jobs.reduce((sum, job) => sum + job.cells.length, 0);
  const start = performance.now();
  const stop = new SharedArrayBuffer(4);
  options.signal?.addEventListener('abort', () => Atomics.store(new Int32Array(stop), 0, 1));

  const pool = new Piscina<CellTask, CellOutcome>({
    filename: new URL(`./cell-task${extname(import.meta.url)}`, import.meta.url).href,
    maxThreads: Math.max(1, Math.min(options.workers ?? availableParallelism(), cells)),
    minThreads: 1,
  });
  let done = 0;
  const judge = async ({ name, model }: LoadedModel, cell: Cell): Promise<CellResult> => {
    const parameters = Object.fromEntries(
      Object.entries(cell.parameters).map(([key, value]) => [key, valueText(value)]),
    );
    const naming = {
      variant: cell.variant,
      scenario: cell.scenario,
      parameters: parametersText(model.parameters, chooseParameters(model.parameters, cell.parameters)),
      expected: expectedViolations(model, cell),
    };
    if (options.signal?.aborted) {
      return { ...naming, verdict: 'inconclusive', violated: [], surprises: [], stopped: 'not started' };
    }
    const outcome = await pool.run({
      model: name,
      parameters,
      statesMax: options.statesMax,
      timeoutSeconds: options.timeoutSeconds,
      stop,
    });
    if ('error' in outcome) throw new UserError(outcome.error.code, outcome.error.message, outcome.error.advice);
    options.onCell?.(++done, cells);
    return { ...naming, ...compare(outcome.report, naming.expected, cell) };
  };

  try {
    const results: ModelResult[] = await Promise.all(
      jobs.map(async ({ loaded, cells: own }) => ({
        model: loaded.name,
        title: loaded.model.title,
        cells: await Promise.all(own.map((cell) => judge(loaded, cell))),
      })),
    );
    const all = results.flatMap((result) => result.cells);
    return {
      models: results,
      unexpected: all.filter(({ surprises }) => surprises.length > 0).length,
      inconclusive: all.filter(
        ({ surprises, verdict, stopped }) =>
          surprises.length === 0 && (verdict === 'inconclusive' || stopped !== undefined),
      ).length,
      seconds: (performance.now() - start) / 1000,
    };
  } finally {
    await pool.destroy();
  }
}

function cellsOf({ model, name }: LoadedModel, all: boolean): readonly Cell[] {
  if (model.matrix === undefined) {
    throw new UserError('E_MODEL', `'${name}' has no matrix: it states no expected verdicts.`, {
      next: `everywhen check ${name}`,
    });
  }
  return model.matrix.cells.filter(({ more }) => all || !more);
}

function compare(
  report: Report,
  expected: readonly string[],
  { counts }: Cell,
): Omit<CellResult, 'variant' | 'scenario' | 'parameters' | 'expected'> {
  const { properties, statistics, verdict, stopped } = report;
  const violated = properties.filter((property) => property.verdict === 'violated').map(({ id }) => id);
  violated.sort(new Intl.Collator('en', { numeric: true }).compare);
  const known = new Set(properties.map(({ id }) => id));
  const surprises = [
    ...violated.filter((id) => !expected.includes(id)).map((id) => `${id} is violated and was expected to hold.`),
    ...properties
      .filter(({ id, verdict: found }) => expected.includes(id) && found === 'holds')
      .map(({ id }) => `${id} holds and was expected to be violated.`),
    ...expected
      .filter((id) => !known.has(id))
      .map((id) => `${id} was expected to be violated and is not a property of this cell.`),
  ];
  const counted = {
    states: statistics.states,
    transitions: statistics.transitions,
    levels: statistics.depth + 1,
    final: statistics.finalStates,
  };
  if (counts !== undefined && stopped === undefined) {
    for (const [name, published] of Object.entries(counts)) {
      const found = counted[name as keyof typeof counted];
      if (found !== published) {
        surprises.push(
          `${found.toLocaleString('en')} ${name} were found where ${published.toLocaleString('en')} are published.`,
        );
      }
    }
  }
  return { verdict, violated, surprises, statistics, ...(stopped !== undefined && { stopped }) };
}
