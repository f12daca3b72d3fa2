/**
 * Keys of states that are looked for: a table of their own, behind the table of states, which the kernel searches in its place. If there
 * is no room for all of them at once, they come in portions.
 */
import { COMPACT_BITS, LINE_BYTES, MATCHES, SPARE_LINES, STATE_BASE, STATE_LINES } from '../kernel/memory-map.ts';
import { scratchOf } from '../kernel.ts';
import { OWN, type PackedStates } from '../memory/packed-states.ts';
import type { Search, Searching } from './searching.ts';

/** Of the eight buckets of a line: half of them keeps searches short. */
const KEYS_OF_LINE = 4;
/** Keys that are marked together, in some milliseconds. */
const LISTED = 2 ** 15;

export class Marks {
  readonly #packed: PackedStates;
  readonly #base: number;
  /** Keys for which there is room. */
  readonly capacity: number;
  #lines = 1;

  /** `most`: for tests. */
  constructor(packed: PackedStates, most = Number.POSITIVE_INFINITY) {
    this.#packed = packed;
    const { end, logEnd } = packed.store.room;
    this.#base = end;
    const lines = Math.floor((logEnd - end) / LINE_BYTES) - SPARE_LINES - 1;
    this.capacity = Math.min(KEYS_OF_LINE * lines, most);
  }

  /**
   * Fills the table with the keys of so many records, as many at a time as there is room for: true when that is done, and false
   * before, where other work may have its turn. The table is cleared behind each portion.
   */
  *portions(records: Iterable<number>, count: number): Generator<boolean> {
    const { run, u32 } = this.#packed.kernel;
    const base = BigInt(this.#base);
    const list = (scratchOf(OWN) + MATCHES) >>> 2;
    let left = count;
    /** Of the portion: what it will have, what was listed, and what of that is not in the table yet. */
    let [size, taken, listed] = [0, 0, 0];
    const begin = () => {
      size = Math.min(left, this.capacity);
      taken = 0;
      this.#lines = Math.ceil(size / KEYS_OF_LINE) + 1;
    };
    begin();
    try {
      for (const record of records) {
        u32[list + listed++] = record;
        left--;
        taken++;
        if (listed < LISTED && taken < size) continue;
        run.markRecords(OWN, base, this.#lines, listed);
        listed = 0;
        if (taken < size) {
          yield false;
          continue;
        }
        yield true;
        this.#clear();
        begin();
      }
    } finally {
      this.#clear();
    }
  }

  /** Whether a key is in the table. */
  has(key: bigint): boolean {
    const putBack = this.#takePlace();
    const found = this.#packed.kernel.run.has(key);
    putBack();
    return found !== 0;
  }

  /** Searches with this table in place of the table of states. */
  *searching(search: Search): Searching<void> {
    const putBack = this.#takePlace();
    try {
      yield search;
    } finally {
      putBack();
    }
  }

  /** Has the kernel search this table in place of the table of states, until the result is called. */
  #takePlace(): () => void {
    const { kernel, store } = this.#packed;
    const [base, lines, bits] = [store.room.base, kernel.get(STATE_LINES), kernel.get(COMPACT_BITS)];
    kernel.setCount(STATE_BASE, this.#base);
    kernel.set(STATE_LINES, this.#lines);
    kernel.set(COMPACT_BITS, 0);
    return () => {
      kernel.setCount(STATE_BASE, base);
      kernel.set(STATE_LINES, lines);
      kernel.set(COMPACT_BITS, bits);
    };
  }

  #clear(): void {
    const bytes = (this.#lines + SPARE_LINES) * LINE_BYTES;
    this.#packed.kernel.run.clearWide(BigInt(this.#base), BigInt(bytes));
  }
}
