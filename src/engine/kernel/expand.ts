/**
 * Expanding a chunk of a level: visit its states batch by batch, form all successors, touch the slots where their search
 * begins, so that the misses of the cache overlap, then store them. A batch counts when all of it is stored; whatever ends it
 * before, it can be done again: what is stored already is known then.
 */

import { countVisits, visitBundled } from './bundles';
import { BEFORE_COMMIT, hook } from './hooks';
import { addressOf, closeLog, footprintAt, full } from './log';
import {
  AUDIT_COUNT,
  AUDIT_MASK,
  AUDITS,
  AUDITS_MAX,
  BATCH,
  BATCH_BYTES,
  BATCH_MAX,
  CHANGE_BYTES,
  CHANGES,
  DONE,
  ENTRY_BYTES,
  ENTRY_FOOTPRINT,
  FINAL_STATES,
  LEAF_FAILED,
  LEAF_FOOTPRINTS,
  LEAF_TRANSITIONS,
  LEAVES,
  MANY_MISSES,
  MISS_COUNT,
  MISSES_MAX,
  NEXT_IDS,
  NODE_IDS,
  NODE_VALUES,
  QUIESCENT_STATES,
  REACHED,
  RECORD_BYTES,
  RECORD_MASK,
  SINK,
  STATUS,
  TABLE_FULL,
  TRANSITIONS,
  WORD_COUNT,
  WORDS_FULL,
} from './memory-map';
import { addAwake, asleepAfter, beginAwake, firstAsleepAfter, roomFor } from './sleep';
import { FULL, hashOf, homeOf, insert, isFull, isInLine } from './table';
import { entriesEnd, entriesOf, ManyWords } from './tree';
import { decided, forgetMisses, leafCount, misses, quiescent } from './visit';
import { fold, foldOne, intern, NO_WORD, unfold } from './words';

/** States are added to a batch until it has so many successors; one state may then bring it to BATCH_MAX. */
const BATCH_ENOUGH: usize = 128;

/** Bytes of the log that a batch visits, more or less. */
const LOG_AHEAD: usize = 512;

/** No end of a batch: it could not be stored, and `status` says why. */
const NO_ROOM: usize = 0;
let batch: usize = 0;
let status: u32 = DONE;
/** The record to be visited next. */
let visitedNext: usize = 0;

/** Visits the records from one number to another of the same block. */
export function expandRecords<T>(scratch: usize, from: usize, to: usize): void {
  const recordBytes: usize = load<u32>(RECORD_BYTES);
  const recordMask = load<u64>(RECORD_MASK);
  const auditMask = load<u64>(AUDIT_MASK);
  const missesMax = <u32>(MISSES_MAX / 2);
  batch = scratch + BATCH;
  const batchEnough = batch + BATCH_ENOUGH * BATCH_BYTES;
  let transitions: u64 = 0;
  let quiescentStates: u64 = 0;
  let finalStates: u64 = 0;
  let audits: u32 = 0;
  let done = from;
  let at = addressOf(from);
  const footprints = footprintAt(from) - from;
  visitedNext = at;
  status = DONE;
  while (done < to && status === DONE) {
    const missesBefore = misses;
    let auditsNow = audits;
    let transitionsNow: u64 = 0;
    let quiescentNow: u64 = 0;
    let finalNow: u64 = 0;
    let record = done;
    let end = batch;
    for (; record < to && end < batchEnough && misses < missesMax && auditsNow < AUDITS_MAX; record++) {
      const key = load<u64>(at) & recordMask;
      at += recordBytes;
      if (sizeof<T>() === sizeof<ManyWords>()) unfold(key);
      if (!visitBundled<T>(record, key)) continue;
      quiescentNow += <u64>quiescent;
      if ((hashOf(key) & auditMask) === 0) {
        store<u32>(scratch + AUDITS + ((<usize>auditsNow) << 2), <u32>record);
        auditsNow++;
      }
      const before = transitionsNow;
      const foundBy: u32 = load<u8>(footprints + record);
      const asleep = asleepAfter(foundBy);
      const firstAsleep = firstAsleepAfter(foundBy);
      let awake = beginAwake(scratch);
      const leavesEnd = scratch + LEAVES + ((<usize>leafCount) << 3);
      for (let leaves = scratch + LEAVES; leaves < leavesEnd; leaves += 8) {
        const leaf: usize = load<u32>(leaves, 4);
        if (load<u32>(leaf, LEAF_FAILED) !== 0) decided(leaf);
        transitionsNow += load<u32>(leaf, LEAF_TRANSITIONS);
        if ((load<u64>(leaf, LEAF_FOOTPRINTS) & ~firstAsleep) === 0) continue;
        const entries = entriesEnd(leaf);
        for (let entry = entriesOf(leaf); ; ) {
          const some = roomFor(scratch, entry, entries, awake);
          awake = addAwake(entry, some, asleep, awake);
          if (some === entries) break;
          // The list is full, or may be.
          end = addSuccessors<T>(scratch, key, awake, end);
          if (end === NO_ROOM) break;
          awake = beginAwake(scratch);
          entry = some;
        }
        if (end === NO_ROOM) break;
      }
      if (end === NO_ROOM) break;
      end = addSuccessors<T>(scratch, key, awake, end);
      if (end === NO_ROOM) break;
      finalNow += <u64>(transitionsNow === before);
    }
    visitedNext = at;
    countVisits(<u32>(record - done));
    if (end !== NO_ROOM) storeBatch(scratch, end);
    hook(BEFORE_COMMIT, scratch);
    if (status !== DONE) {
      forgetMisses(missesBefore);
      break;
    }
    done = record;
    transitions += transitionsNow;
    quiescentStates += quiescentNow;
    finalStates += finalNow;
    audits = auditsNow;
    if (misses >= missesMax || audits >= AUDITS_MAX) status = MANY_MISSES;
  }
  store<u64>(scratch + TRANSITIONS, transitions);
  store<u64>(scratch + QUIESCENT_STATES, quiescentStates);
  store<u64>(scratch + FINAL_STATES, finalStates);
  store<u32>(scratch + REACHED, <u32>done);
  store<u32>(scratch + MISS_COUNT, misses);
  store<u32>(scratch + AUDIT_COUNT, audits);
  store<u32>(scratch + STATUS, status === DONE && done < to ? MANY_MISSES : status);
  closeLog();
}

