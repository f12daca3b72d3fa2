/** Looking at states again, for counterexamples, audits and walks: nothing here stores a state or counts. */

import { visitBundled } from './bundles';
import { changedKey } from './expand';
import { crowded } from './host';
import { addressOf } from './log';
import {
  DECODED,
  ENTRY_BYTES,
  FINDINGS,
  LEAF_COUNT,
  LEAF_TRANSITIONS,
  LEAF_WANTED,
  LEAVES,
  MATCH_COUNT,
  MATCHES,
  MATCHES_MAX,
  MISS_COUNT,
  MISSES_MAX,
  NOTHING,
  PLACES,
  REACHED,
  RECORD_BYTES,
  RECORD_MASK,
  RESTS,
  SINK,
  SUCCESSORS,
  SUCCESSORS_MAX,
  TRANSITIONS,
} from './memory-map';
import { contains, hashOf, homeOf, keyIn, NO_SLOT, slotFrom, slotOf } from './table';
import { entriesEnd, entriesOf, ManyWords, valueAt } from './tree';
import { ask, collect, decided, isTerminal, leafCount, misses, quiescent, visit, walk } from './visit';
import { unfold } from './words';

/** Any property: the states that are looked for are those of the table that is open. */
const NONE: u32 = 0xffffffff;
const NO_TREE: u32 = 0xffffffff;
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
    if (sizeof<T>() === sizeof<ManyWords>()) unfold(key);
    if (property < WANTED) store<u8>(scratch + FINDINGS + property, 0);
    // Only the leaves of single trees say whether they are wanted.
    if (!(property === WANTED ? visit<T>(record, key) : visitBundled<T>(record, key))) continue;
    if (
      property === NONE
        ? leadsOn<T>(scratch, key)
        : property === WANTED
          ? isWanted(scratch)
          : decides(scratch, property)
    ) {
      store<u32>(scratch + MATCHES + ((<usize>matches) << 2), <u32>record);
      matches++;
    }
  }
  store<u32>(scratch + REACHED, <u32>record);
  store<u32>(scratch + MATCH_COUNT, matches);
  store<u32>(scratch + MISS_COUNT, misses);
}

/** Whether the visit, or a step that it found, decides a property. */
function decides(scratch: usize, property: u32): bool {
  for (let i: u32 = 0; i < leafCount; i++) decided(load<u32>(scratch + LEAVES + ((<usize>i) << 3), 4));
  return load<u8>(scratch + FINDINGS + property) !== 0;
}

function isWanted(scratch: usize): bool {
  for (let i: u32 = 0; i < leafCount; i++) {
    if (load<u32>(load<u32>(scratch + LEAVES + ((<usize>i) << 3), 4), LEAF_WANTED) !== 0) return true;
  }
  return false;
}

function leadsOn<T>(scratch: usize, key: u64): bool {
  for (let i: u32 = 0; i < leafCount; i++) {
    const leaf: usize = load<u32>(scratch + LEAVES + ((<usize>i) << 3), 4);
    for (let entry = entriesOf(leaf); entry < entriesEnd(leaf); entry += ENTRY_BYTES) {
      if (contains(next<T>(scratch, key, load<u32>(entry)))) return true;
    }
  }
  return false;
}

/** Visits one state: its leaves, and the keys of all its successors in order. False where a table does not know enough. */
export function enumerateRecord<T>(scratch: usize, record: usize, key: u64): bool {
  if (sizeof<T>() === sizeof<ManyWords>()) unfold(key);
  const known = visit<T>(record, key);
  store<u32>(scratch + MISS_COUNT, misses);
  if (!known) return false;
  store<u32>(scratch + LEAF_COUNT, leafCount);
  listSuccessors<T>(scratch, key);
  return true;
}

/**
 * The successors of a state as the bundles of a slot have them, those left out that lead back: their number, and how many
 * transitions that are. False where a table does not know enough.
 */
