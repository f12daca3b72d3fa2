/** What the evaluations of each step and property cost, as a table; the most expensive come first. */
import { adviceFor, adviceOf, readsText } from '../../check/advice.ts';
import type { EvaluationProfile } from '../../model/accounts/profile.ts';
import { lineWidth } from '../../trace/line-width.ts';
import { paragraph, table, totalWidth } from '../../trace/table.ts';

const ROWS_MAX = 20;
const COLUMNS = [
  { width: 6, align: 'right' },
  { width: 11, align: 'right' },
  { width: 10, align: 'right' },
  { width: 8, align: 'right' },
] as const;
const HEAD = ['share', 'evaluations', 'memoised', 'memory', 'step or property, and what it reads'];

/** `seconds`: of the whole run, of which the shares are. */
export function profileLines(profile: readonly EvaluationProfile[], seconds: number): string[] {
  const evaluated = profile.filter(({ evaluations }) => evaluations > 0);
  const shown = evaluated.slice(0, ROWS_MAX);
  const others = evaluated.slice(ROWS_MAX);
  const spent = sum(evaluated);
  const columns = [...COLUMNS, { width: lineWidth() - totalWidth([...COLUMNS, { width: 0 }]) }];
  const rows = shown.map((row) => [
    share(row.seconds, seconds),
    row.evaluations.toLocaleString('en'),
    row.memoised.toLocaleString('en'),
    bytesText(row.bytes),
    row.reads.length === 0 ? row.name : `${row.name}: ${readsText(row.reads)}`,
  ]);
  if (others.length > 0) rows.push([share(sum(others), seconds), '', '', '', `${others.length} more`]);
  const advice = shown.flatMap((row) => adviceLines(row.name, adviceFor(row, seconds)));
  return [
    ...table(columns, [HEAD, ...rows]),
    '',
    ...paragraph(
      `Evaluating steps and properties took ${spent.toFixed(2)} of ${seconds.toFixed(2)} s; the rest explored, stored and judged states.`,
    ),
    ...advice,
  ];
}

function adviceLines(name: string, advice: string | undefined): string[] {
  return advice === undefined ? [] : paragraph(`${name}: ${advice}`, { indent: 2 });
}

/** What a run says of a step or property that was not memoised. */
export function slowLines(slow: readonly EvaluationProfile[]): string[] {
  return slow.flatMap((row) =>
    paragraph(
      [
        `Slow: ${row.name} was evaluated in every state, because its values hardly ever recur.`,
        ...(row.reads.length === 0 ? [] : [`It reads ${readsText(row.reads)}.`]),
        adviceOf(row) ?? '',
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
    ),
  );
}

function sum(rows: readonly EvaluationProfile[]): number {
  return rows.reduce((total, { seconds }) => total + seconds, 0);
}

function share(seconds: number, of: number): string {
  return of === 0 ? '' : `${((100 * seconds) / of).toFixed(1)}%`;
}

function bytesText(bytes: number): string {
  return bytes < 1024 ** 2 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
