/** The log as levels see it: the records that were reported as new, and those that came since. */
import {
  BLOCK_COUNT,
  BLOCK_FOOTPRINTS,
  BLOCK_PADDING,
  BLOCK_RECORDS,
  BLOCKS_USED,
  FREE_PAGES,
  HEAD_BYTES,
  HEADS,
  LOG_BASE,
  NO_FOOTPRINTS,
  PAGES_FREE,
  RECORD_BYTES,
} from '../kernel/memory-map.ts';
import type { Kernel } from '../kernel.ts';

/** Records of one block of the log, by number: the first, and the one after the last. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export class Log {
  readonly #kernel: Kernel;
  /** By block of the log: the number of its records that were reported. */
  readonly #reported: number[] = [];
  /** The first block that is not full of reported records. */
  #firstOpen = 0;
  #states = 0;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** States that were reported. */
  get states(): number {
    return this.#states;
  }

  /** Reports what was stored since the last report: the next level, when the one before is done. */
  newRanges(): Range[] {
    const ranges = this.unreported();
    this.report(ranges);
    return ranges;
  }

  /** States stored, reported or not. */
  countStored(): number {
    return this.#states + lengthOf(this.unreported());
  }

  /** All records, block by block. */
  get ranges(): Range[] {
    return this.#rangesFrom(0, () => 0);
  }

  unreported(): Range[] {
    return this.#rangesFrom(this.#firstOpen, (block) => this.#reported[block] ?? 0);
  }

  /** Behind so many records of each block, from a block on. */
  #rangesFrom(first: number, known: (block: number) => number): Range[] {
    const ranges: Range[] = [];
    const used = this.#kernel.get(BLOCKS_USED);
    for (let block = first; block < used; block++) {
      const from = BLOCK_RECORDS * block + known(block);
      const to = BLOCK_RECORDS * block + this.#kernel.get(headOf(block) + BLOCK_COUNT);
      if (to > from) ranges.push({ from, to });
    }
    return ranges;
  }

  /**
   * To be called while no task runs, when all states of a level have been visited: their footprints are no longer
   * needed. The page of a block that is full is free for another block.
   */
  forgetFootprints(level: readonly Range[]): void {
    const kernel = this.#kernel;
    for (const { to } of level) {
      const at = headOf(blockOf(to - 1)) + BLOCK_FOOTPRINTS;
      const page = kernel.get(at);
      if (to % BLOCK_RECORDS !== 0 || page === 0) continue;
      // A thread that died between taking a page and finding none may have left the count negative.
      const free = Math.max(0, kernel.get(PAGES_FREE) | 0);
      kernel.set(FREE_PAGES + 4 * free, page);
      kernel.set(PAGES_FREE, free + 1);
      kernel.set(at, 0);
    }
  }

  /** The address of the byte of a record that is still to be visited: a footprint, or what was chosen. */
  byteOf(record: number): number {
    const page = this.#kernel.get(headOf(blockOf(record)) + BLOCK_FOOTPRINTS);
    return (page === 0 ? NO_FOOTPRINTS : page) + (record % BLOCK_RECORDS);
  }

  /** Reports these as new. */
  report(ranges: readonly Range[]): void {
    for (const { to } of ranges) this.#reported[blockOf(to - 1)] = to - BLOCK_RECORDS * blockOf(to - 1);
    while (this.#reported[this.#firstOpen] === BLOCK_RECORDS) this.#firstOpen++;
    this.#states += lengthOf(ranges);
  }
}

/** The address of a block's head. */
export function headOf(block: number): number {
  return HEADS + HEAD_BYTES * block;
}

/** The address of a record, in the wide memory. */
export function addressOf(kernel: Kernel, record: number): number {
  const bytes = kernel.get(RECORD_BYTES);
  return kernel.count(LOG_BASE) - (blockOf(record) + 1) * blockBytes(bytes) + (record % BLOCK_RECORDS) * bytes;
}

/** Bytes of a block whose records have `recordBytes`. */
export function blockBytes(recordBytes: number): number {
  return BLOCK_RECORDS * recordBytes + BLOCK_PADDING;
}

export function blockOf(record: number): number {
  return Math.floor(record / BLOCK_RECORDS);
}

/** Consecutive records, block by block. */
export function rangesBetween(from: number, to: number): Range[] {
  const ranges: Range[] = [];
  for (let at = from; at < to; ) {
    const end = Math.min(to, BLOCK_RECORDS * (blockOf(at) + 1));
    ranges.push({ from: at, to: end });
    at = end;
  }
  return ranges;
}

export function lengthOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from, 0);
}
