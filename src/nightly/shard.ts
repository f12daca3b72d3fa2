/** Splits a night into parts, one for each machine: each cell is in exactly one part, and all parts take about as long. */
import { UserError } from '../errors.ts';
import { digest } from '../load/loads.ts';
import type { Durations } from './durations.ts';
import type { NightlyCell } from './nightly-cell.ts';

export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly of: number;
}

/** `2/8`. Throws `E_USAGE`. */
export function parseShard(text: string): Shard {
  const [, index, of] = text.match(/^(\d+)\/(\d+)$/)?.map(Number) ?? [];
  if (index === undefined || of === undefined || index < 1 || index > of) {
    throw new UserError('E_USAGE', `--shard cannot be '${text}'.`, { hint: 'The second of four parts is 2/4.' });
  }
  return { index, of };
}

export interface Split<C> {
  readonly cells: readonly C[];
  /** The same for all parts of one split; a split of other cells or by other durations has another digest. */
  readonly digest: string;
}

/**
 * Takes the sets of a night one after the other, and within a set the longest cell first; each goes to the part with the least time so far
 * (Graham 1969: at most a third more than the best split). The result is the same on every machine that has the same durations.
 */
export function split<C extends NightlyCell>(cells: readonly C[], durations: Durations, shard: Shard): Split<C> {
  const loads = Array.from({ length: shard.of }, () => 0);
  const own = new Set<C>();
  const places: string[] = [];
  for (const group of Map.groupBy(cells, ({ set }) => set).values()) {
    const longestFirst = group
      .map((cell) => ({ cell, seconds: durations.estimate(cell).seconds }))
      .toSorted((a, b) => b.seconds - a.seconds || (a.cell.id < b.cell.id ? -1 : 1));
    for (const { cell, seconds } of longestFirst) {
      const least = loads.indexOf(Math.min(...loads));
      loads[least] = (loads[least] ?? 0) + seconds;
      places.push(`${cell.id} ${least}`);
      if (least === shard.index - 1) own.add(cell);
    }
  }
  return { cells: cells.filter((cell) => own.has(cell)), digest: digest(places.join('\n')) };
}
