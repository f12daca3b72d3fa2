/** The result of a search as text for people. */
import { duration } from '../cells/duration-text.ts';
import { inertLine } from '../errors.ts';
import { counted } from '../trace/counted.ts';
import { lineWidth } from '../trace/line-width.ts';
import { naturalWidth, paragraph, table } from '../trace/table.ts';
import type { MinimalSet, Need, RepairResult } from './result.ts';

/** Of sets that are listed, where a search leaves many. */
const SHOWN_MAX = 8;
const NAME_WIDTH_MAX = 30;

export function repairText(result: RepairResult): readonly string[] {
  const { model, lines, cells, properties, minimal, unproved } = result;
  const claim =
    properties === undefined
      ? 'all properties hold'
      : `${properties.join(', ')} hold${properties.length === 1 ? 's' : ''}`;
  return [
    ...paragraph(
      `${model}: ${counted(lines.length, 'candidate line')}, ${counted(cells.length, 'cell')} in which ${claim}`,
    ),
    '',
    ...headline(result),
    ...minimal.flatMap((set) => ['', ...setLines(set)]),
    ...unproved.flatMap((set) => ['', ...setLines(set)]),
    '',
    ...openLines(result),
    ...countLines(result),
  ];
}

function headline({ verdict, minimal, unproved, counts }: RepairResult): readonly string[] {
  if (verdict === 'none') return ['none: every set of lines is refuted'];
  if (minimal.length > 0) {
    const isAll = counts.undecided + counts.notExamined === 0;
    const what = `found: ${counted(minimal.length, 'minimal set')}${isAll ? ', and no other' : '; there may be others'}`;
    return paragraph(unproved.length === 0 ? what : `${what}; ${counted(unproved.length, 'set')} may not be minimal`);
  }
  const holds =
    unproved.length === 0 ? 'no set is known to hold' : `${counted(unproved.length, 'set')} may not be minimal`;
  return [`undecided: ${holds}`];
}

function setLines({ lines, cost, states, proof, needs, below }: MinimalSet): readonly string[] {
  const sets = below.explored + below.replayed + below.refused + below.open;
  const refuted = `${counted(sets, 'set')} within it: ${below.explored} refuted by exploration, ${below.replayed} by replay`;
  const rest = [
    ...(below.refused > 0 ? [`${below.refused} no design`] : []),
    ...(below.open > 0 ? [`${below.open} not decided`] : []),
  ];
  const body = [
    ...paragraph(`holds: ${counted(proof.length, 'cell')}, ${counted(states, 'state')}`),
    ...(sets === 0 ? ['no line is needed'] : paragraph([refuted, ...rest].join(', '))),
    ...needLines(needs),
  ];
  return [
    ...paragraph(`${setText(lines)}${lines.length === 0 ? '' : ` (${counted(lines.length, 'line')}, cost ${cost})`}`, {
      indent: 2,
    }),
    ...body.map((line) => `  ${line}`),
  ];
}

function needLines(needs: readonly Need[]): readonly string[] {
  if (needs.length === 0) return [];
  const width = naturalWidth(
    needs.map(({ line }) => line),
    NAME_WIDTH_MAX,
  );
  const rest = lineWidth() - width - 6;
  const rows = needs.map(({ line, property, cell, steps, by }) => {
    const run = steps === undefined ? '' : `, ${counted(steps, 'step')}${by === 'replay' ? ' at most' : ''}`;
    return [line, `without it ${property} is violated in ${cell}${run}`];
  });
  return needs.flatMap(({ command }, i) => [
    ...table([{ width }, { width: rest }], [rows[i] as string[]]).map((line) => line),
    `  ${inertLine(command)}`,
  ]);
}

export function setText(lines: readonly string[]): string {
  return lines.length === 0 ? 'no line' : lines.join(', ');
}

/** What is not covered. */
function openLines({ undecided, broken, monotone, counts }: RepairResult): readonly string[] {
  const { notExamined, largerNotExamined } = counts;
  return [
    ...undecided
      .slice(0, SHOWN_MAX)
      .flatMap(({ lines, cell, because }) =>
        paragraph(`undecided with ${setText(lines)}: in ${cell} ${because}`, { indent: 2 }),
      ),
    ...more(undecided.length, 'undecided set'),
    ...broken.slice(0, SHOWN_MAX).flatMap(({ lines, within, property, cell }) =>
      paragraph(`${setText(lines)} violates ${property} in ${cell}, although ${setText(within)} holds`, {
        indent: 2,
      }),
    ),
    ...more(broken.length, 'set that lines break', 'sets that lines break'),
    ...(notExamined === 0 ? [] : [`not examined: ${counted(notExamined, 'set')}; the same command continues`]),
    ...(largerNotExamined === 0
      ? []
      : [`larger sets not examined: ${largerNotExamined.toLocaleString('en')}; --larger decides them`]),
    ...(monotone === true && counts.holding > 0
      ? ['monotone: all sets are decided, and no line breaks what holds without it']
      : []),
  ];
}

function more(length: number, singular: string, plural?: string): readonly string[] {
  return length <= SHOWN_MAX
    ? []
    : [`... and ${counted(length - SHOWN_MAX, `more ${singular}`, plural && `more ${plural}`)}`];
}

function countLines({ counts, seconds }: RepairResult): readonly string[] {
  const { sets, holding, refutedByExploration, refutedByReplay, refused, undecided } = counts;
  const parts = [
    `${holding.toLocaleString('en')} ${holding === 1 ? 'holds' : 'hold'}`,
    `${refutedByExploration.toLocaleString('en')} refuted by exploration`,
    `${refutedByReplay.toLocaleString('en')} by replay`,
    ...(refused > 0 ? [`${refused.toLocaleString('en')} no design`] : []),
    ...(undecided > 0 ? [`${undecided.toLocaleString('en')} undecided`] : []),
  ];
  const cached = counts.cached === 0 ? '' : ` (${counts.cached.toLocaleString('en')} from the cache)`;
  return [
    ...paragraph(`${counted(sets, 'set')}: ${parts.join(', ')}`),
    ...paragraph(
      `${counted(counts.explorations, 'cell')} explored${cached} of the ${counts.explorationsOfAll.toLocaleString('en')} of all sets, ${counted(counts.replays, 'replay')}, ${duration(seconds)}`,
    ),
  ];
}
