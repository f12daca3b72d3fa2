/** The part of results/estimate.md that follows from src/estimate/known-explorations.ts alone: a test compares it. */
import { knownExplorations } from '../../../src/estimate/known.ts';
import { type Errors, errorsAt, type QuantityErrors, SHARES } from './errors-table.ts';

export function calibrationTables(): string {
  const known = knownExplorations();
  const models = new Set(known.map(({ model }) => model));
  const sizes = known.map(({ states }) => states).toSorted((a, b) => a - b);
  return `## Models that were left out

${known.length} cells of ${models.size} models, of ${sizes[0]?.toLocaleString('en')} to ${sizes.at(-1)?.toLocaleString('en')} states. Each is
estimated when the levels that are known have at most the share of its states in the first column (and at least half of that), from the
explorations of the *other* models alone. *Off by*: the factor between the likely value and the truth, in either direction. *Inside*: the
share of the 80% intervals that contain the truth. *Width*: the high end by the low end, in the median. *Cannot tell*: only a lower bound was
given; the other columns leave these out.

With random walks, as \`everywhen estimate\` does it:

${tableOf(true)}

From the levels alone, as the progress line of \`everywhen check\` does it, which shows nothing while levels grow, or where the high end
is more than 10 times the low end:

${tableOf(false)}
`;
}

function tableOf(withWalks: boolean): string {
  const rows = SHARES.map((share) => row(errorsAt(share, withWalks)));
  return [
    '| share | cells | cannot tell | states off by, median | 90% | inside | width | depth off by, median | 90% | inside | width |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function row({ share, cells, unknown, states, depth }: Errors): string {
  const of = ({ median, most, coverage, width }: QuantityErrors) => [
    median.toFixed(2),
    most.toFixed(2),
    percent(coverage),
    width.toPrecision(2),
  ];
  if (unknown === cells) return `| ${[percent(share), cells, unknown].join(' | ')} |${'  |'.repeat(8)}`;
  return `| ${[percent(share), cells, unknown, ...of(states), ...of(depth)].join(' | ')} |`;
}

export function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}
