/**
 * What the engine calls. The kernel knows numbers only: packed states, decision tables, one exact table, one log. A call works
 * in the scratch region of its slot, and leaves its results there.
 */

import { openBundles } from './bundles';
import { digestRecords } from './digest';
import { expandRecords } from './expand';
import { addressOf, closeLog, full, openLog } from './log';
import {
  DONE,
  NO_FOOTPRINT,
  NODE_IDS,
  NODE_VALUES,
  RECORD_MASK,
  SCRATCH,
  SCRATCH_BYTES,
  STATUS,
  TABLE_FULL,
  USED,
  WORD_COUNT,
} from './memory-map';
import { rewriteBlock } from './rewrite';
import { decodeKey, enumerateBundled, enumerateRecord, enumerateSlot, searchRecords, slotWhere } from './search';
import { contains, grow, hashOf, insert, keyIn, openTable, place, slotOf } from './table';
import { ManyWords, OneWord } from './tree';
import { openVisits } from './visit';
import { fold, growWords, intern, NO_WORD, openWords } from './words';

function open(slot: u32): usize {
  const scratch: usize = SCRATCH + <usize>slot * SCRATCH_BYTES;
  store<u32>(scratch + USED, 1);
  openTable();
  openWords(scratch);
  openLog(scratch);
  openVisits(scratch);
  return scratch;
}

function hasManyWords(): bool {
  return load<u32>(WORD_COUNT) > 1;
}

/** Visits the records of the log from one number to another, within one block, and stores their successors. */
export function expand(slot: u32, from: usize, to: usize): void {
  const scratch = open(slot);
  openBundles(scratch);
  if (hasManyWords()) expandRecords<ManyWords>(scratch, from, to);
  else expandRecords<OneWord>(scratch, from, to);
}

/** Lists the records that decide a property, or (all ones) that lead to a state of the table that STATE_BASE points to. */
export function search(slot: u32, from: usize, to: usize, property: u32): void {
  const scratch = open(slot);
  openBundles(scratch);
  if (hasManyWords()) searchRecords<ManyWords>(scratch, from, to, property);
  else searchRecords<OneWord>(scratch, from, to, property);
}

/** The leaves and successors of the state with a key. 0 where a table does not know enough. */
export function enumerate(slot: u32, key: u64): u32 {
  const scratch = open(slot);
  if (hasManyWords()) return enumerateRecord<ManyWords>(scratch, 0, key);
  return enumerateRecord<OneWord>(scratch, 0, key);
}

/** The successors of the state with a key as a slot's bundles have them; see search.ts. */
export function enumerateAsExpanded(slot: u32, key: u64): u32 {
  const scratch = open(slot);
  openBundles(scratch);
  if (hasManyWords()) return enumerateBundled<ManyWords>(scratch, key);
  return enumerateBundled<OneWord>(scratch, key);
}

/** As `enumerate` for the state in a slot of the table: what leads where, and what is asked of it. */
export function enumerateNode(slot: u32, node: usize): u32 {
  const scratch = open(slot);
  if (hasManyWords()) return enumerateSlot<ManyWords>(scratch, node);
  return enumerateSlot<OneWord>(scratch, node);
}

/**
 * The first slot of the table from a number on that holds a state; all ones where none does. Slots of states where a tree is
 * known to lead to nothing are passed over; all ones for no tree.
 */
export function nodeFrom(slot: u32, node: usize, tree: u32): u32 {
  open(slot);
  if (hasManyWords()) return slotWhere<ManyWords>(node, tree);
  return slotWhere<OneWord>(node, tree);
}

/** The slot of the table that holds a key. */
export function nodeOf(key: u64): u32 {
  openTable();
  return slotOf(hashOf(key));
}

/** The key of the state in a slot of the table. */
export function keyOfNode(node: usize): u64 {
  openTable();
  return keyIn(node);
}

/** The values of the slots of the state with a key. */
export function decode(slot: u32, key: u64): void {
  const scratch = open(slot);
  if (hasManyWords()) decodeKey<ManyWords>(scratch, key);
  else decodeKey<OneWord>(scratch, key);
}