export function enumerateBundled<T>(scratch: usize, key: u64): bool {
  if (sizeof<T>() === sizeof<ManyWords>()) unfold(key);
  if (!visitBundled<T>(0, key)) return false;
  let transitions: u64 = 0;
  for (let i: u32 = 0; i < leafCount; i++)
    transitions += load<u32>(load<u32>(scratch + LEAVES + ((<usize>i) << 3), 4), LEAF_TRANSITIONS);
  store<u64>(scratch + TRANSITIONS, transitions);
  store<u32>(scratch + MATCH_COUNT, listSuccessors<T>(scratch, key));
  return true;
}

/** Writes the keys that the leaves of the visit lead to, and gives their number. */
function listSuccessors<T>(scratch: usize, key: u64): u32 {
  let out = SUCCESSORS;
  for (let i: u32 = 0; i < leafCount; i++) {
    const leaf: usize = load<u32>(scratch + LEAVES + ((<usize>i) << 3), 4);
    for (let entry = entriesOf(leaf); entry < entriesEnd(leaf); entry += ENTRY_BYTES) {
      store<u64>(room(out), next<T>(scratch, key, load<u32>(entry)));
      out += 8;
    }
  }
  return <u32>((out - SUCCESSORS) >> 3);
}

/**
 * As `enumerateRecord`, for the state in a slot of the table (by its number), without judging it: where its successors stand,
 * and what is asked of it. All successors are touched before any is looked for, so that the misses of the cache overlap.
 */
export function enumerateSlot<T>(scratch: usize, slot: usize): bool {
  const key = keyIn(slot);
  if (sizeof<T>() === sizeof<ManyWords>()) unfold(key);
  let known = collect<T>(0, key);
  known = ask<T>(0, key) && known;
  store<u32>(scratch + MISS_COUNT, misses);
  if (!known) return false;
  store<u32>(scratch + LEAF_COUNT, leafCount);
  store<u32>(scratch + RESTS, <u32>(quiescent || isTerminal));
  let out = SUCCESSORS;
  let touched: u64 = 0;
  for (let i: u32 = 0; i < leafCount; i++) {
    const leaf: usize = load<u32>(scratch + LEAVES + ((<usize>i) << 3), 4);
    for (let entry = entriesOf(leaf); entry < entriesEnd(leaf); entry += ENTRY_BYTES) {
      const hash = hashOf(next<T>(scratch, key, load<u32>(entry)));
      touched += load<u64>(homeOf(hash));
      store<u64>(room(out), hash);
      out += 8;
    }
  }
  store<u64>(scratch + SINK, touched);
  let target = scratch + MATCHES;
  for (let hash = SUCCESSORS; hash < out; hash += 8) {
    store<u32>(target, slotOf(load<u64>(hash)));
    target += 4;
  }
  return true;
}

/** Where the next of the successors goes. */
function room(out: usize): usize {
  if (out === SUCCESSORS + 8 * SUCCESSORS_MAX) crowded();
  return out;
}

/** The first slot of the table from a number on that holds a state where a tree may lead to something. */
export function slotWhere<T>(slot: usize, tree: u32): u32 {
  for (let next = slotFrom(slot); next !== NO_SLOT; next = slotFrom(<usize>next + 1)) {
    if (tree === NO_TREE) return next;
    const key = keyIn(<usize>next);
    if (sizeof<T>() === sizeof<ManyWords>()) unfold(key);
    if (walk<T>(tree, key) !== NOTHING) return next;
  }
  return NO_SLOT;
}

/** The value of every slot of the system, in order. */
export function decodeKey<T>(scratch: usize, key: u64): void {
  if (sizeof<T>() === sizeof<ManyWords>()) unfold(key);
  let out = scratch + DECODED;
  const end: usize = load<u32>(PLACES + 4);
  for (let place: usize = load<u32>(PLACES); place < end; place += 8) {
    store<u32>(out, valueAt<T>(load<u64>(place), key));
    out += 4;
  }
}

function next<T>(scratch: usize, key: u64, outcome: usize): u64 {
  if (sizeof<T>() === sizeof<ManyWords>()) return changedKey(scratch, outcome);
  return (key & load<u64>(outcome)) | load<u64>(outcome, 8);
}
