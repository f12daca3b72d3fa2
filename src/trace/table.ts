/** Columns of text. Each cell is wrapped to the width of its column, not cut off. */
import stringWidth from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';
import { inertLine, shortened } from '../errors.ts';
import { isForTerminal, lineWidth } from './line-width.ts';

const GAP = '  ';
/** The longest cell or paragraph; longer text was not written by a person. */
const TEXT_MAX = 50_000;

export interface Column {
  readonly width: number;
  readonly align?: 'right';
}

/** Lines of at most the sum of the widths and the gaps of two between them; a cell is cut after 50,000 characters, with a mark. Control characters and line feeds are written out, never sent. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  return rows.flatMap((row) => {
    const cells = columns.map(({ width }, i) => wrapAnsi(shownText(row[i] ?? ''), width, { hard: true }).split('\n'));
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) =>
      columns
        .map((column, i) => pad(cells[i]?.[line] ?? '', column))
        .join(GAP)
        .trimEnd(),
    );
  });
}

/** The width that a column needs to show its cells unwrapped, up to a limit. */
export function naturalWidth(cells: readonly string[], widthMax: number): number {
  return Math.min(widthMax, Math.max(1, ...cells.map((cell) => stringWidth(shownText(cell)))));
}

export function totalWidth(columns: readonly Column[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0) + GAP.length * Math.max(0, columns.length - 1);
}

/** Text wrapped to the width of a line, each line after the first indented; its own line feeds are written out. */
export function paragraph(text: string, { indent = 0, width = lineWidth() } = {}): string[] {
  const margin = ' '.repeat(indent);
  return wrapAnsi(shownText(text), width - indent, { hard: true })
    .split('\n')
    .map((line, i) => (i === 0 ? line : margin + line));
}

/** A title: one line on a terminal, cut with a mark; wrapped elsewhere. */
export function titleLines(text: string, { indent = 0 } = {}): string[] {
  return isForTerminal() ? [cut(text, lineWidth())] : paragraph(text, { indent });
}

/** The text on one line of at most this width; where some of it is left out, the last character is `…`. */
export function cut(text: string, width: number): string {
  const shown = shownText(text);
  if (stringWidth(shown) <= width) return shown;
  let start = '';
  for (const { segment } of new Intl.Segmenter().segment(shown)) {
    if (stringWidth(start + segment) >= width) break;
    start += segment;
  }
  return `${start.trimEnd()}…`;
}

function shownText(text: string): string {
  return inertLine(shortened(text, TEXT_MAX));
}

function pad(text: string, { width, align }: Column): string {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return align === 'right' ? space + text : text + space;
}
