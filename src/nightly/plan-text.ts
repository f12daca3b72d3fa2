/** The plan of a night for people. */
import { duration } from '../cells/duration-text.ts';
import { counted } from '../trace/counted.ts';
import { LINE_WIDTH } from '../trace/line-width.ts';
import { naturalWidth, paragraph, table } from '../trace/table.ts';
import { CELL_SETS } from './cell-set.ts';
import { cellsToRun, type Plan, type PlannedCell } from './plan.ts';

const ROWS_MAX = 20;

export function planText(plan: Plan, budgetSeconds: number | undefined): string[] {
  const { served, threads, seconds } = plan;
  const toRun = cellsToRun(plan);
  const all = [...served.map(({ cell }) => cell), ...toRun];
  const sets = CELL_SETS.map((set) => ({ set, cells: all.filter((cell) => cell.set === set).length }));
  const budget = budgetSeconds === undefined ? 'no budget' : `a budget of ${duration(budgetSeconds)}`;
  const known = toRun.filter(({ estimate }) => estimate.by === 'last run').length;
  const begun = toRun.filter(({ isBegun }) => isBegun).length;
  const runs = [...new Set(served.map(({ finding }) => finding.run.name))].toSorted();
  const proofs =
    runs.length === 0 ? '' : ` (proofs of ${runs.slice(-3).join(', ')}${runs.length > 3 ? ' and older' : ''})`;
  const lines = [
    ...(served.length === 0 ? [] : [`${served.length.toLocaleString('en')} unchanged, from the cache${proofs}`]),
    toRun.length === 0
      ? 'nothing to run'
      : `${toRun.length.toLocaleString('en')} to run, some ${duration(seconds)}: ${known.toLocaleString('en')} by their last runs, ${(toRun.length - known).toLocaleString('en')} by guess`,
    ...(begun === 0
      ? []
      : [
          begun === 1
            ? '1 of them resumes from its checkpoint'
            : `${begun.toLocaleString('en')} of them resume from their checkpoints`,
        ]),
    ...(budgetSeconds !== undefined && seconds > budgetSeconds
      ? ['That is more than the budget: cells that do not finish within it are listed as inconclusive.']
      : []),
  ];
  return [
    ...paragraph(
      `Plan: ${counted(all.length, 'cell')} (${sets.map(({ set, cells }) => `${cells.toLocaleString('en')} ${set}`).join(', ')}) on ${counted(threads, 'thread')}, with ${budget}.`,
      { indent: 2 },
    ),
    ...lines.flatMap((line) => paragraph(line, { indent: 2, width: LINE_WIDTH - 2 }).map((part) => `  ${part}`)),
    ...cellTable(plan),
    '',
  ];
}

/** The first cells, in the order in which they begin. */
function cellTable(plan: Plan): string[] {
  const cells = plan.phases.flatMap(({ how, cells: own }) =>
    own.map((cell) => row(cell, how === 'alone' ? `all ${plan.threads}` : '1')),
  );
  if (cells.length === 0) return [];
  const rows = [['first cells', 'set', 'threads', 'estimate', 'by'], ...cells.slice(0, ROWS_MAX)];
  const column = (i: number, width: number) =>
    naturalWidth(
      rows.map((each) => each[i] ?? ''),
      width,
    );
  const lines = table(
    [
      { width: column(0, 50) },
      { width: column(1, 8) },
      { width: column(2, 8), align: 'right' },
      { width: column(3, 12), align: 'right' },
      { width: column(4, 11) },
    ],
    rows,
  );
  const rest = cells.length - ROWS_MAX;
  return ['', ...lines, ...(rest > 0 ? [`and ${counted(rest, 'more cell')}`] : [])];
}

function row({ model, parameters, set, estimate }: PlannedCell, threads: string): string[] {
  return [`${model} ${parameters}`.trimEnd(), set, threads, duration(estimate.seconds), estimate.by];
}
