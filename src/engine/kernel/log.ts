/**
 * The log: every state once, as a packed record, in blocks that one slot fills at a time.
 *
 * A record is written, its block's intent says so, the table's slot is taken, and only then the block's count includes it.
 * Whoever dies in between leaves at most one record of which it must be asked whether its slot was taken
 * (src/engine/README.md, "When a worker dies").
 */

import { AFTER_APPEND, AFTER_SLOT, BEFORE_SLOT, hook } from './hooks';
import {
  BLOCK,
  BLOCK_COUNT,
  BLOCK_FOOTPRINTS,
  BLOCK_HEAD,
  BLOCK_INTENT,
  BLOCK_PADDING,
  BLOCK_RECORDS,
  BLOCKS_MAX,
  BLOCKS_USED,
  DONE,
  FREE_PAGES,
  GRANT,
  GRANTED,
  LOG_FULL,
  LOG_TOP,
  NO_FOOTPRINTS,
  PAGES,
  PAGES_FREE,
  PAGES_MAX,
  PAGES_USED,
  RECORD_BYTES,
  REMAINING,
  TABLE_FULL,
  VAIN_FOOTPRINTS,
} from './memory-map';

let scratch: usize = 0;
let recordBytes: usize = 0;
let head: usize = 0;
let index: usize = BLOCK_RECORDS;
let cursor: usize = 0;
let footprints: usize = 0;
let granted: u32 = 0;
/** Why `prepare` said no. */
export let full: u32 = DONE;

export function openLog(region: usize): void {
  scratch = region;
  recordBytes = load<u32>(RECORD_BYTES);
  granted = load<u32>(region + GRANTED);
  full = DONE;
  index = BLOCK_RECORDS;
  const block: usize = load<u32>(region + BLOCK);
  if (block !== 0) useBlock(block - 1);
}

export function closeLog(): void {
  store<u32>(scratch + GRANTED, granted);
}

/** Where a record stands, by its number. */
export function addressOf(record: usize): usize {
  const bytes: usize = load<u32>(RECORD_BYTES);
  return headOf(record / BLOCK_RECORDS, bytes) + BLOCK_HEAD + (record % BLOCK_RECORDS) * bytes;
}

/** Where it stands which footprint the outcome had that found the state of a record. */
export function footprintAt(record: usize): usize {
  const page: usize = load<u32>(headOf(record / BLOCK_RECORDS, load<u32>(RECORD_BYTES)) + BLOCK_FOOTPRINTS);
  return (page === 0 ? NO_FOOTPRINTS : page) + (record % BLOCK_RECORDS);
}

/** Where a block begins whose records have so many bytes. */
export function headOf(block: usize, bytes: usize): usize {
  return LOG_TOP - (block + 1) * (BLOCK_HEAD + BLOCK_RECORDS * bytes + BLOCK_PADDING);
}

/** Writes the record that `appended` will count; false where there is no room, and `full` says of what. */
export function prepare(key: u64, footprint: u32): bool {
  if (granted === 0 && !drawGrant()) return false;
  if (index === BLOCK_RECORDS && !drawBlock()) return false;
  store<u64>(cursor, key);
  store<u8>(footprints + index, <u8>footprint);
  store<u32>(head + BLOCK_INTENT, <u32>(index + 1));
  hook(BEFORE_SLOT, scratch);
  return true;
}

export function appended(): void {
  hook(AFTER_SLOT, scratch);
  granted--;
  index++;
  cursor += recordBytes;
  // Read when the task has ended, one way or the other: that is what publishes it.
  store<u32>(head + BLOCK_COUNT, <u32>index);
  hook(AFTER_APPEND, scratch);
}

function drawGrant(): bool {
  const grant = load<u32>(GRANT);
  // Publishes nothing: it only shares out what the table has room for.
  if (<i32>atomic.sub<u32>(REMAINING, grant) >= <i32>grant) {
    granted = grant;
    return true;
  }
  atomic.add<u32>(REMAINING, grant);
  full = TABLE_FULL;
  return false;
}

function drawBlock(): bool {
  // Publishes nothing: whose block it is, nobody else asks.
  const block: usize = atomic.add<u32>(BLOCKS_USED, 1);
  if (block >= load<u32>(BLOCKS_MAX)) {
    atomic.sub<u32>(BLOCKS_USED, 1);
    full = LOG_FULL;
    return false;
  }
  store<u64>(headOf(block, recordBytes), 0);
  store<u64>(headOf(block, recordBytes) + BLOCK_FOOTPRINTS, drawPage());
  store<u32>(scratch + BLOCK, <u32>(block + 1));
  useBlock(block);
  return true;
}

/** A page for the footprints of a block; 0 where there is none. */
function drawPage(): u32 {
  // Publishes nothing: whose page it is, nobody else asks. Pages are listed while no task runs.
  const free = <i32>atomic.sub<u32>(PAGES_FREE, 1);
  if (free > 0) return load<u32>(FREE_PAGES + ((<usize>(free - 1)) << 2));
  atomic.add<u32>(PAGES_FREE, 1);
  const page = atomic.add<u32>(PAGES_USED, 1);
  if (page < PAGES_MAX) return <u32>(PAGES + <usize>page * BLOCK_RECORDS);
  atomic.sub<u32>(PAGES_USED, 1);
  return 0;
}

function useBlock(block: usize): void {
  head = headOf(block, recordBytes);
  index = load<u32>(head + BLOCK_COUNT);
  cursor = head + BLOCK_HEAD + index * recordBytes;
  const page = load<u32>(head + BLOCK_FOOTPRINTS);
  footprints = page === 0 ? VAIN_FOOTPRINTS : page;
}
