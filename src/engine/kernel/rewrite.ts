/** The same states in another layout, which a run needs when a slot takes more values than it has bits for. */

import { blockOf, headOf } from './log';
import { BLOCK_COUNT, BLOCK_INTENT, RECORD_BYTES, RECORD_MASK } from './memory-map';
import { hashOf, homeOf, place } from './table';
import * as wide from './wide';

/** Records that are prefetched together. */
const AT_ONCE: usize = 64;

/**
 * Writes the records of a block in another layout of one word, and their keys into the table. A field has 24 bytes:
 * (bits, left shift, right shift) of slots that move alike. RECORD_BYTES and RECORD_MASK are those of the old layout. A
 * record never gets shorter: if the last block is rewritten first, and each block from its beginning, no record is
 * overwritten before it is read. The result means nothing. It uses the prefetched loads, which a compiler would
 * otherwise remove.
 */
export function rewriteBlock(block: usize, newBytes: u32, fields: usize, fieldsEnd: usize): u64 {
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
      const old = wide.load64(from) & mask;
      let key: u64 = 0;
      for (let field = fields; field < fieldsEnd; field += 24) {
        key |= ((old & load<u64>(field)) << load<u64>(field, 8)) >> load<u64>(field, 16);
      }
      // The bytes behind the new record may belong to records that were not read yet.
      wide.store64(to, (wide.load64(to) & ~newMask) | key);
      touched += wide.load64(homeOf(hashOf(key)));
      from += oldBytes;
      to += newBytes;
    }
    for (let record = first; record < to; record += newBytes) place(hashOf(wide.load64(record) & newMask));
  }
  // The record that a dead thread was about to publish is dropped, with its intent; its state will be found again.
  store<u32>(headOf(block) + BLOCK_INTENT, 0);
  return touched;
}
