/** The growth of a budget as text: the limits that were tried, what changed, and exactly what is proved of larger ones. */
import type { Growth } from '../../check/report.ts';
import { inertLine } from '../../errors.ts';
import { counted } from '../../trace/counted.ts';
import { lineWidth } from '../../trace/line-width.ts';
import { naturalWidth, paragraph, table, totalWidth } from '../../trace/table.ts';
import { type ColumnsByProcess, traceText } from '../../trace/text.ts';
import { stoppedText } from '../stopped.ts';

const NUMBER = { width: 12, align: 'right' } as const;

export function growthReport(growth: Growth, columns: ColumnsByProcess): string[] {
  const { budget, limits, changes, proved, open } = growth;
  const last = limits.at(-1)?.limit;
  const verdict = { width: naturalWidth(['verdict', ...limits.map((one) => one.verdict)], 'inconclusive'.length) };
  const rest = { width: lineWidth() - totalWidth([NUMBER, NUMBER, verdict, { width: 0 }]) };
  const rows = limits.map((one) => [String(one.limit), one.states.toLocaleString('en'), one.verdict, '']);
  return [
    ...paragraph(inertLine(`With larger limits of the budget ${budget}:`)),
    '',
    ...table([NUMBER, NUMBER, verdict, rest], [['limit', 'states', 'verdict', ''], ...rows]),
    '',
    ...changes.flatMap(({ id, before, after, counterexample, witness, outcomes }) => {
      const trace = counterexample ?? witness;
      const how =
        before === after ? `${outcomes?.map((some) => some.length).join(' -> ')} outcomes` : `${before} -> ${after}`;
      const steps = trace === undefined ? '' : ` in ${counted(trace.steps.length, 'step')}`;
      return [
        ...paragraph(`${id} with ${inertLine(budget)} ${last}: ${how}${steps}`),
        ...(trace === undefined ? [] : ['', ...traceText(trace, columns)]),
        '',
      ];
    }),
    ...paragraph(endText(growth, last as number)),
    ...(proved.length === 0
      ? []
      : paragraph(`Proved for every limit from ${last} on, with the same verdict: ${proved.join(', ')}.`)),
    ...(open.length === 0 ? [] : paragraph(`Not proved for limits above ${last}: ${open.join(', ')}.`)),
  ];
}

function endText({ ended, budget, stopped }: Growth, last: number): string {
  const named = inertLine(`${budget} ${last}`);
  switch (ended) {
    case 'never blocked':
      return `With ${named} no step is blocked by the budget alone, so every larger limit gives the same states and steps.`;
    case 'fixed point':
      return 'Without the budget there are finitely many states, and all were visited: no claim about states or steps changes. Claims about infinite runs are not part of this proof.';
    case 'changed':
      return `A verdict changes with ${named}.`;
    case 'stopped':
      return `Stopped with ${named} because ${stoppedText(stopped ?? 'interrupted')}.`;
  }
}
