/**
 * A trace in the form in which commit messages of the Linux kernel show a race: a column for each CPU, the steps in the order of time,
 * at most 75 characters wide, so that it can be quoted. The changes are below each step.
 */
import type { Counterexample, TraceStep } from '../../check/counterexample.ts';
import type { Waiting } from '../../check/waiting.ts';
import { lineWidth } from '../line-width.ts';
import { naturalWidth, paragraph, table } from '../table.ts';
import { type ColumnsByProcess, changesOf, stepText } from '../text.ts';
import { waitingText } from '../waiting-text.ts';

/** The width of a line of a commit message, in characters. */
const KERNEL_STYLE_WIDTH = 75;
const GAP = 2;
const COLUMN_WIDTH_MIN = 18;

/** On a narrower terminal, what fits there. */
export function kernelStyleWidth(): number {
  return Math.min(KERNEL_STYLE_WIDTH, lineWidth());
}

/** Indented as the columns are. */
function waitingLines(waiting: Waiting): string[] {
  return paragraph(waitingText(waiting), { indent: GAP, width: kernelStyleWidth() - GAP }).map(
    (line) => `${' '.repeat(GAP)}${line}`,
  );
}

export function kernelStyle(trace: Counterexample, columnsByProcess: ColumnsByProcess): string[] {
  const columnOf = ({ process }: TraceStep) => columnsByProcess.get(process) ?? process;
  const used = [...new Set([...columnsByProcess.values(), ...trace.steps.map(columnOf)])].filter((name) =>
    trace.steps.some((step) => columnOf(step) === name),
  );
  const width = Math.floor((kernelStyleWidth() - GAP * used.length) / Math.max(1, used.length));
  // Too many processes for a column each: they share one, and each step names its process.
  const names = width >= COLUMN_WIDTH_MIN ? used : [''];
  const place = (step: TraceStep) => (names.length === used.length ? names.indexOf(columnOf(step)) : 0);
  const text = (step: TraceStep) =>
    names.length === used.length && columnOf(step) === step.process
      ? stepText(step)
      : `${step.process}: ${stepText(step)}`;

  const { cycleStart } = trace;
  const rows = trace.steps.flatMap((step, i) => {
    const row = (cell: string) => names.map((_, column) => (column === place(step) ? cell : ''));
    const begins = cycleStart === i ? [names.map((_, column) => (column === 0 ? '[for ever:]' : ''))] : [];
    return [...begins, row(text(step)), ...changesOf(step).map((change) => row(`[${change}]`))];
  });
  const columns = names.map(() => ({ width: names.length === used.length ? width : kernelStyleWidth() - GAP }));
  const heads = names[0] === '' ? [] : [names, names.map((name) => '-'.repeat(naturalWidth([name], width)))];
  return [
    ...table(columns, [...heads, ...rows]).map((line) => `${' '.repeat(GAP)}${line}`.trimEnd()),
    ...(cycleStart === trace.steps.length
      ? ['', ...paragraph('Nothing is obliged to happen any more.', { width: kernelStyleWidth() })]
      : []),
    ...(trace.waiting === undefined ? [] : ['', ...trace.waiting.flatMap(waitingLines)]),
  ];
}
