/** The calls of the engine that make tables of states and let them grow, while no task stores a state. */
import { openLane, scratch } from '../lane';
import { keyAt } from '../log';
import { BATCH, LINE_BYTES, MATCHES, SINK } from '../memory-map';
import * as wide from '../wide';
import { homeIn, placeIn } from './buckets';
import { placeBlocks } from './compact-growth';
import { grow, hashOf, isLineFull, move, openTable } from './table';

/** Records that are prefetched together. */
const AT_ONCE: u32 = 64;

/**
 * Puts the keys of records into another table, of so many lines, which has room for them and has none of them. They are listed at MATCHES.
 */
export function markRecords(lane: u32, base: u64, lines: u32, count: u32): void {
  openLane(lane);
  let touched: u64 = 0;
  for (let i: u32 = 0; i < count; i += AT_ONCE) {
    const some = min(count - i, AT_ONCE);
    const records = scratch + MATCHES + ((<usize>i) << 2);
    // The cache misses overlap: those of the log, and those of the table.
    for (let j: u32 = 0; j < some; j++) {
      const hash = hashOf(keyAt(load<u32>(records + ((<usize>j) << 2))));
      store<u64>(scratch + BATCH + ((<usize>j) << 3), hash);
      touched += wide.load64(homeIn<u64>(base, lines, hash));
    }
    for (let j: u32 = 0; j < some; j++) placeIn<u64>(base, lines, load<u64>(scratch + BATCH + ((<usize>j) << 3)));
  }
  // The loads have to be used, or the compiler would remove them.
  store<u64>(scratch + SINK, touched);
}

/** Places the states of some blocks of the log in the table, which is compact and has none of them. */
export function placeRecords(lane: u32, fromBlock: usize, toBlock: usize): void {
  openLane(lane);
  openTable();
  placeBlocks(fromBlock, toBlock);
}

/** A part of the growing of the table of states; see buckets.ts. */
export function growTable(last: u64, buffer: usize): u64 {
  openTable();
  return grow(last, buffer);
}

/** As `growTable` of some lines, beside other threads. */
export function moveLines(lane: u32, from: u64, last: u64): u64 {
  openLane(lane);
  openTable();
  return move(from, last, scratch + MATCHES);
}

/** The first line from an address on, up to an end, into which the line before it did not overflow. */
export function beginOfRun(line: u64, lineEnd: u64): u64 {
  openTable();
  while (line < lineEnd && isLineFull(line - LINE_BYTES)) line += LINE_BYTES;
  return line;
}
