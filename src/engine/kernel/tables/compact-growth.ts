/**
 * How a table becomes compact, all of whose states are in the log, and how a compact one grows in place: as the other form does
 * (buckets.ts), from the end down, each run of full lines with the line before it.
 */
import { hook, WHILE_GROWING, WHILE_PLACING } from '../hooks';
import { scratch } from '../lane';
import { blockOf, headOf } from '../log';
import { BLOCK_COUNT, LINE_BYTES, LINES_BEFORE, RECORD_BYTES, RECORD_MASK, SINK } from '../memory-map';
import * as wide from '../wide';
import { compactHashOf, compactHomeOf, isCompactFull, placeCompact, takeOut } from './compact';

/** What one call moves. */
const GROW_BYTES: u32 = 262144;
/** Records that are prefetched together. */
const AT_ONCE: usize = 64;

/** Places the states of some blocks of the log in the table, which has none of them. Other threads place those of other blocks. */
export function placeBlocks(from: usize, to: usize): void {
  const recordBytes: usize = load<u32>(RECORD_BYTES);
  const mask = load<u64>(RECORD_MASK);
  let touched: u64 = 0;
  for (let block = from; block < to; block++) {
    let at = blockOf(block, recordBytes);
    const end = at + <u64>(<usize>load<u32>(headOf(block) + BLOCK_COUNT) * recordBytes);
    while (at < end) {
      hook(WHILE_PLACING);
      const some = min<u64>(end, at + AT_ONCE * recordBytes);
      for (let record = at; record < some; record += recordBytes)
        touched += wide.load64(compactHomeOf(compactHashOf(wide.load64(record) & mask)));
      for (; at < some; at += recordBytes) placeCompact(compactHashOf(wide.load64(at) & mask));
    }
  }
  // The loads have to be used, or the compiler would remove them.
  store<u64>(scratch + SINK, touched);
}

/** Moves entries from `last` (the old end, at first) down to `from`, and returns the line to continue from; see `growIn`. */
export function growCompact(from: u64, last: u64, buffer: usize, shared: bool): u64 {
  const before: u64 = load<u32>(LINES_BEFORE);
  const enough = last - min<u64>(last, GROW_BYTES);
  while (last > from && last > enough) {
    let first = last - LINE_BYTES;
    // A line that is not full never overflowed into the next.
    while (first > from && isCompactFull(first - LINE_BYTES)) first -= LINE_BYTES;
    const end = takeOut(first, last, before, buffer);
    if (shared) hook(WHILE_GROWING);
    for (let moved = buffer; moved < end; moved += 8) placeCompact(load<u64>(moved));
    last = first;
  }
  return last;
}
