/** The calls of the engine that make tables of states and let them grow, while no task stores a state. */
import { openLane, scratch } from '../lane';
import { keyAt } from '../log';
import { LINE_BYTES, MATCHES } from '../memory-map';
import { placeIn } from './buckets';
import { placeBlocks } from './compact-growth';
import { grow, hashOf, isLineFull, move, openTable } from './table';

/** Puts the key of a record into another table, of so many lines, which has room for it and does not have it. */
export function markRecord(base: u64, lines: u32, record: usize): void {
  placeIn<u64>(base, lines, hashOf(keyAt(record)));
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
