/**
 * The log: every state once, as a packed record, in blocks. One lane fills a block at a time. The records are in the
 * wide memory, the heads of the blocks in the first.
 *
 * The order of writes is: the record, the intent of its block, the bucket in the table, the count of the block. A
 * thread that dies in between leaves at most one record in doubt, the one that the intent names; `Store.recover` asks
 * whether its bucket was taken (src/engine/README.md, "When a worker dies").
 */
import { AFTER_APPEND, AFTER_INSERT, BEFORE_INSERT, hook } from './hooks';
import { scratch } from './lane';
import {
  BLOCK,
  BLOCK_COUNT,
  BLOCK_FOOTPRINTS,
  BLOCK_INTENT,
  BLOCK_PADDING,
  BLOCK_RECORDS,
  BLOCKS_MAX,
  BLOCKS_USED,
  DONE,
  FREE_PAGES,
  GRANT,
  GRANTED,
  HEAD_BYTES,
  HEADS,
  LOG_BASE,
  LOG_FULL,
  NO_FOOTPRINTS,
  PAGES,
  PAGES_FREE,
  PAGES_MAX,
  PAGES_USED,
  RECORD_BYTES,
  RECORD_MASK,
  REMAINING,
  TABLE_FULL,
  VAIN_FOOTPRINTS,
} from './memory-map';
import * as wide from './wide';

let recordBytes: usize = 0;
let head: usize = 0;
let index: usize = BLOCK_RECORDS;
let cursor: u64 = 0;
let footprints: usize = 0;
let granted: u32 = 0;
/** Why `prepare` refused. */
export let full: u32 = DONE;

export function openLog(): void {
  recordBytes = load<u32>(RECORD_BYTES);
  granted = load<u32>(scratch + GRANTED);
  full = DONE;
  index = BLOCK_RECORDS;
  const block: usize = load<u32>(scratch + BLOCK);
  if (block !== 0) useBlock(block - 1);
}

export function closeLog(): void {
  store<u32>(scratch + GRANTED, granted);
}

/** The address of a record, by its number. */
export function addressOf(record: usize): u64 {
  const bytes: usize = load<u32>(RECORD_BYTES);
  return blockOf(record / BLOCK_RECORDS, bytes) + (record % BLOCK_RECORDS) * bytes;
}

/** The key in a record, by its number. */
export function keyAt(record: usize): u64 {
  return wide.load64(addressOf(record)) & load<u64>(RECORD_MASK);
}

/** The address of the footprint of the outcome that found the state of a record. */
export function footprintAt(record: usize): usize {
  const page: usize = load<u32>(headOf(record / BLOCK_RECORDS) + BLOCK_FOOTPRINTS);
  return (page === 0 ? NO_FOOTPRINTS : page) + (record % BLOCK_RECORDS);
}

/** The address of a block's first record, in a log whose records have so many bytes. */
export function blockOf(block: usize, bytes: usize): u64 {
  return load<u64>(LOG_BASE) - <u64>(block + 1) * (BLOCK_RECORDS * bytes + BLOCK_PADDING);
}

/** The address of a block's head. */
export function headOf(block: usize): usize {
  return HEADS + block * HEAD_BYTES;
}

/** Writes the record that `appended` will count. False if there is no room; `full` then says for what. */
export function prepare(key: u64, footprint: u32): bool {
  if (granted === 0 && !drawGrant()) return false;
  if (index === BLOCK_RECORDS && !drawBlock()) return false;
  wide.store64(cursor, key);
  store<u8>(footprints + index, <u8>footprint);
  store<u32>(head + BLOCK_INTENT, <u32>(index + 1));
  hook(BEFORE_INSERT);
  return true;
}

export function appended(): void {
  hook(AFTER_INSERT);
  granted--;
  index++;
  cursor += recordBytes;
  // A plain store: it is read when the task has ended, and the end of the task (a message, or the exit of its thread)
  // publishes it.
  store<u32>(head + BLOCK_COUNT, <u32>index);
  hook(AFTER_APPEND);
}

function drawGrant(): bool {
  const grant = load<u32>(GRANT);
  // Publishes nothing: it shares out the room in the table.
  if (<i32>atomic.sub<u32>(REMAINING, grant) >= <i32>grant) {
    granted = grant;
    return true;
  }
  atomic.add<u32>(REMAINING, grant);
  full = TABLE_FULL;
  return false;
}

function drawBlock(): bool {
  // Publishes nothing: it shares out blocks, and only this lane writes to the block that it draws.
  const block: usize = atomic.add<u32>(BLOCKS_USED, 1);
  if (block >= load<u32>(BLOCKS_MAX)) {
    atomic.sub<u32>(BLOCKS_USED, 1);
    full = LOG_FULL;
    return false;
  }
  store<u32>(headOf(block) + BLOCK_COUNT, 0);
  store<u32>(headOf(block) + BLOCK_INTENT, 0);
  store<u32>(headOf(block) + BLOCK_FOOTPRINTS, drawPage());
  store<u32>(scratch + BLOCK, <u32>(block + 1));
  useBlock(block);
  return true;
}

/** A page for the footprints of a block; 0 if there is none. */
function drawPage(): u32 {
  // Publishes nothing: it shares out pages. The list of free pages only grows while no task runs.
  const free = <i32>atomic.sub<u32>(PAGES_FREE, 1);
  if (free > 0) return load<u32>(FREE_PAGES + ((<usize>(free - 1)) << 2));
  atomic.add<u32>(PAGES_FREE, 1);
  const page = atomic.add<u32>(PAGES_USED, 1);
  if (page < PAGES_MAX) return <u32>(PAGES + <usize>page * BLOCK_RECORDS);
  atomic.sub<u32>(PAGES_USED, 1);
  return 0;
}

function useBlock(block: usize): void {
  head = headOf(block);
  index = load<u32>(head + BLOCK_COUNT);
  cursor = blockOf(block, recordBytes) + index * recordBytes;
  const page = load<u32>(head + BLOCK_FOOTPRINTS);
  footprints = page === 0 ? VAIN_FOOTPRINTS : page;
}
