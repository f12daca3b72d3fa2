/** The same states in another layout, which a run needs when a slot takes more values than it has bits for. */

import { scratch } from '../lane';
import { blockOf, headOf } from '../log';
import { BLOCK_COUNT, BLOCK_INTENT, NO_KEY, RECORD_BYTES, RECORD_MASK, SINK } from '../memory-map';
import { homeOf, place, tableHashOf } from '../tables/table';
import * as wide from '../wide';
import { moved } from './convert';

/** Records that are prefetched together. */
const AT_ONCE: usize = 64;

/**
 * Writes the records of a block in another layout (convert.ts), and their keys into the table. RECORD_BYTES and
 * RECORD_MASK are those of the old layout. A record never gets shorter: if the last block is rewritten first, and each
 * block from its beginning, no record is overwritten before it is read. False if there was no room for a word: then some
 * records are those of the old layout.
 */
export function rewriteBlock<T>(block: usize, newBytes: u32): bool {
  const oldBytes: usize = load<u32>(RECORD_BYTES);
  const mask = load<u64>(RECORD_MASK);
  const newMask = ~(<u64>0) >> <u64>(64 - 8 * newBytes);
  const count: usize = load<u32>(headOf(block) + BLOCK_COUNT);
  let from = blockOf(block, oldBytes);
  let to = blockOf(block, newBytes);
  let touched: u64 = 0;
  for (let i: usize = 0; i < count; ) {
    // Some at a time: first the records, and a load from each line where a key will go, so that the cache misses
    // overlap.
    const end = min(count, i + AT_ONCE);
    const first = to;
    for (; i < end; i++) {
      const key = moved<T>(wide.load64(from) & mask);
      if (key === NO_KEY) return false;
      // The bytes behind the new record may belong to records that were not read yet.
      wide.store64(to, (wide.load64(to) & ~newMask) | key);
      touched += wide.load64(homeOf(tableHashOf(key)));
      from += oldBytes;
      to += newBytes;
    }
    for (let record = first; record < to; record += newBytes) place(tableHashOf(wide.load64(record) & newMask));
  }
  // The record that a dead thread was about to publish is dropped, with its intent; its state will be found again.
  store<u32>(headOf(block) + BLOCK_INTENT, 0);
  // The loads have to be used, or the compiler would remove them.
  store<u64>(scratch + SINK, touched);
  return true;
}
