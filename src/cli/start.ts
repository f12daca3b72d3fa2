/** `everywhen start [MODEL ...]`: a trace at once, then the matrix, a table as soon as its cells are finished. */
import { relative } from 'node:path';
import { cacheFolder, OutcomeCache } from '../cells/outcome-cache.ts';
import { checkSystem } from '../check/check.ts';
import type { Report } from '../check/report.ts';
import { instantiate } from '../language/model.ts';
import { chooseParameters } from '../language/parameter.ts';
import { loadModel, loadModels } from '../load/load-model.ts';
import { shippedModels } from '../load/shipped.ts';
import { runMatrix } from '../matrix/run-matrix.ts';
import { matrixSummary, modelReport } from '../report/list/matrix-list.ts';
import type { CellResult, MatrixResult, ModelResult } from '../report/matrix-result.ts';
import { propertyTrace } from '../report/property-trace.ts';
import { wasInterrupted } from '../report/stopped.ts';
import { counted } from '../trace/counted.ts';
import { paragraph } from '../trace/table.ts';
import { type ColumnsByProcess, columnsOf } from '../trace/text.ts';
import { onInterrupt } from './interrupt.ts';
import { matrixExitCode, sayBroken } from './matrix.ts';
import { CRASH, NEXT_COMMANDS } from './next-commands.ts';
import { print } from './print.ts';
import { ProgressLine } from './progress.ts';

export interface StartFlags {
  readonly fresh?: boolean;
  readonly workers?: number;
}

export async function start(names: readonly string[], { fresh = false, workers }: StartFlags): Promise<number> {
  const signal = onInterrupt();
  const crash = await crashReport();
  print(() => crashLines(crash));

  const wanted = names.length > 0 ? names : crashFirst(shippedModels().map(({ name }) => name));
  const models = await loadModels(wanted);
  const outcomes = new OutcomeCache(cacheFolder());
  const line = new ProgressLine();
  const result = await runMatrix(models, {
    signal,
    limits: { engine: 'kernel', ...(workers !== undefined && { workers }) },
    cache: { outcomes, fresh },
    onCell: ({ cells }, done) => line.show(() => `${done.toLocaleString('en')} of ${cells.toLocaleString('en')} cells`),
    onModel: (model) => {
      if (model.cells.every(isUnfinished)) return;
      line.end();
      print(() => [...modelReport(model), ...cachedLines(model)]);
    },
  });
  line.end();

  const { broken } = outcomes;
  if (broken !== undefined) line.say(paragraph(`Verdicts are not cached: ${broken}`).join('\n'));
  print(() => [...matrixSummary(result), ...missingLines(result), ...closingLines(result, outcomes.folder)]);
  sayBroken(result);
  return matrixExitCode(result, signal.aborted);
}

/** The crash, explored at this moment. */
async function crashReport(): Promise<{ readonly report: Report; readonly columns: ColumnsByProcess }> {
  const { model: name } = CRASH;
  const { model } = await loadModel(name);
  const parameters = chooseParameters(model.parameters, CRASH.parameters);
  const system = instantiate(model, parameters, name);
  const report = await checkSystem(system, { model: name, parameters }, { engine: 'kernel', workers: 1 });
  return { report, columns: columnsOf(system) };
}

/** In one screen. */
function crashLines({ report, columns }: Awaited<ReturnType<typeof crashReport>>): readonly string[] {
  const property = report.properties.find(({ id }) => id === CRASH.property);
  const trace = property && propertyTrace(property, report, columns);
  const states = counted(report.statistics.states, 'state');
  return [
    ...paragraph(`A race in Xen crashed Windows guests. The shortest way to the crash, found among ${states}:`),
    '',
    ...(trace === undefined ? [] : [...trace.heading, ...trace.lines]),
  ];
}

/** The model of the crash before the others, so that its table follows its trace. */
function crashFirst(names: readonly string[]): readonly string[] {
  return names.toSorted((a, b) => Number(b === CRASH.model) - Number(a === CRASH.model));
}

function isUnfinished({ stopped }: CellResult): boolean {
  return wasInterrupted(stopped);
}

/** How many cells of a model come from the cache, and of which days. */
function cachedLines({ cells }: ModelResult): readonly string[] {
  const origins = cells.flatMap(({ origin }) => origin ?? []);
  if (origins.length === 0) return [];
  const of = [...new Set(origins)].toSorted();
  const from = of.length > 1 ? `${of[0]} to ${of.at(-1)?.split(' ').at(-1)}` : of[0];
  return [...paragraph(`from the ${from}: ${origins.length} of ${counted(cells.length, 'cell')}`), ''];
}

/** After an interruption: of which models cells are missing. */
function missingLines({ models }: MatrixResult): readonly string[] {
  const missing = models
    .map(({ model, cells }) => ({ model, cells: cells.length, left: cells.filter(isUnfinished).length }))
    .filter(({ left }) => left > 0);
  if (missing.length === 0) return [];
  const names = missing.map(({ model, left, cells }) => `${model} (${left} of ${cells})`).join(', ');
  return paragraph(`Cells without a verdict: ${names}. The same command runs them; finished cells are cached.`);
}

function closingLines({ models }: MatrixResult, folder: string): readonly string[] {
  const cells = models.flatMap((model) => model.cells);
  const cached = cells.filter(({ origin }) => origin !== undefined).length;
  const near = relative(process.cwd(), folder);
  const place = near.startsWith('..') ? folder : near;
  return [
    ...(cached === 0
      ? []
      : paragraph(
          `${cached.toLocaleString('en')} of ${counted(cells.length, 'cell')} are from the cache in ${place}; --fresh runs them again.`,
        )),
    '',
    ...NEXT_COMMANDS,
  ];
}
