/** The page of a run: the matrix of all its cells, where each result comes from, and which cells were not run. Nights do not keep traces. */
import { duration } from '../cells/duration-text.ts';
import { builtPage, withData } from '../page/template.ts';
import type { CellResult } from '../report/matrix-result.ts';
import { reportPage } from '../report/report-page.ts';
import { matrixResultOf } from './as-matrix.ts';
import { type CellRecord, standingOfCell } from './record.ts';
import type { NightRun } from './run-folder.ts';
import { basisOf, checkpointNotes, coverageOf, faultsOf } from './summary.ts';

/** One HTML file. Throws `E_USAGE` if the page was never built. */
export function nightPage(run: NightRun): string {
  const { head, records } = run;
  const matrix = matrixResultOf(run, shown);
  const title = `night ${head.run.name}`;
  const models = matrix.models.map((model) => ({ ...model, title }));
  const { index, chunks } = reportPage({ kind: 'matrix', matrix: { ...matrix, models } }, new Date(head.run.date));
  const remarks = [`${title}: ${basisOf({ head, records })}.`, ...(head.remarks ?? [])];
  return withData(builtPage('report'), { ...index, faults: faultsOf(run), remarks }, chunks);
}

/** Records of older runs lack the model's names for the cell. */
function shown(record: CellRecord, result: CellResult): CellResult {
  const { set, parameters, variant = set, scenario = parameters } = record;
  const origin = originOf(record);
  const remarks = remarksOf(record);
  return {
    ...result,
    // A cell with an undecided property is not shown as one that holds.
    ...(standingOfCell(record) === 'inconclusive' && result.verdict === 'holds' && { verdict: 'inconclusive' }),
    variant,
    scenario,
    ...((set !== 'matrix' || record.variant === undefined) && { more: true }),
    ...(origin !== undefined && { origin }),
    ...(remarks.length > 0 && { remarks }),
  };
}

function originOf({ came, finding }: CellRecord): string | undefined {
  if (came === 'cached') return 'from the cache';
  if (came === 'ran') return finding?.stopped === undefined ? undefined : 'stopped early';
  return came;
}

function remarksOf(record: CellRecord): readonly string[] {
  const { came, finding, took, notes, comparedWith } = record;
  return [
    ...(came === 'cached' && finding !== undefined
      ? [`Nothing that it depends on has changed since it was found in ${finding.run.name}.`]
      : []),
    ...(took === undefined ? [] : [`It took ${duration(took)} from start to end.`]),
    ...coverageOf(record),
    ...checkpointNotes(record),
    ...notes,
    ...(comparedWith === undefined || came === 'cached' ? [] : [`Compared with ${comparedWith.name}.`]),
  ];
}
