/**
 * The exact table of states and their log, as the engine manages them: how much room there is, and which states are
 * new.
 */

import type { Stopped } from '../../model/exploration.ts';
import {
  BLOCK,
  BLOCK_COUNT,
  BLOCK_INTENT,
  BLOCK_RECORDS,
  BLOCKS_MAX,
  BLOCKS_USED,
  GRANT,
  HEAD_BYTES,
  HEADS,
  KNOWN,
  LANES_MAX,
  LINE_BYTES,
  MATCHES,
  NEW,
  NODE_VALUES,
  PAGES_FREE,
  PAGES_USED,
  RECORD_BYTES,
  RECORD_MASK,
  REMAINING,
  SCRATCH_HEAD_END,
  SPARE_LINES,
  STATE_LINES,
  STATUS,
  USED,
  WORD_BUCKETS,
  WORD_BUCKETS_END,
  WORD_CACHE,
  WORD_CACHE_MAX,
  WORD_LINES,
  WORDS,
  WORDS_REMAINING,
  WORDS_USED,
} from '../kernel/memory-map.ts';
import { type Kernel, scratchOf } from '../kernel.ts';
import type { Ids } from '../knowledge/domain.ts';
import { LINE_BUCKETS, LOAD_MAX, nextLines, roomIn } from './capacity.ts';
import { Growth } from './growth.ts';
import type { Layout } from './layout.ts';
import { blockBytes, headOf, Log } from './log.ts';
import { isRewritten, rewriteStates } from './rewriting.ts';
import { Room } from './room.ts';

const LINES_FIRST = 1024;

/** The sizes of the tables of a store. */
export interface Sizes {
  readonly stateLines: number;
  readonly wordLines: number;
  /** Word numbers that were handed out. */
  readonly words: number;
}

export class Store {
  readonly #kernel: Kernel;
  #layout: Layout;
  readonly #statesMax: number;
  readonly log: Log;
  readonly room: Room;
  #capacity = 0;

  constructor(kernel: Kernel, layout: Layout, statesMax: number) {
    this.#kernel = kernel;
    this.#layout = layout;
    this.#statesMax = statesMax;
    this.log = new Log(kernel);
    this.room = new Room(kernel, layout.words);
    kernel.set(STATE_LINES, LINES_FIRST);
    kernel.set(BLOCKS_USED, 0);
    kernel.set(PAGES_FREE, 0);
    kernel.set(PAGES_USED, 0);
    kernel.set(GRANT, Number.isFinite(statesMax) ? 1 : 64);
    kernel.set(WORD_LINES, LINES_FIRST);
    kernel.set(WORDS_USED, 0);
    kernel.set(WORDS_REMAINING, LINES_FIRST * LINE_BUCKETS * LOAD_MAX);
    this.#setCapacity();
    this.#setRecords();
  }

  /** Bytes in use: the tables and the log, not what was cleared. */
  get bytes(): number {
    const words =
      this.#layout.words === 1 ? 0 : this.#kernel.get(WORD_LINES) * LINE_BYTES + this.#kernel.get(WORDS_USED) * 8;
    return (
      this.#kernel.get(STATE_LINES) * LINE_BYTES +
      this.#kernel.get(BLOCKS_USED) * blockBytes(this.#layout.recordBytes) +
      words
    );
  }

  get sizes(): Sizes {
    return {
      stateLines: this.#kernel.get(STATE_LINES),
      wordLines: this.#kernel.get(WORD_LINES),
      words: this.#kernel.get(WORDS_USED),
    };
  }

