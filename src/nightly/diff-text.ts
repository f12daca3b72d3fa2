/** The difference of two runs for people, the most important changes first. */
import { coloured } from '../report/list/check-list.ts';
import { counted } from '../trace/counted.ts';
import { LINE_WIDTH } from '../trace/line-width.ts';
import { paragraph } from '../trace/table.ts';
import type { Change } from './changes.ts';
import { isSame, type RunDifference } from './diff.ts';

const SECTIONS: readonly { readonly kind: Change['kind']; readonly title: string }[] = [
  { kind: 'verdict', title: 'Verdicts' },
  { kind: 'counts', title: 'Counts' },
  { kind: 'levels', title: 'Levels' },
  { kind: 'decided', title: 'Decided in one run only' },
  { kind: 'trace', title: 'Traces' },
];

export function diffText(difference: RunDifference): string[] {
  const { before, after, changed, came, gone, same } = difference;
  const sections = SECTIONS.flatMap(({ kind, title }) => {
    const rows = changed.flatMap(({ cell, changes }) => {
      const texts = changes.filter((change) => change.kind === kind).map(({ text }) => text);
      return texts.length === 0 ? [] : [`${cell}: ${texts.join('; ')}`];
    });
    return section(title, rows);
  });
  const figures = [
    `${counted(same, 'cell')} the same`,
    `${changed.length.toLocaleString('en')} changed`,
    `${came.length.toLocaleString('en')} came`,
    `${gone.length.toLocaleString('en')} went`,
  ];
  return [
    ...paragraph(`${before} -> ${after}`, { indent: 2 }),
    '',
    ...sections,
    ...section('Cells that came', came),
    ...section('Cells that went', gone),
    coloured(isSame(difference) ? 'holds' : 'violated', figures.join(', ')),
  ];
}

function section(title: string, rows: readonly string[]): string[] {
  if (rows.length === 0) return [];
  return [
    `${title} (${rows.length.toLocaleString('en')})`,
    ...rows.flatMap((row) => paragraph(row, { indent: 2, width: LINE_WIDTH - 2 }).map((line) => `  ${line}`)),
    '',
  ];
}
