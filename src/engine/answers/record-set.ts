/** A set of records of the log, one bit each: a level may have more states than a `Set` of JavaScript takes entries (2^24). */
import { BLOCK_RECORDS } from '../kernel/memory-map.ts';
import { blockOf, type Range } from '../memory/log.ts';

/** Blocks have a multiple of 32 records. */
const BITS = 32;

export class RecordSet {
  /** By block. Blocks without any have none. */
  readonly #blocks: (Uint32Array | undefined)[] = [];
  size = 0;

  add(record: number): void {
    const block = blockOf(record);
    this.#blocks[block] ??= new Uint32Array(BLOCK_RECORDS / BITS);
    const bits = this.#blocks[block];
    const word = (record % BLOCK_RECORDS) >>> 5;
    const before = bits[word] as number;
    const after = (before | (1 << (record % BITS))) >>> 0;
    bits[word] = after;
    if (after !== before) this.size++;
  }

  /** Those of some ranges, in the order of the ranges. */
  *within(ranges: readonly Range[]): Generator<number> {
    for (const { from, to } of ranges) {
      const bits = this.#blocks[blockOf(from)];
      if (bits === undefined) continue;
      const first = BLOCK_RECORDS * blockOf(from);
      for (let record = from; record < to; record++) {
        const word = (bits[(record - first) >>> 5] as number) >>> (record % BITS);
        // The next one, or the end of the word.
        if (word === 0) record += BITS - 1 - (record % BITS);
        else {
          record += Math.clz32(word & -word) ^ 31;
          if (record < to) yield record;
        }
      }
    }
  }
}
