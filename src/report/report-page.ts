/** The result of a run as the data of its page: the index, which is shown first, and chunks, which are read on demand. */
import type { Report, Verdict } from '../check/report.ts';
import { ownPackage } from '../files/own-package.ts';
import type { CellDetails, PageCell, PageData, PageModel } from '../page/data/page-data.ts';
import type { KernelView } from '../trace/kernel/kernel-trace.ts';
import { kernelTracesOf, tracesOf } from '../trace/kernel/kernel-traces.ts';
import { withinOf } from '../trace/within-text.ts';
import { checkCommand } from './check-command.ts';
import { EvidenceMaker } from './evidence/evidence.ts';
import type { EvidenceView } from './evidence/evidence-view.ts';
import { type CellResult, type Columns, type MatrixResult, standingOf } from './matrix-result.ts';
import type { CheckResult, RunResult } from './reporter.ts';
import { stoppedText } from './stopped.ts';

/** A chunk is unpacked as a whole: small enough to be fast, large enough that the common parts of cells compress well. */
const CHUNK_LENGTH_MAX = 1_000_000;

export interface ReportPage {
  readonly index: PageData;
  readonly chunks: readonly (readonly CellDetails[])[];
}

export function reportPage(result: RunResult, made: Date = new Date()): ReportPage {
  const matrix = result.kind === 'matrix' ? result.matrix : matrixOfOne(result.check);
  const chunks: CellDetails[][] = [];
  const put = packer(chunks);
  const evidence = new EvidenceMaker();
  const models = matrix.models.map(
    ({ model, title, cells, doubts }): PageModel => ({
      name: model,
      title,
      ...sentencesOf(cells),
      cells: cells.map((cell) => pageCell(model, cell, { put, evidence, isJudged: result.kind === 'matrix' })),
      doubts,
    }),
  );
  evidence.end();
  const { unexpected, inconclusive, doubts, strict, seconds } = matrix;
  const { version } = ownPackage();
  const kind = result.kind;
  return {
    index: {
      kind,
      version,
      made: made.toISOString(),
      models,
      unexpected,
      inconclusive,
      doubts,
      strict,
      seconds,
      ...(result.kind === 'check' && opensOn(result.check.report)),
    },
    chunks,
  };
}

/** The properties of the cells, each once. */
function sentencesOf(cells: readonly CellResult[]): Pick<PageModel, 'properties'> {
  const all = cells.flatMap(({ report }) => report?.properties ?? []);
  const titles = new Map(all.map(({ id, title }) => [id, title]));
  return titles.size === 0 ? {} : { properties: [...titles] };
}

/** The only trace of a report. */
function opensOn({ properties }: Report): Pick<PageData, 'opens'> {
  const traced = properties.filter((property) => tracesOf(property).length > 0);
  const [property] = traced;
  if (property === undefined || traced.length > 1 || property.lockFindings !== undefined) return {};
  const [trace] = tracesOf(property);
  return { opens: { property: property.id, moment: trace?.cycleStart ?? trace?.steps.length ?? 0 } };
}

type Put = (details: CellDetails) => readonly [chunk: number, place: number];

function packer(chunks: CellDetails[][]): Put {
  let length = Number.POSITIVE_INFINITY;
  return (details) => {
    const own = JSON.stringify(details).length;
    if (length + own > CHUNK_LENGTH_MAX) {
      chunks.push([]);
      length = 0;
    }
    length += own;
    const chunk = chunks.at(-1) as CellDetails[];
    return [chunks.length - 1, chunk.push(details) - 1];
  };
}

interface Making {
  readonly put: Put;
  readonly evidence: EvidenceMaker;
  readonly isJudged: boolean;
}

function pageCell(model: string, cell: CellResult, { put, evidence, isJudged }: Making): PageCell {
  const { variant, scenario, more, parameters, verdict, violated, expected, surprises, doubts, statistics } = cell;
  const { stopped, origin, remarks, within, report, columns = {}, kernelView, evidenceView } = cell;
  return {
    variant,
    scenario,
    ...(more && { more }),
    parameters,
    command: checkCommand(model, parameters),
    verdict,
    violated,
    ...(isJudged && { expected, standing: standingOf(cell) }),
    surprises,
    doubts,
    ...(statistics && { statistics }),
    ...(within && { within }),
    ...(origin && { origin }),
    ...(remarks && { remarks }),
    ...(stopped && { stopped: stoppedText(stopped) }),
    ...(report && { details: put(detailsOf(report, columns, { kernelView, evidenceView }, evidence)) }),
  };
}

interface Views {
  readonly kernelView: KernelView | undefined;
  readonly evidenceView: EvidenceView | undefined;
}

function detailsOf(
  report: Report,
  columns: Columns,
  { kernelView, evidenceView }: Views,
  evidence: EvidenceMaker,
): CellDetails {
  return {
    report,
    columns,
    ...(kernelView && { kernel: kernelTracesOf(report, kernelView) }),
    ...(evidenceView && { evidence: evidence.of(report, evidenceView) }),
  };
}

/** A cell that was checked alone is a matrix without expectations. */
function matrixOfOne({
  model,
  title,
  parameters,
  report,
  columns,
  doubts,
  kernelView,
  evidenceView,
}: CheckResult): MatrixResult {
  const { verdict, statistics, stopped, budgets } = report;
  const within = withinOf(budgets);
  const cell: CellResult = {
    variant: '',
    scenario: '',
    parameters,
    verdict,
    violated: idsOf(report, 'violated'),
    expected: [],
    surprises: [],
    doubts,
    statistics,
    ...(within.length > 0 && { within }),
    ...(stopped && { stopped }),
    report,
    columns,
    ...(kernelView && { kernelView }),
    ...(evidenceView && { evidenceView }),
  };
  return {
    models: [{ model, title, cells: [cell], doubts: [] }],
    unexpected: 0,
    inconclusive: verdict === 'inconclusive' ? 1 : 0,
    doubts: doubts.length,
    strict: doubts.length > 0,
    seconds: statistics.seconds,
  };
}

function idsOf({ properties }: Report, wanted: Verdict): string[] {
  return properties.flatMap(({ id, informational, verdict }) => (verdict === wanted && !informational ? [id] : []));
}
