/** What is said of a result, in the text and on the page. */
import { duration } from '../cells/duration-text.ts';
import { counted } from '../trace/counted.ts';
import type { MinimalSet, Need, RepairResult } from './result.ts';

/** Of sets that are listed, where a search leaves many. */
const SHOWN_MAX = 8;

export function setText(lines: readonly string[]): string {
  return lines.length === 0 ? 'no line' : lines.join(', ');
}

/** `no line`, or the lines with their number and cost. */
export function setHeading({ lines, cost }: Pick<MinimalSet, 'lines' | 'cost'>): string {
  return lines.length === 0 ? setText(lines) : `${setText(lines)} (${counted(lines.length, 'line')}, cost ${cost})`;
}

export function questionText({ lines, cells, properties }: RepairResult): string {
  const claim =
    properties === undefined
      ? 'all properties hold'
      : `${properties.join(', ')} hold${properties.length === 1 ? 's' : ''}`;
  return `${counted(lines.length, 'candidate line')}, ${counted(cells.length, 'cell')} in which ${claim}`;
}

export function answerText({ verdict, minimal, unproved, counts }: RepairResult): string {
  if (verdict === 'none') return 'none: every set of lines is refuted';
  const larger = unproved.length === 0 ? '' : `${counted(unproved.length, 'set')} may not be minimal`;
  if (minimal.length === 0) return `undecided: ${larger || 'no set is known to hold'}`;
  const isAll = counts.undecided + counts.notExamined === 0;
  const what = `found: ${counted(minimal.length, 'minimal set')}${isAll ? ', and no other' : '; there may be others'}`;
  return larger === '' ? what : `${what}; ${larger}`;
}

export function proofText({ proof, states }: MinimalSet): string {
  return `holds: ${counted(proof.length, 'cell')}, ${counted(states, 'state')}`;
}

/** Properties that the lines make vacuous: a sentence each. */
export function vacuousTexts({ proof }: MinimalSet): readonly string[] {
  const found = proof.flatMap(({ cell, vacuous = [] }) => vacuous.map((one) => ({ cell, ...one })));
  const groups = Map.groupBy(found, ({ property, because }) => `${property} is vacuous: ${because}`);
  return [...groups].map(([says, cells]) => {
    const where = cells.length === 1 ? cells[0]?.cell : counted(cells.length, 'cell');
    return `with these lines ${says} (in ${where})`;
  });
}

export function belowText({ below }: MinimalSet): string {
  const { explored, replayed, refused, open } = below;
  const sets = explored + replayed + refused + open;
  if (sets === 0) return 'no line is needed';
  return [
    `${counted(sets, 'set')} within it: ${explored} refuted by exploration, ${replayed} by replay`,
    ...(refused > 0 ? [`${refused} no design`] : []),
    ...(open > 0 ? [`${open} not decided`] : []),
  ].join(', ');
}

export function needText({ property, cell, steps, by }: Need): string {
  const run = steps === undefined ? '' : `, ${counted(steps, 'step')}${by === 'replay' ? ' at most' : ''}`;
  return `without it ${property} is violated in ${cell}${run}`;
}

/** What is not covered. */
export function openTexts({ undecided, broken, monotone, counts, gapsStopped }: RepairResult): readonly string[] {
  const { notExamined, largerNotExamined, holding } = counts;
  return [
    ...(gapsStopped === undefined
      ? []
      : [`there may be other gaps: a cell without fences was stopped (${gapsStopped})`]),
    ...undecided
      .slice(0, SHOWN_MAX)
      .map(({ lines, cell, because }) => `undecided with ${setText(lines)}: in ${cell} ${because}`),
    ...more(undecided.length, 'undecided set'),
    ...broken.slice(0, SHOWN_MAX).map(({ lines, within, property, cell }) => {
      return `${setText(lines)} violates ${property} in ${cell}, although ${setText(within)} holds`;
    }),
    ...more(broken.length, 'set that lines break', 'sets that lines break'),
    ...(notExamined === 0 ? [] : [`not examined: ${counted(notExamined, 'set')}; the same command continues`]),
    ...(largerNotExamined === 0
      ? []
      : [`larger sets not examined: ${largerNotExamined.toLocaleString('en')}; --larger decides them`]),
    ...(monotone === true && holding > 0
      ? ['monotone: all sets are decided, and no line breaks what holds without it']
      : []),
  ];
}

function more(length: number, singular: string, plural = `${singular}s`): readonly string[] {
  return length <= SHOWN_MAX ? [] : [`... and ${counted(length - SHOWN_MAX, `more ${singular}`, `more ${plural}`)}`];
}

/** What was decided, and what that took. */
export function countTexts({ counts, seconds }: RepairResult): readonly string[] {
  const { sets, holding, refutedByExploration, refutedByReplay, refused, undecided } = counts;
  const number = (count: number) => count.toLocaleString('en');
  const parts = [
    `${number(holding)} ${holding === 1 ? 'holds' : 'hold'}`,
    `${number(refutedByExploration)} refuted by exploration`,
    `${number(refutedByReplay)} by replay`,
    ...(refused > 0 ? [`${number(refused)} no design`] : []),
    ...(undecided > 0 ? [`${number(undecided)} undecided`] : []),
  ];
  const cached = counts.cached === 0 ? '' : ` (${number(counts.cached)} from the cache)`;
  const explored = `${counted(counts.explorations, 'cell')} explored${cached}`;
  return [
    `${counted(sets, 'set')}: ${parts.join(', ')}`,
    `${explored} of the ${number(counts.explorationsOfAll)} of all sets, ${counted(counts.replays, 'replay')}, ${duration(seconds)}`,
  ];
}
