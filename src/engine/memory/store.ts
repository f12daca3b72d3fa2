/**
 * The exact table of states and their log, as the engine manages them: how much room there is, and which states are
 * new.
 */

import type { Stopped } from '../../model/exploration.ts';
import {
  BLOCK_RECORDS,
  BLOCKS_MAX,
  BLOCKS_USED,
  COMPACT_BITS,
  GRANT,
  HEAD_BYTES,
  HEADS,
  KNOWN,
  LANES_MAX,
  LINE_BYTES,
  LINES_BEFORE,
  NEW,
  NODE_VALUES,
  PAGES_FREE,
  PAGES_USED,
  RECORD_BYTES,
  RECORD_MASK,
  REMAINING,
  SCRATCH_HEAD_END,
  STATE_LINES,
  STATUS,
  USED,
  WORD_CACHE,
  WORD_CACHE_MAX,
} from '../kernel/memory-map.ts';
import { type Kernel, scratchOf } from '../kernel.ts';
import type { Ids } from '../knowledge/domain.ts';
import { bucketsIn, compactBits, nextTables, roomIn, type TableSize, tableOf } from './capacity.ts';
import { Compaction } from './compaction.ts';
import { Growth } from './growth.ts';
import type { Layout } from './layout.ts';
import { blockBytes, Log } from './log.ts';
import { recoverRecord } from './recovery.ts';
import { isRewritten, rewriteStates } from './rewriting.ts';
import { Room } from './room.ts';
import { WordTable } from './word-table.ts';

/** The sizes of the tables of a store. */
export interface Sizes {
  readonly stateLines: number;
  readonly isCompact: boolean;
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
  readonly words: WordTable;
  #capacity = 0;

  constructor(kernel: Kernel, layout: Layout, statesMax: number) {
    this.#kernel = kernel;
    this.#layout = layout;
    this.#statesMax = statesMax;
    this.log = new Log(kernel);
    this.room = new Room(kernel, layout.words);
    const lines = kernel.linesFirst;
    this.#setTable({ lines, isCompact: lines >= kernel.compactFrom && compactBits(lines, layout) > 0 });
    kernel.set(BLOCKS_USED, 0);
    kernel.set(PAGES_FREE, 0);
    kernel.set(PAGES_USED, 0);
    kernel.set(GRANT, Number.isFinite(statesMax) ? 1 : 64);
    this.words = new WordTable(kernel);
    this.#setCapacity();
    this.#setRecords();
  }

  /** Bytes in use: the tables and the log, not what was cleared. */
  get bytes(): number {
    const words = this.#layout.words === 1 ? 0 : this.words.bytes;
    return (
      this.#kernel.get(STATE_LINES) * LINE_BYTES +
      this.#kernel.get(BLOCKS_USED) * blockBytes(this.#layout.recordBytes) +
      words
    );
  }

  get sizes(): Sizes {
    const { lines, isCompact } = this.#table;
    return {
      stateLines: lines,
      isCompact,
      wordLines: this.words.lines,
      words: this.words.words,
    };
  }

  /** Buckets of the table, free or taken. */
  get buckets(): number {
    return bucketsIn(this.#table);
  }

  get #table(): TableSize {
    return tableOf(this.#kernel);
  }

  #setTable({ lines, isCompact }: TableSize): void {
    this.#kernel.set(STATE_LINES, lines);
    this.#kernel.set(COMPACT_BITS, isCompact ? compactBits(lines, this.#layout) : 0);
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
  reopen({ stateLines, isCompact, wordLines, words }: Sizes, states: number): void {
    this.#setTable({ lines: stateLines, isCompact });
    if (roomIn(this.#table) < states) throw new Error('the table of a checkpoint has no room for its states');
    this.#kernel.set(BLOCKS_USED, Math.ceil(states / BLOCK_RECORDS));
    this.words.reopen(wordLines, words);
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
  beginGrowth(mayGrow: (bytes: number) => boolean): Growth | Compaction | Stopped {
    const { recordBytes } = this.#layout;
    const { base, end } = this.room;
    const before = this.#table;
    const blocks = this.#kernel.get(BLOCKS_USED) + 1;
    const next = nextTables(before, this.#layout, this.#kernel.compactFrom);
    const addressable = next.filter(({ lines }) => this.room.isFor({ lines, blocks, recordBytes }));
    const table = addressable.find(({ lines }) => mayGrow((lines - before.lines) * LINE_BYTES));
    if (table === undefined) return addressable.length === 0 ? 'webassembly-memory' : 'memory';
    const isCompacted = table.isCompact && !before.isCompact;
    if (isCompacted) this.emptyTable();
    this.#setTable(table);
    if (isCompacted) return new Compaction(this.#kernel);
    this.#kernel.set(LINES_BEFORE, before.lines);
    const after = { lines: table.lines, end: this.room.end };
    return new Growth(this.#kernel, { base, before: { lines: before.lines, end }, after });
  }

  endGrowth(): void {
    this.#setCapacity();
  }

  /** To be called for a lane whose thread died, when no task of the level runs. */
  recover(lane: number): void {
    recoverRecord(this.#kernel, this.log, lane);
    this.#clearScratch(lane);
  }

  /**
   * Goes on in a layout that has room for more values, while no task runs (../README.md, "Outgrown bits"); otherwise returns
   * why there is no room for it, or that the table would have to begin at another place. `words-full` leaves states of both
   * layouts, which only `clear` may follow.
   */
  widen(layout: Layout, mayGrow: (bytes: number) => boolean): Stopped | 'another-place' | 'words-full' | undefined {
    if (!this.room.isAlsoFor(layout.words)) return 'another-place';
    const blocks = this.#kernel.get(BLOCKS_USED);
    const before = this.#table;
    const table = before.isCompact ? this.#tableIn(layout) : before;
    const { recordBytes } = layout;
    const moreForRecords = blocks * (blockBytes(recordBytes) - blockBytes(this.#layout.recordBytes));
    const more = moreForRecords + (table.lines - before.lines) * LINE_BYTES;
    if (!this.room.isFor({ lines: table.lines, blocks, recordBytes })) return 'webassembly-memory';
    if (more > 0 && !mayGrow(more)) return 'memory';
    // The hashes of a compact table depend on the bits of keys.
    const mustPlace = before.isCompact || isRewritten(this.#layout, layout);
    if (mustPlace) this.emptyTable();
    const old = this.#layout;
    this.#layout = layout;
    this.#setTable(table);
    const isDone = !mustPlace || rewriteStates(this.#kernel, old, layout, () => this.words.grow());
    this.#setRecords();
    this.#setCapacity();
    return isDone ? undefined : 'words-full';
  }

  /** The table for the present states in another layout: a compact one stays, if keys have the bits for it. */
  #tableIn(layout: Layout): TableSize {
    let table = this.#table;
    if (compactBits(table.lines, layout) > 0) return table;
    table = { lines: table.lines, isCompact: false };
    while (roomIn(table) <= this.log.states)
      table = nextTables(table, layout, Number.POSITIVE_INFINITY).at(-1) as TableSize;
    return table;
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
    if (this.#layout.words > 1) this.words.clear();
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
    this.#capacity = Math.min(roomIn(this.#table), this.#statesMax + 1);
    if (before === 0) this.#kernel.set(REMAINING, this.#capacity);
    else Atomics.add(this.#kernel.u32, REMAINING >>> 2, this.#capacity - before);
    this.#setBlocksMax();
  }
}
