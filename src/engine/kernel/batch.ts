/**
 * A batch: successors of some states, formed before any of them is stored. A load from the home line of each prefetches
 * the table, so that the cache misses overlap. A batch counts when all of it is stored; whatever ends it before, it can
 * be repeated, because the states that it stored are known then.
 */

import { canonical } from './canonical/canonical';
import { canonicalAfter } from './canonical/canonical-words';
import { scratch } from './lane';
import { full } from './log';
import {
  BATCH,
  BATCH_BYTES,
  BATCH_MAX,
  DONE,
  ENTRY_BYTES,
  ENTRY_FOOTPRINT,
  FULL,
  LINE_BYTES,
  NO_FOOTPRINT,
  NO_KEY,
  SINK,
  TABLE_FULL,
  WORDS_FULL,
} from './memory-map';
import { isFull } from './tables/buckets';
import { compactHashOf, compactHomeOf, insertCompact, isAtHome, isCompactFull } from './tables/compact';
import { hashOf, homeOfPlain, insertPlain, isCompact, isInLine } from './tables/table';
import { isCanonical, isMany } from './tree';
import * as wide from './wide';
import { changedKey } from './words';

// A successor in a batch: its hash, its key, the footprint of its outcome.
const KEY: usize = 8;
const FOOTPRINT: usize = 16;

/**
 * States are added to a batch until it has this many bytes of successors; the last state may then bring it to
 * BATCH_MAX.
 */
export const BATCH_ENOUGH: usize = BATCH_BYTES * 128;
/** Bytes of the log that a batch visits, more or less. */
const LOG_AHEAD: u64 = 512;

/** Instead of the end of a batch: it could not be stored, and `trouble` says why. */
export const NO_ROOM: usize = 0;
export let trouble: u32 = DONE;

/** The record to be visited next. */
let visitedNext: u64 = 0;

/** Begins a batch, and returns where; `next` is the address of the record to be visited first. */
export function beginBatch(next: u64): usize {
  trouble = DONE;
  visitedNext = next;
  return scratch + BATCH;
}

/** The key of what is stored where an outcome leads; NO_KEY if there is no room for a new word. */
export function storedAfter<T>(key: u64, outcome: usize): u64 {
  if (!isCanonical<T>()) return successorOf<T>(key, outcome);
  return isMany<T>() ? canonicalAfter(outcome) : canonical(successorOf<T>(key, outcome));
}

/** The key to which an outcome leads; NO_KEY if there is no room for a new word. */
export function successorOf<T>(key: u64, outcome: usize): u64 {
  if (isMany<T>()) return changedKey(outcome);
  return (key & load<u64>(outcome)) | load<u64>(outcome, 8);
}

/**
 * Appends the successors to which the outcomes of a list of entries lead, but for the state itself, to a batch, and
 * returns its new end. A batch that is full is stored first.
 */
export function addSuccessors<T>(key: u64, entry: usize, entriesEnd: usize, batchEnd: usize): usize {
  const batch = scratch + BATCH;
  let end = batchEnd;
  for (; entry < entriesEnd; entry += ENTRY_BYTES) {
    const next = storedAfter<T>(key, load<u32>(entry));
    if (isMany<T>() && next === NO_KEY) {
      trouble = WORDS_FULL;
      return NO_ROOM;
    }
    if (end === batch + BATCH_BYTES * BATCH_MAX) {
      if (!storeBatch(end, visitedNext)) return NO_ROOM;
      end = batch;
    }
    store<u64>(end, hashOf(next));
    store<u64>(end, next, KEY);
    // A footprint is about the slots before the replicas changed places.
    const footprint = isCanonical<T>() ? NO_FOOTPRINT : load<u32>(entry, ENTRY_FOOTPRINT);
    store<u64>(end, footprint, FOOTPRINT);
    // Not a branch: it would be mispredicted.
    end += BATCH_BYTES * <usize>(next !== key);
  }
  return end;
}

/**
 * Stores a batch in three passes, none of which has a branch that would be mispredicted. The first loads from the home
 * line of every successor, so that the cache misses overlap, and from the log where the next batch begins. The second
 * drops the states that are known, and if a line is full it loads from the next one, too. The third stores the rest.
 * False if there is no room.
 */
export function storeBatch(batchEnd: usize, next: u64): bool {
  if (isCompact) return storeCompactBatch(batchEnd, next);
  const batch = scratch + BATCH;
  let touched: u64 = 0;
  for (let i: u64 = 0; i < LOG_AHEAD; i += LINE_BYTES) touched += wide.load64(next + i);
  for (let at = batch; at < batchEnd; at += BATCH_BYTES) touched += wide.load64(homeOfPlain(load<u64>(at)));
  let end = batch;
  for (let at = batch; at < batchEnd; at += BATCH_BYTES) {
    const hash = load<u64>(at);
    const line = homeOfPlain(hash);
    const isKnown = isInLine(line, hash);
    touched += wide.load64(line + <u64>(<i32>isFull<u64>(line) & ~(<i32>isKnown)) * LINE_BYTES);
    store<u64>(end, hash);
    store<u64>(end, load<u64>(at, KEY), KEY);
    store<u64>(end, load<u64>(at, FOOTPRINT), FOOTPRINT);
    end += BATCH_BYTES * <usize>!isKnown;
  }
  // The loads have to be used, or the compiler would remove them.
  store<u64>(scratch + SINK, touched);
  for (let at = batch; at < end; at += BATCH_BYTES) {
    if (insertPlain(load<u64>(at), load<u64>(at, KEY), load<u32>(at, FOOTPRINT)) !== FULL) continue;
    // If the log had room, the lines of the table that the hash may use are full.
    trouble = full === DONE ? TABLE_FULL : full;
    return false;
  }
  return true;
}

/** As `storeBatch`, in a compact table. Hashes of its own take the place of those in the batch. */
function storeCompactBatch(batchEnd: usize, next: u64): bool {
  const batch = scratch + BATCH;
  let touched: u64 = 0;
  for (let i: u64 = 0; i < LOG_AHEAD; i += LINE_BYTES) touched += wide.load64(next + i);
  for (let at = batch; at < batchEnd; at += BATCH_BYTES) {
    const hash = compactHashOf(load<u64>(at, KEY));
    store<u64>(at, hash);
    touched += wide.load64(compactHomeOf(hash));
  }
  let end = batch;
  for (let at = batch; at < batchEnd; at += BATCH_BYTES) {
    const hash = load<u64>(at);
    const line = compactHomeOf(hash);
    const isKnown = isAtHome(line, hash);
    touched += wide.load64(line + <u64>(<i32>isCompactFull(line) & ~(<i32>isKnown)) * LINE_BYTES);
    store<u64>(end, hash);
    store<u64>(end, load<u64>(at, KEY), KEY);
    store<u64>(end, load<u64>(at, FOOTPRINT), FOOTPRINT);
    end += BATCH_BYTES * <usize>!isKnown;
  }
  store<u64>(scratch + SINK, touched);
  for (let at = batch; at < end; at += BATCH_BYTES) {
    if (insertCompact(load<u64>(at), load<u64>(at, KEY), load<u32>(at, FOOTPRINT)) !== FULL) continue;
    trouble = full === DONE ? TABLE_FULL : full;
    return false;
  }
  return true;
}
