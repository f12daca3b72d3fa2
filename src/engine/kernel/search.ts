/** Looking at states again, for counterexamples, audits and walks: nothing here stores a state or counts. */
import {
  DECODED,
  FINDINGS,
  LEAF_COUNT,
  LEAVES,
  MATCH_COUNT,
  MATCHES,
  MATCHES_MAX,
  MISS_COUNT,
  MISSES_MAX,
  PLACES,
  REACHED,
  RECORD_BYTES,
  RECORD_MASK,
  SUCCESSORS,
} from './memory-map';
import { changedKey } from './expand';
import { addressOf } from './log';
import { contains } from './table';
import { decided, LEAF_WANTED, leafCount, ManyWords, misses, outcomesOf, valueAt, visit } from './visit';
import { unfold } from './words';

/** Any property: the states that are looked for are those of the table that is open. */
const NONE: u32 = 0xffffffff;
/** No property: the states that are looked for have a leaf that is wanted. */
const WANTED: u32 = 0xfffffffe;

/**
 * Lists the records of a range that decide a property, themselves or by a step; or, for no property, those with a successor
 * in the table that is open, or with a leaf that is wanted.
 */
export function searchRecords<T>(scratch: usize, from: usize, to: usize, property: u32): void {
  const recordBytes: usize = load<u32>(RECORD_BYTES);
  const recordMask = load<u64>(RECORD_MASK);
  let matches: u32 = 0;
  let record = from;
  let at = addressOf(from);
  for (; record < to && matches < MATCHES_MAX && misses < <u32>(MISSES_MAX / 2); record++) {
    const key = load<u64>(at) & recordMask;
    at += recordBytes;
    if (sizeof<T>() == sizeof<ManyWords>()) unfold(key);
    if (property < WANTED) store<u8>(scratch + FINDINGS + property, 0);
    if (!visit<T>(record, key)) continue;
    if (property == NONE ? leadsOn<T>(scratch, key) : property == WANTED ? isWanted(scratch) : decides(scratch, property)) {
      store<u32>(scratch + MATCHES + ((<usize>(matches++)) << 2), <u32>record);
    }
  }
  store<u32>(scratch + REACHED, <u32>record);
  store<u32>(scratch + MATCH_COUNT, matches);
  store<u32>(scratch + MISS_COUNT, misses);
}

/** Whether the visit, or a step that it found, decides a property. */
function decides(scratch: usize, property: u32): bool {
  for (let i: u32 = 0; i < leafCount; i++) decided(load<u32>(scratch + LEAVES + (<usize>i << 3), 4));
  return load<u8>(scratch + FINDINGS + property) != 0;
}

function isWanted(scratch: usize): bool {
  for (let i: u32 = 0; i < leafCount; i++) {
    if (load<u32>(load<u32>(scratch + LEAVES + (<usize>i << 3), 4), LEAF_WANTED) != 0) return true;
  }
  return false;
}

function leadsOn<T>(scratch: usize, key: u64): bool {
  for (let i: u32 = 0; i < leafCount; i++) {
    const leaf: usize = load<u32>(scratch + LEAVES + (<usize>i << 3), 4);
    let outcome = outcomesOf(leaf);
    for (let left = load<u32>(leaf); left > 0; left--) {
      if (contains(next<T>(scratch, key, outcome))) return true;
      outcome += bytesOf<T>(outcome);
    }
  }
  return false;
}

/** Visits one state: its leaves, and the keys of all its successors in order. False where a table does not know enough. */
export function enumerateRecord<T>(scratch: usize, record: usize, key: u64): bool {
  if (sizeof<T>() == sizeof<ManyWords>()) unfold(key);
  const known = visit<T>(record, key);
  store<u32>(scratch + MISS_COUNT, misses);
  if (!known) return false;
  store<u32>(scratch + LEAF_COUNT, leafCount);
  let out = scratch + SUCCESSORS;
  for (let i: u32 = 0; i < leafCount; i++) {
    const leaf: usize = load<u32>(scratch + LEAVES + (<usize>i << 3), 4);
    let outcome = outcomesOf(leaf);
    for (let left = load<u32>(leaf); left > 0; left--) {
      store<u64>(out, next<T>(scratch, key, outcome));
      out += 8;
      outcome += bytesOf<T>(outcome);
    }
  }
  return true;
}

/** The value of every slot of the system, in order. */
export function decodeKey<T>(scratch: usize, key: u64): void {
  if (sizeof<T>() == sizeof<ManyWords>()) unfold(key);
  let out = scratch + DECODED;
  const end: usize = load<u32>(PLACES + 4);
  for (let place: usize = load<u32>(PLACES); place < end; place += 8) {
    store<u32>(out, valueAt<T>(load<u64>(place), key));
    out += 4;
  }
}

@inline
function next<T>(scratch: usize, key: u64, outcome: usize): u64 {
  if (sizeof<T>() == sizeof<ManyWords>()) return changedKey(scratch, outcome);
  return (key & load<u64>(outcome)) | load<u64>(outcome, 8);
}

@inline
function bytesOf<T>(outcome: usize): usize {
  if (sizeof<T>() == sizeof<ManyWords>()) return 8 + <usize>load<u32>(outcome) * 24;
  return 16;
}
