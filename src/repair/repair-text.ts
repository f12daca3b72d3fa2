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
  const { model, minimal, unproved } = result;
  const sets = [...minimal, ...unproved];
  return [
    ...paragraph(`${model}: ${questionText(result)}`),
    '',
    ...paragraph(answerText(result)),
    ...sets.slice(0, SETS_MAX).flatMap((set) => ['', ...setLines(set)]),
    ...(sets.length <= SETS_MAX
      ? []
      : ['', `... and ${counted(sets.length - SETS_MAX, 'more set')}; --format json has all`]),
    '',
    ...openTexts(result).flatMap((text) => paragraph(text, { indent: 2 })),
    ...countTexts(result).flatMap((text) => paragraph(text)),
  ];
}

function setLines(set: MinimalSet): readonly string[] {
  const body = [
    ...[proofText(set), ...vacuousTexts(set)].flatMap((text) => paragraph(text)),
    ...paragraph(belowText(set)),
    ...needLines(set.needs),
  ];
  return [...paragraph(setHeading(set), { indent: 2 }), ...body.map((line) => `  ${line}`)];
}

function needLines(needs: readonly Need[]): readonly string[] {
  const names = needs.map(({ line }) => line);
  const width = naturalWidth(names, NAME_WIDTH_MAX);
  const columns = [{ width }, { width: lineWidth() - width - 6 }];
  return needs.flatMap((need) => [...table(columns, [[need.line, needText(need)]]), `  ${inertLine(need.command)}`]);
}