export function decodeRecord(slot: u32, record: usize): void {
  decode(slot, keyAt(record));
}

/** The key in a record of the log, by its number. */
export function keyAt(record: usize): u64 {
  return load<u64>(addressOf(record)) & load<u64>(RECORD_MASK);
}

/** The key of the state whose words stand at NODE_VALUES; all ones where there is no room for a new word. */
export function keyOfWords(slot: u32): u64 {
  const scratch = open(slot);
  const count = load<u32>(WORD_COUNT);
  if (count === 1) return load<u64>(scratch + NODE_VALUES);
  for (let i: u32 = 0; i < count; i++) {
    const number = intern(load<u64>(scratch + NODE_VALUES + ((<usize>i) << 3)));
    if (number === NO_WORD) return ~(<u64>0);
    store<u32>(scratch + NODE_IDS + ((<usize>i) << 2), number);
  }
  return fold(scratch + NODE_IDS, ~(<u64>0));
}

/** Stores one key: 0 known, 1 new, 2 no room, and then STATUS says of what. */
export function add(slot: u32, key: u64): u32 {
  const scratch = open(slot);
  const result = insert(hashOf(key), key, NO_FOOTPRINT);
  // Where the table's own lines are full, the log has nothing to say.
  store<u32>(scratch + STATUS, full === DONE ? TABLE_FULL : full);
  closeLog();
  return result;
}

/** The sum of the hashes of the states of a range; see digest.ts. */
export function digest(slot: u32, from: usize, to: usize, fields: usize, fieldsEnd: usize): u64 {
  open(slot);
  if (hasManyWords()) return digestRecords<ManyWords>(from, to, fields, fieldsEnd);
  return digestRecords<OneWord>(from, to, fields, fieldsEnd);
}

export function has(key: u64): bool {
  openTable();
  return contains(key);
}

/** Puts a key into the table without a record. The table has room, and does not have the key. */
export function mark(key: u64): void {
  openTable();
  place(hashOf(key));
}

/** A part of growing the table in place; see table.ts. */
export function growTable(last: usize, buffer: usize): usize {
  openTable();
  return grow(last, buffer);
}

export function growWordTable(slot: u32, last: usize, buffer: usize): usize {
  open(slot);
  return growWords(last, buffer);
}

/** Writes a block of the log anew in another layout, while nobody else looks; see rewrite.ts. */
export function rewrite(block: usize, recordBytes: u32, fields: usize, fieldsEnd: usize): u64 {
  openTable();
  return rewriteBlock(block, recordBytes, fields, fieldsEnd);
}

/** Takes memory that is zero and was perhaps never touched: to read a page first and to write it afterwards would cost two faults. */
export function claim(from: usize, end: usize): void {
  for (; from < end; from += 4096) store<u8>(from, 0);
}

export function clear(from: usize, bytes: usize): void {
  memory.fill(from, 0, bytes);
}

/**
 * Sums `count` (a multiple of 4) independent random reads over a range: what the machine can do at best (see src/bench). A
 * linear congruential generator (Knuth, TAOCP vol. 2, 3.3.4) takes few instructions a read: that keeps some 20 in flight.
 */
export function randomReads(base: usize, lines: u32, count: u32, seed: u64): u64 {
  let sum: u64 = 0;
  let state = <u32>(seed >> 32);
  const all = <u64>lines;
  for (let i: u32 = 0; i < count; i += 4) {
    state = state * 1664525 + 1013904223;
    sum += load<u64>(base + ((<usize>((<u64>state * all) >> 32)) << 6));
    state = state * 1664525 + 1013904223;
    sum += load<u64>(base + ((<usize>((<u64>state * all) >> 32)) << 6));
    state = state * 1664525 + 1013904223;
    sum += load<u64>(base + ((<usize>((<u64>state * all) >> 32)) << 6));
    state = state * 1664525 + 1013904223;
    sum += load<u64>(base + ((<usize>((<u64>state * all) >> 32)) << 6));
  }
  return sum;
}
