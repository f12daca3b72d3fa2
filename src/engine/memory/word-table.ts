/** The table of the words of states that have several, and the words by their numbers, as the engine manages them (kernel/words.ts). */
import {
  LINE_BYTES,
  MATCHES,
  SPARE_LINES,
  WORD_BUCKETS,
  WORD_BUCKETS_END,
  WORD_LINES,
  WORDS,
  WORDS_REMAINING,
  WORDS_USED,
} from '../kernel/memory-map.ts';
import { type Kernel, scratchOf } from '../kernel.ts';
import { LINE_BUCKETS, LOAD_MAX } from './capacity.ts';

const LINES_FIRST = 1024;
const WORD_BYTES = 8;

export class WordTable {
  readonly #kernel: Kernel;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.reopen(LINES_FIRST, 0);
  }

  /** Makes it as large as another one, in which so many numbers were handed out. */
  reopen(lines: number, words: number): void {
    this.#kernel.set(WORD_LINES, lines);
    this.#kernel.set(WORDS_USED, words);
    this.#kernel.set(WORDS_REMAINING, Math.floor(lines * LINE_BUCKETS * LOAD_MAX) - words);
  }

  get lines(): number {
    return this.#kernel.get(WORD_LINES);
  }

  /** Word numbers that were handed out. */
  get words(): number {
    return this.#kernel.get(WORDS_USED);
  }

  get bytes(): number {
    return this.lines * LINE_BYTES + this.words * WORD_BYTES;
  }

  /** Makes room for more words, while no task runs. False if there is none to address. */
  grow(): boolean {
    const before = this.lines;
    const lines = 2 * before;
    if (endOf(lines) > WORD_BUCKETS_END) return false;
    let last = endOf(before);
    this.#kernel.set(WORD_LINES, lines);
    this.#kernel.run.claim(last, endOf(lines));
    while (last > WORD_BUCKETS) last = this.#kernel.run.growWordTable(0, last, scratchOf(0) + MATCHES) >>> 0;
    Atomics.add(this.#kernel.u32, WORDS_REMAINING >>> 2, (lines - before) * LINE_BUCKETS * LOAD_MAX);
    return true;
  }

  clear(): void {
    this.#kernel.run.clear(WORD_BUCKETS, endOf(this.lines) - WORD_BUCKETS);
    this.#kernel.run.clear(WORDS, this.words * WORD_BYTES);
  }
}

function endOf(lines: number): number {
  return WORD_BUCKETS + (lines + SPARE_LINES) * LINE_BYTES;
}
