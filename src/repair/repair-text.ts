/** The result of a search as text for people. */
import { inertLine } from '../errors.ts';
import { counted } from '../trace/counted.ts';
import { lineWidth } from '../trace/line-width.ts';
import { naturalWidth, paragraph, table } from '../trace/table.ts';
import type { MinimalSet, Need, RepairResult } from './result.ts';
import {
  answerText,
  belowText,
  countTexts,
  needText,
  openTexts,
  proofText,
  questionText,
  setHeading,
  vacuousTexts,
} from './sentences.ts';

const NAME_WIDTH_MAX = 30;
/** Lines that can be exchanged for each other make many sets. */
const SETS_MAX = 16;

export function repairText(result: RepairResult): readonly string[] {
  const { model, lines, minimal, unproved } = result;
  const sets = [...minimal, ...unproved];
  const titles = new Map(lines.map(({ name, title }) => [name, title]));
  return [
    ...paragraph(`${model}: ${questionText(result)}`),
    '',
    ...paragraph(answerText(result)),
    ...sets.slice(0, SETS_MAX).flatMap((set) => ['', ...setLines(set, titles)]),
    ...(sets.length <= SETS_MAX
      ? []
      : ['', `... and ${counted(sets.length - SETS_MAX, 'more set')}; --format json has all`]),
    '',
    ...openTexts(result).flatMap((text) => paragraph(text, { indent: 2 })),
    ...countTexts(result).flatMap((text) => paragraph(text)),
  ];
}

type Titles = ReadonlyMap<string, string>;

function setLines(set: MinimalSet, titles: Titles): readonly string[] {
  const says = [proofText(set), ...vacuousTexts(set), belowText(set)];
  const body = [...says.flatMap((text) => paragraph(text)), ...needLines(set.needs, titles)];
  return [...paragraph(setHeading(set), { indent: 2 }), ...body.map((line) => `  ${line}`)];
}

/** What each line does, what is violated without it, and the command that shows it. */
function needLines(needs: readonly Need[], titles: Titles): readonly string[] {
  const names = needs.map(({ line }) => line);
  const width = naturalWidth(names, NAME_WIDTH_MAX);
  const columns = [{ width }, { width: lineWidth() - width - 6 }];
  return needs.flatMap((need) => [
    ...table(columns, [
      [need.line, titles.get(need.line) ?? ''],
      ['', needText(need)],
    ]),
    `  ${inertLine(need.command)}`,
  ]);
}