/** Adds what the listed outcomes lead to to the batch, and gives its new end. What leads back goes no further. */
function addSuccessors<T>(scratch: usize, key: u64, awake: usize, end: usize): usize {
  for (let at = beginAwake(scratch); at < awake; at += ENTRY_BYTES) {
    const outcome: usize = load<u32>(at);
    let next: u64;
    if (sizeof<T>() === sizeof<ManyWords>()) {
      next = changedKey(scratch, outcome);
      if (next === ~(<u64>0)) {
        status = WORDS_FULL;
        return NO_ROOM;
      }
    } else {
      next = (key & load<u64>(outcome)) | load<u64>(outcome, 8);
    }
    if (end === batch + BATCH_MAX * BATCH_BYTES) {
      storeBatch(scratch, end);
      if (status !== DONE) return NO_ROOM;
      end = batch;
    }
    const hash = hashOf(next);
    store<u64>(end, hash);
    store<u64>(end, next, 8);
    store<u64>(end, load<u32>(at, ENTRY_FOOTPRINT), 16);
    // Not a branch: nobody could predict it.
    end += BATCH_BYTES * <usize>(next !== key);
  }
  return end;
}

/** The key of the unfolded state with an outcome's words changed; all ones where there is no room for a new word. */
export function changedKey(scratch: usize, outcome: usize): u64 {
  const changes = load<u32>(outcome);
  if (changes === 1) {
    const node = load<u32>(outcome, CHANGES);
    const number = intern(changed(scratch, outcome + CHANGES));
    return number === NO_WORD ? ~(<u64>0) : foldOne(scratch + NODE_IDS, node, number);
  }
  const nodes = 2 * load<u32>(WORD_COUNT) - 1;
  for (let at: usize = 0; at < (<usize>nodes) << 2; at += 4)
    store<u32>(scratch + NEXT_IDS + at, load<u32>(scratch + NODE_IDS + at));
  let changedNodes: u64 = 0;
  const end = outcome + CHANGES + <usize>changes * CHANGE_BYTES;
  for (let change = outcome + CHANGES; change < end; change += CHANGE_BYTES) {
    const node = load<u64>(change);
    const number = intern(changed(scratch, change));
    if (number === NO_WORD) return ~(<u64>0);
    store<u32>(scratch + NEXT_IDS + ((<usize>node) << 2), number);
    changedNodes |= (<u64>1) << node;
  }
  return fold(scratch + NEXT_IDS, changedNodes);
}

/** A word of the unfolded state, changed. */
function changed(scratch: usize, change: usize): u64 {
  return (
    (load<u64>(scratch + NODE_VALUES + ((<usize>load<u64>(change)) << 3)) & load<u64>(change, 8)) |
    load<u64>(change, 16)
  );
}

/**
 * In three passes, each without a branch that nobody could predict. The lines of all are loaded, so that the misses of the cache
 * overlap; those that are known are left out, and where a line is full the next one is loaded, too; the others are stored.
 */
function storeBatch(scratch: usize, batchEnd: usize): void {
  let touched: u64 = 0;
  // What the next batch begins with.
  for (let i: usize = 0; i < LOG_AHEAD; i += 64) touched += load<u64>(visitedNext + i);
  for (let at = batch; at < batchEnd; at += BATCH_BYTES) touched += load<u64>(homeOf(load<u64>(at)));
  let end = batch;
  for (let at = batch; at < batchEnd; at += BATCH_BYTES) {
    const hash = load<u64>(at);
    const line = homeOf(hash);
    const isKnown = isInLine(line, hash);
    touched += load<u64>(line + ((<usize>(<i32>isFull(line) & ~(<i32>isKnown))) << 6));
    store<u64>(end, hash);
    store<u64>(end, load<u64>(at, 8), 8);
    store<u64>(end, load<u64>(at, 16), 16);
    end += BATCH_BYTES * <usize>!isKnown;
  }
  // Somebody must want what was loaded, or it would not be.
  store<u64>(scratch + SINK, touched);
  for (let at = batch; at < end; at += BATCH_BYTES) {
    if (insert(load<u64>(at), load<u64>(at, 8), load<u32>(at, 16)) !== FULL) continue;
    // Where the table's own lines are full, the log has nothing to say.
    status = full === DONE ? TABLE_FULL : full;
    return;
  }
}
