/** An estimate as text: the intervals, what they rest on, and what they leave out; or why there is only a lower bound. */
import { duration } from '../../cells/duration-text.ts';
import { type Estimate, newRateOf, type Seen, type Unknown, type WalkCounts } from '../../estimate/estimate.ts';
import type { Interval } from '../../estimate/likeness.ts';
import { momentOf } from '../../estimate/moment.ts';
import type { Sample } from '../../estimate/sample.ts';
import { stoppedText } from '../../report/stopped.ts';
import { counted } from '../../trace/counted.ts';
import { naturalWidth, paragraph, table } from '../../trace/table.ts';

const NO_BOUND: { readonly [U in Unknown]: string } = {
  few: 'Too few levels were explored to see how they grow.',
  growing:
    'The levels still grow, and explorations that once grew like this one ended too differently to tell how far it goes.',
  new: 'Random walks neither end nor return to a state: no end is in sight, and there may be none.',
};
const MORE_TIME = 'More time may tell more: --seconds 60.';

/** `title` is the system on a command line. */
export function estimateLines(sample: Sample, title: string): string[] {
  return [...paragraph(title), '', ...resultLines(sample), ...stoppedLines(sample)];
}

function resultLines(sample: Sample): string[] {
  const { estimate, seen, seconds, peakBytes } = sample;
  const spent = `${duration(seconds)}, ${memory(peakBytes)} at most`;
  switch (estimate.kind) {
    case 'exact':
      return paragraph(`${countsText(seen)}: every reachable state was explored, exact; ${spent}`);
    case 'lower bound':
      return [
        ...paragraph(`at least ${countsText(seen)} (found in ${spent}); no upper bound`),
        '',
        ...paragraph(`${NO_BOUND[estimate.because]} ${MORE_TIME}`),
        ...walkLines(seen.walks),
      ];
    case 'interval':
      return [...intervalLines(sample, estimate), '', ...basisLines(sample, estimate)];
  }
}

function countsText({ states, transitions, levels }: Seen): string {
  return `${counted(states, 'state')}, ${counted(transitions, 'transition')}, depth ${Math.max(0, levels.length - 1)}`;
}

function intervalLines({ cost }: Sample, estimate: Estimate & { readonly kind: 'interval' }): string[] {
  const { states, transitions, depth, coverage } = estimate;
  const row = (name: string, interval: Interval | undefined, text: (value: number) => string) =>
    interval === undefined ? [] : [[name, text(interval.likely), `${text(interval.low)} to ${text(interval.high)}`]];
  const rows = [
    ['', 'likely', `${coverage}% interval`],
    ...row('states', states, rounded),
    ...row('transitions', transitions, rounded),
    ...row('depth', depth, rounded),
    ...row('time', cost.seconds, duration),
    ...row('memory', cost.peakBytes, memory),
  ];
  const widths = [0, 1, 2].map((i) =>
    naturalWidth(
      rows.map((cells) => cells[i] ?? ''),
      40,
    ),
  );
  const fit = cost.fit === undefined || cost.fit === 'fits' ? [] : ['', ...paragraph(FIT[cost.fit])];
  return [
    ...table(
      widths.map((width) => ({ width })),
      rows,
    ),
    ...fit,
  ];
}

const FIT = {
  'may not fit': 'It may not fit: there may be more states than memory has room for.',
  'too many states': 'It does not fit: a WebAssembly memory of 16 GiB has no room for this many states.',
  'too little memory': 'It does not fit into the memory that this process may use (--max-memory).',
} as const;

function basisLines(
  { seen, seconds, workers }: Sample,
  { explorations }: Estimate & { readonly kind: 'interval' },
): string[] {
  return [
    ...paragraph(
      `Seen: ${countsText(seen)}, in ${duration(seconds)} with ${counted(workers, 'thread')}. ${growthText(seen)}`,
    ),
    ...walkLines(seen.walks),
    ...paragraph(
      `Compared with the most similar moments of ${explorations} explorations that were finished. Time and memory are those of exploring: judging infinite runs comes on top.`,
    ),
  ];
}

function growthText({ levels }: Seen): string {
  const growth = momentOf(levels)?.growth ?? 0;
  const largest = Math.max(...levels);
  const last = levels.at(-1) ?? 0;
  if (growth > 0.5) return `The levels still grow, now as the power ${growth.toFixed(1)} of the depth.`;
  return growth < -0.5
    ? `The levels shrink: the last has ${Math.round((100 * last) / largest)}% of the states of the largest.`
    : 'The levels hardly grow.';
}

function walkLines(walks: WalkCounts | undefined): string[] {
  if (walks === undefined) return [];
  const share = (part: number, whole: number) => `${Math.round((100 * part) / whole)}%`;
  return paragraph(
    `${counted(walks.walks, 'random walk')} met ${counted(walks.states, 'state')}; ${share(walks.statesKnown, walks.states)} of them, and ${share(walks.stepsKnown, walks.steps)} of ${counted(walks.steps, 'step')}, were in the levels explored. The next step meets a new state with a chance of ${share(newRateOf(walks), 1)}.`,
  );
}

function stoppedLines({ stopped }: Sample): string[] {
  return stopped === undefined ? [] : ['', ...paragraph(`Exploring stopped because ${stoppedText(stopped)}.`)];
}

/** Two digits: more would be noise. */
function rounded(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString('en');
}

function memory(bytes: number): string {
  return bytes < 1024 ** 3 ? `${Math.round(bytes / 1024 ** 2)} MB` : `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}
