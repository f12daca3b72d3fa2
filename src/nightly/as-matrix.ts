/** Presents a run as the result of a matrix, for reporters that know only matrices. */
import type { CellResult, MatrixResult } from '../report/matrix-result.ts';
import { type CellRecord, standingOfCell } from './record.ts';
import type { NightRun } from './run-folder.ts';

/** `show` may add what is particular to nights to the result of a cell. */
export function matrixResultOf(
  { head, records }: NightRun,
  show: (record: CellRecord, result: CellResult) => CellResult = (_, result) => result,
): MatrixResult {
  const cells = records.map((record) => ({ record, result: show(record, cellResultOf(record, head.interrupted)) }));
  const standings = records.map(standingOfCell);
  return {
    models: [...Map.groupBy(cells, ({ record }) => record.model)].map(([model, own]) => ({
      model,
      title: model,
      cells: own.map(({ result }) => result),
      doubts: [],
    })),
    unexpected: cells.filter(({ result }) => result.surprises.length > 0).length,
    inconclusive: standings.filter((standing) => standing === 'inconclusive').length,
    doubts: 0,
    strict: false,
    seconds: head.seconds,
  };
}

function cellResultOf(record: CellRecord, interrupted: boolean): CellResult {
  const { set, parameters, expected, changedVerdicts, changedCounts, came, because, finding } = record;
  const common = { variant: set, scenario: '', parameters, expected, doubts: [] };
  if (finding === undefined) {
    const surprises = came === 'broken' && because !== undefined ? [because] : [];
    const stopped = came === 'not started' ? (interrupted ? 'not started' : 'timeout') : undefined;
    return { ...common, verdict: 'inconclusive', violated: [], surprises, ...(stopped && { stopped }) };
  }
  const { verdict, statistics, stopped, within, properties } = finding;
  return {
    ...common,
    verdict,
    violated: properties
      .filter(({ verdict: found, informational }) => found === 'violated' && !informational)
      .map(({ id }) => id),
    surprises: [...changedVerdicts, ...changedCounts],
    statistics,
    ...(within !== undefined && { within }),
    ...(stopped !== undefined && { stopped }),
  };
}
