/** How many states a table holds, how large the next one is, and what that will cost: known ahead, as it depends on counts alone. */
import {
  BLOCK_RECORDS,
  BLOCKS_USED,
  COMPACT_BITS,
  LINE_BYTES,
  SPARE_LINES,
  STATE_LINES,
  WORD_LINES,
  WORDS_USED,
} from '../kernel/memory-map.ts';
import type { Kernel } from '../kernel.ts';
import { keyBits, type Layout } from './layout.ts';
import { blockBytes } from './log.ts';
import type { Room } from './room.ts';

/** A table of states. */
export interface TableSize {
  readonly lines: number;
  /** Whether it has sixteen buckets in a line instead of eight (kernel/tables/compact.ts). */
  readonly isCompact: boolean;
}

export const LINE_BUCKETS = 8;
const LINE_BUCKETS_COMPACT = 16;
/** From this many lines on (64 MB), memory matters more than time. */
export const LINES_MANY = 2 ** 20;
/**
 * The share of a table's buckets that are taken when it grows. The fuller a table is, the more entries overflow their
 * home line.
 */
const LOAD_MAX_FEW = 0.6;
export const LOAD_MAX = 0.85;
/** Less, because an entry has its bucket at most 62 lines from home. */
const LOAD_MAX_COMPACT = 0.8;

/** Of what a compact bucket has for the rest of a hash. */
const REST_BITS = 26;
/** A hash has these at least. */
const UPPER_BITS = 32;
/** A node is the number of a bucket, and twice that number has 32 bits. */
const COMPACT_LINES_MAX = 2 ** 31 / LINE_BUCKETS_COMPACT;

export function tableOf(kernel: Kernel): TableSize {
  return { lines: kernel.get(STATE_LINES), isCompact: kernel.get(COMPACT_BITS) !== 0 };
}

/** Buckets, free or taken, with those behind the last home line. */
export function bucketsIn({ lines, isCompact }: TableSize): number {
  return (lines + SPARE_LINES) * (isCompact ? LINE_BUCKETS_COMPACT : LINE_BUCKETS);
}

/** The states of a table when it is as full as it may be. */
export function roomIn({ lines, isCompact }: TableSize): number {
  const loadMax = lines < LINES_MANY ? LOAD_MAX_FEW : isCompact ? LOAD_MAX_COMPACT : LOAD_MAX;
  return Math.floor(lines * (isCompact ? LINE_BUCKETS_COMPACT : LINE_BUCKETS) * loadMax);
}

/** The bits of a hash in a compact table with so many lines; 0 if the keys of a layout have too many for one. */
export function compactBits(lines: number, layout: Layout): number {
  const bits = Math.max(UPPER_BITS, keyBits(layout));
  const among = 32 - Math.clz32((2 ** 32 - 1) / lines);
  return lines <= COMPACT_LINES_MAX && bits - UPPER_BITS + among <= REST_BITS ? bits : 0;
}

/** What a table may become when it is full; the best first. */
export function nextTables({ lines, isCompact }: TableSize, layout: Layout, compactFrom: number): TableSize[] {
  if (!isCompact && lines >= compactFrom && compactBits(lines, layout) > 0) return [{ lines, isCompact: true }];
  const more =
    lines < LINES_MANY
      ? [Math.min(4 * lines, LINES_MANY), 2 * lines]
      : [1.5, 1.15].map((factor) => Math.ceil(factor * lines));
  const allowed = isCompact ? more.filter((few) => few <= COMPACT_LINES_MAX) : more;
  return allowed.map((next) => ({ lines: next, isCompact }));
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
  const fits = ({ lines }: TableSize) => room.isFor({ lines, blocks, recordBytes });
  let table = tableOf(kernel);
  while (roomIn(table) < states) {
    const next = nextTables(table, layout, kernel.compactFrom).find(fits);
    if (next === undefined) return undefined;
    table = next;
  }
  if (!fits(table)) return undefined;
  const words = layout.words === 1 ? 0 : kernel.get(WORD_LINES) * LINE_BYTES + kernel.get(WORDS_USED) * 8;
  return (
    table.lines * LINE_BYTES + blocks * blockBytes(recordBytes) + words * Math.max(1, states / Math.max(1, stored))
  );
}