  /** Buckets of the table, free or taken. */
  get buckets(): number {
    return (this.#kernel.get(STATE_LINES) + SPARE_LINES) * LINE_BUCKETS;
  }

  /** Whether there is room for more states than are wanted. */
  get isFull(): boolean {
    return this.#capacity > this.#statesMax;
  }

  /** Whether there are addresses for the tables and the log of another store: its process may have had more of them. */
  mayReopen({ stateLines }: Sizes, states: number): boolean {
    const { recordBytes } = this.#layout;
    return this.room.isFor({ lines: stateLines, blocks: Math.ceil(states / BLOCK_RECORDS), recordBytes });
  }

  /**
   * Makes the tables of an empty store as large as those of another, which had `states`; the caller then writes their
   * contents.
   */
  reopen({ stateLines, wordLines, words }: Sizes, states: number): void {
    this.#kernel.set(STATE_LINES, stateLines);
    this.#kernel.set(BLOCKS_USED, Math.ceil(states / BLOCK_RECORDS));
    this.#kernel.set(WORD_LINES, wordLines);
    this.#kernel.set(WORDS_USED, words);
    this.#kernel.set(WORDS_REMAINING, Math.floor(wordLines * LINE_BUCKETS * LOAD_MAX) - words);
    this.#setCapacity();
    Atomics.sub(this.#kernel.u32, REMAINING >>> 2, states);
  }

  /** Stores a state by the values of its slots. */
  add(ids: Ids): void {
    this.addKey(this.keyOf(ids));
  }

  /** The key of a state. There must be room for its words. */
  keyOf(ids: Ids): bigint {
    const words = new BigUint64Array(this.#layout.words);
    this.#layout.places.forEach(({ word, shift }, slot) => {
      words[word] = (words[word] ?? 0n) | (BigInt(ids[slot] as number) << BigInt(shift));
    });
    this.#kernel.u64.set(words, (scratchOf(0) + NODE_VALUES) / 8);
    return BigInt.asUintN(64, this.#kernel.run.keyOfWords(0));
  }

  /** Stores a key, or returns what is full: TABLE_FULL or LOG_FULL. */
  addKey(key: bigint): 'new' | 'known' | number {
    const result = this.#kernel.run.add(0, key);
    return result === KNOWN ? 'known' : result === NEW ? 'new' : this.#kernel.get(scratchOf(0) + STATUS);
  }

  /** Makes room for more states, while no task runs, if `mayGrow` grants the bytes; otherwise returns why there is none. */
  growStates(mayGrow: (bytes: number) => boolean): Stopped | undefined {
    const growth = this.beginGrowth(mayGrow);
    if (typeof growth === 'string') return growth;
    growth.finish();
    this.endGrowth();
    return undefined;
  }

  /** As `growStates`; the caller moves the entries, and then calls `endGrowth`. */
  beginGrowth(mayGrow: (bytes: number) => boolean): Growth | Stopped {
    const { recordBytes } = this.#layout;
    const { base, end } = this.room;
    const before = this.#kernel.get(STATE_LINES);
    const blocks = this.#kernel.get(BLOCKS_USED) + 1;
    const addressable = nextLines(before).filter((lines) => this.room.isFor({ lines, blocks, recordBytes }));
    const lines = addressable.find((more) => mayGrow((more - before) * LINE_BYTES));
    if (lines === undefined) return addressable.length === 0 ? 'webassembly-memory' : 'memory';
    this.#kernel.set(STATE_LINES, lines);
    return new Growth(this.#kernel, { base, before: { lines: before, end }, after: { lines, end: this.room.end } });
  }

  endGrowth(): void {
    this.#setCapacity();
  }

  /** Makes room for more words, while no task runs. False if there is none to address. */
  growWords(): boolean {
    const lines = 2 * this.#kernel.get(WORD_LINES);
    if (WORD_BUCKETS + (lines + SPARE_LINES) * LINE_BYTES > WORD_BUCKETS_END) return false;
    const more = (lines - this.#kernel.get(WORD_LINES)) * LINE_BUCKETS * LOAD_MAX;
    let last = WORD_BUCKETS + (this.#kernel.get(WORD_LINES) + SPARE_LINES) * LINE_BYTES;
    this.#kernel.set(WORD_LINES, lines);
    this.#kernel.run.claim(last, WORD_BUCKETS + (lines + SPARE_LINES) * LINE_BYTES);
    while (last > WORD_BUCKETS) last = this.#kernel.run.growWordTable(0, last, scratchOf(0) + MATCHES) >>> 0;
    Atomics.add(this.#kernel.u32, WORDS_REMAINING >>> 2, more);
    return true;
  }

  /**
   * To be called for a lane whose thread died, when no task of the level runs. The record that the thread was about to
   * publish counts if a bucket was taken for it: its key is in the table, and no other record of this level has it.
   */
  recover(lane: number): void {
    const { get, run } = { get: (address: number) => this.#kernel.get(address), run: this.#kernel.run };
    const scratch = scratchOf(lane);
    const block = get(scratch + BLOCK) - 1;
    if (block >= 0) {
      const head = headOf(block);
      const count = get(head + BLOCK_COUNT);
      if (get(head + BLOCK_INTENT) === count + 1) {
        const key = run.keyAt(BLOCK_RECORDS * block + count);
        if (run.has(key) && !this.#isUnreported(key)) this.#kernel.set(head + BLOCK_COUNT, count + 1);
      }
    }
    this.#clearScratch(lane);
  }

  #isUnreported(key: bigint): boolean {
    return this.log.unreported().some(({ from, to }) => {
      for (let record = from; record < to; record++) if (this.#kernel.run.keyAt(record) === key) return true;
      return false;
    });
  }

  /**
   * Goes on in a layout that has room for more values, while no task runs (../README.md, "Outgrown bits"); otherwise returns
   * why there is no room for it, or that the table would have to begin at another place. `words-full` leaves states of both
   * layouts, which only `clear` may follow.
   */
  widen(layout: Layout, mayGrow: (bytes: number) => boolean): Stopped | 'another-place' | 'words-full' | undefined {
    if (!this.room.isAlsoFor(layout.words)) return 'another-place';
    const blocks = this.#kernel.get(BLOCKS_USED);
    const lines = this.#kernel.get(STATE_LINES);
    const more = blocks * (blockBytes(layout.recordBytes) - blockBytes(this.#layout.recordBytes));
    if (!this.room.isFor({ lines, blocks, recordBytes: layout.recordBytes })) return 'webassembly-memory';
    if (more > 0 && !mayGrow(more)) return 'memory';
    if (isRewritten(this.#layout, layout)) this.emptyTable();
    const isDone = rewriteStates(this.#kernel, this.#layout, layout, () => this.growWords());
    this.#layout = layout;
    this.#setRecords();
    return isDone ? undefined : 'words-full';
  }

  /**
   * Leaves the memory as if nothing had ever been stored. That takes clearing the tables, and the log and the words,
   * where the table of a larger exploration may come to stand. Everything else is written before it is read.
   */
  clear(): void {
    const { run } = this.#kernel;
    this.emptyTable();
    const { logBase, logEnd } = this.room;
    run.clearWide(BigInt(logEnd), BigInt(logBase - logEnd));
    run.clear(HEADS, this.#kernel.get(BLOCKS_USED) * HEAD_BYTES);
    for (let lane = 0; lane < LANES_MAX; lane++) if (this.#isUsed(lane)) this.#clearScratch(lane);
    if (this.#layout.words === 1) return;
    run.clear(WORD_BUCKETS, (this.#kernel.get(WORD_LINES) + SPARE_LINES) * LINE_BYTES);
    run.clear(WORDS, this.#kernel.get(WORDS_USED) * 8);
  }

  emptyTable(): void {
    const { base, end } = this.room;
    this.#kernel.run.clearWide(BigInt(base), BigInt(end - base));
  }

  /** A lane whose tasks stored nothing has caches, too. */
  #isUsed(lane: number): boolean {
    return this.#kernel.get(scratchOf(lane) + USED) !== 0;
  }

  #clearScratch(lane: number): void {
    const { run } = this.#kernel;
    run.clear(scratchOf(lane), SCRATCH_HEAD_END);
    run.clear(scratchOf(lane) + WORD_CACHE, 16 * WORD_CACHE_MAX);
  }

  #setRecords(): void {
    this.#kernel.set(RECORD_BYTES, this.#layout.recordBytes);
    this.#kernel.u64[RECORD_MASK / 8] = 2n ** BigInt(8 * this.#layout.recordBytes) - 1n;
    this.#setBlocksMax();
  }

  #setBlocksMax(): void {
    this.#kernel.set(BLOCKS_MAX, this.room.blocksOf(this.#layout.recordBytes));
  }

  #setCapacity(): void {
    const before = this.#capacity;
    const lines = this.#kernel.get(STATE_LINES);
    this.#capacity = Math.min(roomIn(lines), this.#statesMax + 1);
    if (before === 0) this.#kernel.set(REMAINING, this.#capacity);
    else Atomics.add(this.#kernel.u32, REMAINING >>> 2, this.#capacity - before);
    this.#setBlocksMax();
  }
}
