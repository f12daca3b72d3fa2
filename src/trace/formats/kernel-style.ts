/**
 * A trace in the form in which commit messages of the Linux kernel show a race: a column for each CPU, the steps in the order of time,
 * at most 75 characters wide, so that it can be quoted. The changes are below each step. A step names its process where the column
 * has changed to it.
 */
import stringWidth from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';
import { inertLine, shortened } from '../../errors.ts';
import type { KernelTrace } from '../kernel/kernel-trace.ts';
import { lineWidth } from '../line-width.ts';
import { paragraph } from '../table.ts';

/** The width of a line of a commit message, in characters. */
const KERNEL_STYLE_WIDTH = 75;
const INDENT = 2;
const GAP = 2;
const COLUMNS_MAX = 3;
/** What a long word of the last column leaves to the others. */
const COLUMN_WIDTH_MIN = 18;
/** The longest cell; longer text was not written by a person. */
const TEXT_MAX = 2000;

/** On a narrower terminal, what fits there. */
export function kernelStyleWidth(): number {
  return Math.min(KERNEL_STYLE_WIDTH, lineWidth());
}

/** Text in one column; no other column has text beside it. */
interface Row {
  readonly column: number;
  readonly text: string;
  /** Lines after the first are indented by this. */
  readonly hanging: number;
}

export function kernelStyle(trace: KernelTrace): string[] {
  const used = trace.columns.filter((name) =>
    [...trace.events, ...trace.waiting].some(({ column }) => column === name),
  );
  const apart = rowsOf(trace, used);
  const offsets = offsetsOf(used, apart);
  const together = offsets === undefined;
  const lines = together
    ? rowsOf(trace, undefined).flatMap((row) => rowLines(row, [INDENT]))
    : [...heads(used, offsets), ...apart.flatMap((row) => rowLines(row, offsets))];
  return [
    ...lines,
    ...(trace.stays ? ['', ...paragraph('Nothing is obliged to happen any more.', { width: kernelStyleWidth() })] : []),
  ];
}

/** `columns`: undefined if all events share one column, and each names its process. */
function rowsOf({ events, waiting, cycleStart }: KernelTrace, columns: readonly string[] | undefined): Row[] {
  const last = new Map<number, string>();
  let begun = cycleStart === undefined;
  const named = (process: string, column: number, own: string, text: string) => {
    const before = last.get(column) ?? (columns === undefined ? undefined : own);
    last.set(column, process);
    return before === process && columns !== undefined ? text : `${process}: ${text}`;
  };
  const rows = events.flatMap(({ step, process, column: own, text, notes }): Row[] => {
    const column = Math.max(0, columns?.indexOf(own) ?? 0);
    const begins = !begun && step >= (cycleStart ?? 0) ? [{ column: 0, text: '[for ever:]', hanging: 0 }] : [];
    begun ||= begins.length > 0;
    return [
      ...begins,
      { column, text: named(process, column, own, text), hanging: 2 },
      ...notes.map((note) => ({ column, text: `[${note}]`, hanging: 1 })),
    ];
  });
  const waits = waiting.map(({ process, column: own, text }) => {
    const column = Math.max(0, columns?.indexOf(own) ?? 0);
    return { column, text: named(process, column, own, text), hanging: 2 };
  });
  return [...rows, ...waits];
}

/** Where each column begins, so that no word is broken; undefined if the columns do not fit. */
function offsetsOf(names: readonly string[], rows: readonly Row[]): readonly number[] | undefined {
  const widths = names.map((name, column) => {
    const texts = [name, ...rows.filter((row) => row.column === column).map(({ text }) => shown(text))];
    const words = texts.flatMap((text) => text.split(' '));
    const whole = widest(texts);
    // A word is indented only where its text is wrapped.
    return { whole, word: Math.min(whole, widest(words) + 2) };
  });
  const room = kernelStyleWidth() - INDENT - GAP * (names.length - 1);
  const sum = (all: readonly number[]) => all.reduce((total, width) => total + width, 0);
  let given = widths.map(({ whole }) => whole);
  if (sum(given) > room) {
    if (names.length > COLUMNS_MAX) return undefined;
    // Each gets an equal share, or less if it needs less; a word that is longer than a share runs into the empty columns on its right.
    given = shares(widths, room);
    if ((given.at(-1) as number) < Math.min(room, widths.at(-1)?.word ?? 0)) return undefined;
  } else if (names.length > 1) {
    // Wide columns are easier to tell apart, up to an equal share.
    const share = Math.floor(room / names.length);
    const spare = room - sum(given);
    const wanted = given.map((width) => Math.max(0, share - width));
    const all = sum(wanted);
    given = given.map(
      (width, i) => width + (all <= spare ? (wanted[i] as number) : Math.floor(((wanted[i] as number) * spare) / all)),
    );
  }
  return given.map((_, i) => INDENT + sum(given.slice(0, i)) + GAP * i);
}

function shares(widths: readonly { readonly whole: number; readonly word: number }[], room: number): number[] {
  const last = widths.length - 1;
  const equal = Math.floor(room / widths.length);
  const given = widths.map(({ whole, word }, i) => Math.min(whole, Math.max(equal, i === last ? word : 0)));
  let spare = room - given.reduce((total, width) => total + width, 0);
  // What a narrow column leaves, wide ones get; a long word of the last column takes from the others.
  for (let i = 0; spare > 0 && i <= last; i++) {
    const more = Math.min(spare, (widths[i]?.whole ?? 0) - (given[i] as number));
    given[i] = (given[i] as number) + more;
    spare -= more;
  }
  for (let i = 0; spare < 0 && i < last; i++) {
    const less = Math.min(-spare, Math.max(0, (given[i] as number) - COLUMN_WIDTH_MIN));
    given[i] = (given[i] as number) - less;
    spare += less;
  }
  return given;
}

function heads(names: readonly string[], offsets: readonly number[]): string[] {
  const line = (cell: (name: string) => string) =>
    names.reduce((text, name, i) => text.padEnd(offsets[i] as number) + cell(shown(name)), '');
  return [line((name) => name), line((name) => '-'.repeat(stringWidth(name)))];
}

function rowLines({ column, text, hanging }: Row, offsets: readonly number[]): string[] {
  const offset = offsets[column] as number;
  const next = offsets[column + 1];
  const width = (next === undefined ? kernelStyleWidth() : next - GAP) - offset;
  const most = kernelStyleWidth() - offset;
  // A word that does not fit its column runs over; only one that does not fit the line is broken.
  const words = shown(text).split(' ');
  const needed = Math.min(
    most,
    Math.max(width, ...words.map((word, i) => stringWidth(word) + (i === 0 ? 0 : hanging))),
  );
  return wrapped(shown(text), needed, hanging).map((line) => ' '.repeat(offset) + line);
}

/** Lines of at most this width, those after the first indented. Only a word that is longer than a line is broken. */
function wrapped(text: string, width: number, hanging: number): string[] {
  const [first = '', ...rest] = wrapAnsi(text, width, { hard: true }).split('\n');
  if (rest.length === 0 || width <= hanging) return [first, ...rest];
  const later = text.slice(first.length).trimStart();
  return [
    first,
    ...wrapAnsi(later, width - hanging, { hard: true })
      .split('\n')
      .map((line) => ' '.repeat(hanging) + line),
  ];
}

function widest(texts: readonly string[]): number {
  return Math.max(1, ...texts.map((text) => stringWidth(text)));
}

function shown(text: string): string {
  return inertLine(shortened(text, TEXT_MAX));
}
