/** How many states a table holds, how large the next one is, and what that will cost: known ahead, as it depends on counts alone. */
import { BLOCK_RECORDS, BLOCKS_USED, LINE_BYTES, STATE_LINES, WORD_LINES, WORDS_USED } from '../kernel/memory-map.ts';
import type { Kernel } from '../kernel.ts';
import type { Layout } from './layout.ts';
import { blockBytes } from './log.ts';
import type { Room } from './room.ts';

export const LINE_BUCKETS = 8;
/** From this many lines on (64 MB), memory matters more than time. */
export const LINES_MANY = 2 ** 20;
/**
 * The share of a table's buckets that are taken when it grows. The fuller a table is, the more entries overflow their
 * home line.
 */
const LOAD_MAX_FEW = 0.6;
export const LOAD_MAX = 0.85;

/** The states of a table with this many lines, when it is as full as it may be. */
export function roomIn(lines: number): number {
  return Math.floor(lines * LINE_BUCKETS * (lines < LINES_MANY ? LOAD_MAX_FEW : LOAD_MAX));
}

/** The numbers of lines to which a table may grow from `lines`; the best first. */
export function nextLines(lines: number): number[] {
  if (lines < LINES_MANY) return [Math.min(4 * lines, LINES_MANY), 2 * lines];
  return [1.5, 1.15].map((factor) => Math.ceil(factor * lines));
}

interface Memory {
  readonly kernel: Kernel;
  readonly layout: Layout;
  readonly room: Room;
}

/**
 * Bytes of the tables and the log when `states` are stored, of which `stored` are now; undefined if they cannot be addressed. The words
 * are taken to grow as the states do: an upper bound in practice.
 */
export function bytesFor(states: number, stored: number, { kernel, layout, room }: Memory): number | undefined {
  const { recordBytes } = layout;
  const blocks = Math.max(kernel.get(BLOCKS_USED), Math.ceil(states / BLOCK_RECORDS));
  const fits = (lines: number) => room.isFor({ lines, blocks, recordBytes });
  let lines = kernel.get(STATE_LINES);
  while (roomIn(lines) < states) {
    const next = nextLines(lines).find(fits);
    if (next === undefined) return undefined;
    lines = next;
  }
  if (!fits(lines)) return undefined;
  const words = layout.words === 1 ? 0 : kernel.get(WORD_LINES) * LINE_BYTES + kernel.get(WORDS_USED) * 8;
  return lines * LINE_BYTES + blocks * blockBytes(recordBytes) + words * Math.max(1, states / Math.max(1, stored));
}
