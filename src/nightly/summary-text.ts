/** The summary of a run for a terminal and as Markdown: one page, whatever the number of cells. */
import { duration } from '../cells/duration-text.ts';
import { inertLine, shortened } from '../errors.ts';
import { coloured } from '../report/list/check-list.ts';
import { LINE_WIDTH } from '../trace/line-width.ts';
import { naturalWidth, paragraph, table, totalWidth } from '../trace/table.ts';
import type { ModelLine, Summary, SummaryRow } from './summary.ts';

/** Of a section on the page itself. The files of the run have all of them. */
const ROWS_MAX = 12;
const TEXT_MAX = 1000;

/** Lines of 100 columns at most. `folder` is where the run is kept. */
export function summaryText(summary: Summary, folder: string): string[] {
  return [
    ...summary.sections.flatMap(({ title, rows, brief }) => [
      ...paragraph(`${title} (${rows.length.toLocaleString('en')})`, { indent: 2 }),
      ...rows.slice(0, ROWS_MAX).flatMap(brief ? briefText : rowText),
      ...(rows.length > ROWS_MAX ? [`  and ${(rows.length - ROWS_MAX).toLocaleString('en')} more in summary.md`] : []),
      '',
    ]),
    ...modelTable(summary.models),
    '',
    ...summary.warnings.flatMap((warning) => paragraph(`! ${warning}`, { indent: 2 })),
    ...paragraph(`${summary.title}, ${summary.basis}`, { indent: 2 }),
    ...paragraph(`The results are in ${folder}`, { indent: 2 }),
    ...paragraph(summary.figures).map((line) => coloured(summary.verdict, line)),
  ];
}

function rowText({ cell, because, command }: SummaryRow): string[] {
  return [...indented(cell, 2), ...[...because, command].flatMap((text) => indented(text, 4))];
}

function briefText({ cell, because }: SummaryRow): string[] {
  return indented(`${cell}: ${because.join(' ')}`, 2);
}

/** Continuation lines are indented by two more. */
function indented(text: string, margin: number): string[] {
  return paragraph(text, { indent: 2, width: LINE_WIDTH - margin }).map((line) => ' '.repeat(margin) + line);
}

const HEADINGS = ['model', 'cells', 'proved', 'violated as expected', 'changed', 'inconclusive', 'cached', 'run time'];

function modelTable(models: readonly ModelLine[]): string[] {
  const rows = models.map(modelRow);
  const [name = '', ...figures] = HEADINGS;
  const figure = (heading: string, i: number) => ({
    width: naturalWidth([heading, ...rows.map((row) => row[i + 1] ?? '')], 12),
    align: 'right' as const,
  });
  const right = figures.map(figure);
  const nameMax = LINE_WIDTH - totalWidth([{ width: 0 }, ...right]);
  const names = rows.map(([model = '']) => model);
  const columns = [{ width: naturalWidth([name, ...names], nameMax) }, ...right];
  return table(columns, [[name, ...figures], ...rows]);
}

function modelRow({ model, cells, standings, cached, seconds }: ModelLine): string[] {
  const changed = standings['changed verdict'] + standings['changed counts'] + standings.broken;
  const counts = [cells, standings.proved, standings['violated as expected'], changed, standings.inconclusive, cached];
  return [model, ...counts.map((count) => count.toLocaleString('en')), duration(seconds)];
}

/** The same as a Markdown file. It has all rows; those that are too many for a page are folded away. */
export function summaryMarkdown(summary: Summary): string {
  const heading = [
    `# ${markdown(summary.title)}`,
    '',
    `**${markdown(summary.figures)}**`,
    '',
    `${markdown(summary.basis)}.`,
    '',
  ];
  const warnings = summary.warnings.flatMap((warning) => [`> ${markdown(warning)}`, '']);
  const sections = summary.sections.flatMap(({ title, rows: all, brief }) => {
    const rows = all.map(brief ? briefMarkdown : rowMarkdown);
    const rest = rows.slice(ROWS_MAX);
    return [
      `## ${title} (${rows.length.toLocaleString('en')})`,
      '',
      ...rows.slice(0, ROWS_MAX),
      '',
      ...(rest.length === 0
        ? []
        : [`<details><summary>${rest.length.toLocaleString('en')} more</summary>`, '', ...rest, '', '</details>', '']),
    ];
  });
  const cells = (row: readonly string[]) => `| ${row.map(markdown).join(' | ')} |`;
  const models = [
    cells(HEADINGS),
    `| --- |${' ---: |'.repeat(HEADINGS.length - 1)}`,
    ...summary.models.map(modelRow).map(cells),
  ];
  return `${[...heading, ...warnings, ...sections, '## Models', '', ...models].join('\n')}\n`;
}

function rowMarkdown({ cell, because, command }: SummaryRow): string {
  return `- **${markdown(cell)}**: ${because.map(markdown).join(' ')} <code>${markdown(command)}</code>`;
}

function briefMarkdown({ cell, because }: SummaryRow): string {
  return `- ${markdown(cell)}: ${because.map(markdown).join(' ')}`;
}

/** Text without Markdown: each character that could be syntax or part of a link becomes its character reference, which cannot be either. */
function markdown(text: string): string {
  return shortened(inertLine(text), TEXT_MAX)
    .replace(/[^\p{L}\p{N} ,.:;()=+/'-]/gu, (character) => `&#${character.codePointAt(0)};`)
    .replace(/:\/\/|www\./gi, (link) => [...link].map((character) => `&#${character.codePointAt(0)};`).join(''));
}
