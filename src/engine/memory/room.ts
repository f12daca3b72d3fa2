/** The addresses of the table of states and of the log, which grow towards each other in the wide memory. */
import {
  BLOCKS_USED,
  HEADS_MAX,
  LINE_BYTES,
  LOG_BASE,
  RECORD_BYTES,
  SPARE_LINES,
  STATE_BASE,
  STATE_LINES,
  WORDS,
  WORDS_END,
  WORDS_USED,
} from '../kernel/memory-map.ts';
import type { Kernel } from '../kernel.ts';
import { HAS_WIDE_MEMORY } from '../kernel-file.ts';
import { blockBytes } from './log.ts';

/** The share of the memory for states that neither the table nor the log takes: searches for paths mark states there. */
const MARKS_SHARE = 1 / 256;

export class Room {
  readonly #kernel: Kernel;
  readonly #marksBytes: number;
  /** The first byte of the table, and the byte behind the first block of the log. */
  readonly base: number;
  readonly logBase: number;

  /** For states of so many words. */
  constructor(kernel: Kernel, words: number) {
    this.#kernel = kernel;
    const { from, to } = kernel.roomForStates(words);
    this.base = from;
    this.logBase = to;
    this.#marksBytes = LINE_BYTES * Math.floor((MARKS_SHARE * (to - from)) / LINE_BYTES);
    kernel.setCount(STATE_BASE, from);
    kernel.setCount(LOG_BASE, to);
  }

  /** The address right behind the table. */
  get end(): number {
    return this.#endWith(this.#kernel.get(STATE_LINES));
  }

  /** The first byte of the log. */
  get logEnd(): number {
    return this.logBase - this.#kernel.get(BLOCKS_USED) * blockBytes(this.#kernel.get(RECORD_BYTES));
  }

  /** Whether there are addresses for a table and a log of these sizes. */
  isFor({ lines, blocks, recordBytes }: { lines: number; blocks: number; recordBytes: number }): boolean {
    const logEnd = this.logBase - blocks * blockBytes(recordBytes);
    return this.#endWith(lines) + this.#marksBytes <= logEnd && blocks <= HEADS_MAX;
  }

  /** Blocks that the log may have beside the present table. */
  blocksOf(recordBytes: number): number {
    const room = this.logBase - this.end - this.#marksBytes;
    return Math.min(Math.floor(room / blockBytes(recordBytes)), HEADS_MAX);
  }

  /** A part of the first memory that nothing uses while no task runs and no word is interned: the last of the words. */
  get spare(): { readonly from: number; readonly to: number } {
    if (!HAS_WIDE_MEMORY) return { from: this.end, to: this.logEnd };
    return { from: WORDS + 8 * this.#kernel.get(WORDS_USED), to: WORDS_END };
  }

  /** Whether the table of states of so many words begins where this one does: always, unless there is one memory only. */
  isAlsoFor(words: number): boolean {
    return this.#kernel.roomForStates(words).from === this.base;
  }

  #endWith(lines: number): number {
    return this.base + (lines + SPARE_LINES) * LINE_BYTES;
  }
}
