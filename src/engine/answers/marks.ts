/**
 * Keys of states that are looked for: a table of their own, behind the table of states, which the kernel searches in its place. If there
 * is no room for all of them at once, they come in portions.
 */
import { COMPACT_BITS, LINE_BYTES, SPARE_LINES, STATE_BASE, STATE_LINES } from '../kernel/memory-map.ts';
import type { PackedStates } from '../memory/packed-states.ts';

/** Of the eight buckets of a line: half of them keeps searches short. */
const KEYS_OF_LINE = 4;

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

  /** Fills the table with the keys of so many records, as many at a time as there is room for. It is cleared behind each. */
  *portions(records: Iterable<number>, count: number): Generator<void> {
    const { run } = this.#packed.kernel;
    const base = BigInt(this.#base);
    let left = count;
    let taken = 0;
    let size = 0;
    const begin = () => {
      size = Math.min(left, this.capacity);
      taken = 0;
      this.#lines = Math.ceil(size / KEYS_OF_LINE) + 1;
    };
    begin();
    try {
      for (const record of records) {
        run.markRecord(base, this.#lines, record);
        left--;
        if (++taken < size) continue;
        yield;
        this.#clear();
        begin();
      }
    } finally {
      this.#clear();
    }
  }

  /** Whether a key is in the table. */
  has(key: bigint): boolean {
    return this.search(() => this.#packed.kernel.run.has(key)) !== 0;
  }

  /** Calls the kernel with this table in place of the table of states. */
  search<T>(call: () => T): T {
    const { kernel, store } = this.#packed;
    const [base, lines, bits] = [store.room.base, kernel.get(STATE_LINES), kernel.get(COMPACT_BITS)];
    kernel.setCount(STATE_BASE, this.#base);
    kernel.set(STATE_LINES, this.#lines);
    kernel.set(COMPACT_BITS, 0);
    try {
      return call();
    } finally {
      kernel.setCount(STATE_BASE, base);
      kernel.set(STATE_LINES, lines);
      kernel.set(COMPACT_BITS, bits);
    }
  }

  #clear(): void {
    const bytes = (this.#lines + SPARE_LINES) * LINE_BYTES;
    this.#packed.kernel.run.clearWide(BigInt(this.#base), BigInt(bytes));
  }
}
