/** The result of a comparison as text for people. */
import { lineWidth } from '../trace/line-width.ts';
import { paragraph } from '../trace/table.ts';
import { type ColumnsByProcess, traceText } from '../trace/text.ts';
import type { Comparison, Direction, ShownDifference } from './comparison.ts';
import {
  countText,
  insteadTexts,
  observedTexts,
  problemText,
  runText,
  stoppedText,
  systemText,
  verdictText,
  WITHOUT_FAIRNESS,
} from './sentences.ts';

/** More are counted, and `--format json` has them. */
const INSTEAD_MAX = 8;

/** `columns`: those of the traces of A and of B. */
export function comparisonText(
  comparison: Comparison,
  columns: { readonly [S in 'A' | 'B']: ColumnsByProcess },
): readonly string[] {
  const { A, B, directions, stopped } = comparison;
  return [
    ...paragraph(systemText('A', A)),
    ...paragraph(systemText('B', B)),
    ...observedTexts(comparison).flatMap((text) => paragraph(text)),
    '',
    ...paragraph(verdictText(comparison)),
    ...directions.flatMap((direction) => directionLines(direction, columns[direction.of])),
    '',
    ...(stopped === undefined ? [] : paragraph(stoppedText(stopped))),
    ...directions.flatMap((direction) => paragraph(countText(direction))),
    ...paragraph(WITHOUT_FAIRNESS),
  ];
}

function directionLines(direction: Direction, columns: ColumnsByProcess): string[] {
  const { difference } = direction;
  if (difference === undefined) return [];
  return [
    '',
    ...paragraph(runText(direction, difference)),
    ...traceText(difference.run, columns),
    '',
    ...paragraph(problemText(difference, direction)),
    ...insteadLines(difference, direction),
  ];
}

function insteadLines(difference: ShownDifference, { in: within }: Direction): string[] {
  const possible = insteadTexts(difference);
  const more = possible.length - INSTEAD_MAX;
  return [
    ...paragraph(`What ${within} may do there instead:`),
    ...possible.slice(0, INSTEAD_MAX).flatMap((text) => indented(text)),
    ...(possible.length === 0 ? indented('nothing') : []),
    ...(more <= 0 ? [] : indented(`and ${more} more; --format json has all`)),
  ];
}

function indented(text: string): string[] {
  return paragraph(text, { indent: 2, width: lineWidth() - 2 }).map((line) => `  ${line}`);
}
