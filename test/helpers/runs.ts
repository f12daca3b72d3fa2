/** Runs in the form that reporters get, from systems that were really checked. */
import { defineSystem } from 'everywhen';
import type { Report } from '../../src/check/report.ts';
import type { CellResult, MatrixResult } from '../../src/report/matrix-result.ts';
import type { Reporter, RunResult } from '../../src/report/reporter.ts';
import { checked } from './explored.ts';

/** Script, markup, terminal and workflow commands, characters that XML cannot contain, and a megabyte. */
export const HOSTILE = `<script>alert(1)</script>]]>&amp;&foo;|\`*_[x](http://y)%0A::error::z,:\r\n\u001b[2J\u009b\u202e\u2028\ud800\uffff${'x'.repeat(2 ** 20)}`;

/** A counter that passes 2 unless it stops there; `name` is a property, a value, a process and a label. */
export function counter(bound: number, name = 'P'): Promise<Report> {
  const up = `up ${name}` as 'up';
  return checked(
    defineSystem({ n: 0, text: '' })
      .process(
        `process ${name}`,
        {
          [up]: (s) =>
            s
              .when(s.get('n') < bound)
              ?.update('n', (n) => n + 1)
              .set('text', name),
        },
        { end: 'loop', mayWaitAt: [up] },
      )
      .invariant(name, `below 3 ${name}`, (s) => s.get('n') < 3),
  );
}

export function cell(report: Report, changed: Partial<CellResult> = {}): CellResult {
  return {
    variant: 'right',
    scenario: 'two',
    parameters: 'n=2',
    verdict: report.verdict,
    violated: report.properties.filter(({ verdict }) => verdict === 'violated').map(({ id }) => id),
    expected: [],
    surprises: [],
    doubts: [],
    statistics: report.statistics,
    report,
    columns: {},
    ...changed,
  };
}

/** Cells that are as expected (twice: one of them violated), unexpected, stopped early and interrupted. */
export async function everyStanding(name = 'P'): Promise<MatrixResult> {
  const [two, three] = await Promise.all([counter(2, name), counter(3, name)]);
  const undone = { report: undefined, columns: undefined, statistics: undefined } as never;
  return matrixOf([
    cell(two),
    cell(three, { variant: 'wrong', scenario: 'known', expected: [name] }),
    cell(three, { variant: 'wrong', scenario: 'three', surprises: [`${name} is violated and was expected to hold.`] }),
    cell(two, { scenario: 'cut', verdict: 'inconclusive', stopped: 'timeout' }),
    cell(two, { ...(undone as object), scenario: 'never', verdict: 'inconclusive', stopped: 'not started' }),
  ]);
}

export function matrixOf(cells: readonly CellResult[], changed: Partial<MatrixResult> = {}): MatrixResult {
  return {
    models: [{ model: './m.ts', title: 'counts', cells, doubts: [] }],
    unexpected: cells.filter(({ surprises }) => surprises.length > 0).length,
    inconclusive: cells.filter(({ stopped }) => stopped !== undefined).length,
    doubts: 0,
    strict: false,
    seconds: 1,
    ...changed,
  };
}

/** The output of a reporter for a run. */
export async function written(
  make: (output: { write(text: string): void }) => Reporter,
  result: RunResult,
): Promise<string> {
  let text = '';
  const reporter = make({
    write: (piece) => {
      text += piece;
    },
  });
  if (result.kind === 'matrix') {
    const all = result.matrix.models.flatMap(({ model, cells }) => cells.map((one) => ({ model, cell: one })));
    for (const [position, one] of all.entries()) reporter.onCell?.({ ...one, position, cells: all.length });
  }
  await reporter.onEnd(result);
  return text;
}

export function checkOf(report: Report, changed: { readonly doubts?: readonly string[] } = {}): RunResult {
  const check = { model: './m.ts', title: 'counts', parameters: 'n=3', report, columns: {}, doubts: [], ...changed };
  return { kind: 'check', check };
}
