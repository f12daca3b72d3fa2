/**
 * Expanding a chunk of a level: visit its states batch by batch, form all successors, touch the slots where their search
 * begins, so that the misses of the cache overlap, then store them. A batch counts when all of it is stored; whatever ends it
 * before, it can be done again: what is stored already is known then.
 */
import {
  AUDIT_COUNT,
  AUDIT_MASK,
  AUDITS,
  AUDITS_MAX,
  BATCH,
  BATCH_MAX,
  DONE,
  FINAL_STATES,
  LEAVES,
  MANY_MISSES,
  MISS_COUNT,
  MISSES_MAX,
  NEXT_IDS,
  NODE_IDS,
  NODE_VALUES,
  QUIESCENT_STATES,
  REACHED,
  RECENT,
  RECENT_ENTRIES,
  RECORD_BYTES,
  RECORD_MASK,
  SINK,
  STATUS,
  TABLE_FULL,
  TRANSITIONS,
  WORD_COUNT,
  WORDS_FULL,
} from './memory-map';
import { BEFORE_COMMIT, hook } from './hooks';
import { addressOf, closeLog, full } from './log';
import { FULL, hashOf, homeOf, insert } from './table';
import { decided, forgetMisses, leafCount, LEAF_FAILED, ManyWords, misses, outcomesOf, quiescent, visit } from './visit';
import { fold, intern, NO_WORD, unfold } from './words';

/** States are added to a batch until it has so many successors; one state may then bring it to BATCH_MAX. */
const BATCH_ENOUGH: usize = 128;

let recent: usize = 0;
const RECENT_MASK: usize = 8 * (RECENT_ENTRIES - 1);
let batch: usize = 0;
let batchNext: usize = 0;
let status: u32 = DONE;
let batchTransitions: u64 = 0;

/** Visits the records from one number to another of the same block. */
export function expandRecords<T>(scratch: usize, from: usize, to: usize): void {
  const recordBytes: usize = load<u32>(RECORD_BYTES);
  const recordMask = load<u64>(RECORD_MASK);
  const auditMask = load<u64>(AUDIT_MASK);
  const missesMax = <u32>(MISSES_MAX / 2);
  batch = scratch + BATCH;
  recent = scratch + RECENT;
  let transitions: u64 = 0;
  let quiescentStates: u64 = 0;
  let finalStates: u64 = 0;
  let audits: u32 = 0;
  let done = from;
  let at = addressOf(from);
  status = DONE;
  while (done < to && status == DONE) {
    const missesBefore = misses;
    let auditsNow = audits;
    let quiescentNow: u64 = 0;
    let finalNow: u64 = 0;
    let record = done;
    batchNext = batch;
    batchTransitions = 0;
    for (; record < to && batchNext < batch + (BATCH_ENOUGH << 4) && misses < missesMax && auditsNow < AUDITS_MAX; record++) {
      const key = load<u64>(at) & recordMask;
      at += recordBytes;
      if (sizeof<T>() == sizeof<ManyWords>()) unfold(key);
      if (!visit<T>(record, key)) continue;
      if (quiescent) quiescentNow++;
      if ((hashOf(key) & auditMask) == 0) store<u32>(scratch + AUDITS + ((<usize>(auditsNow++)) << 2), <u32>record);
      const before = batchTransitions;
      for (let i: u32 = 0; i < leafCount && status == DONE; i++) {
        successors<T>(scratch, key, load<u32>(scratch + LEAVES + (<usize>i << 3), 4));
      }
      if (status != DONE) break;
      if (batchTransitions == before) finalNow++;
    }
    if (status == DONE) storeBatch(scratch);
    hook(BEFORE_COMMIT, scratch);
    if (status != DONE) {
      forgetMisses(missesBefore);
      break;
    }
    done = record;
    transitions += batchTransitions;
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
  store<u32>(scratch + STATUS, status == DONE && done < to ? MANY_MISSES : status);
  closeLog();
}

/** Adds what a leaf leads to; a step that changes nothing is counted and goes no further. */
@inline
function successors<T>(scratch: usize, key: u64, leaf: usize): void {
  const count = load<u32>(leaf);
  if (load<u32>(leaf, LEAF_FAILED) != 0) decided(leaf);
  batchTransitions += count;
  let outcome = outcomesOf(leaf);
  for (let i: u32 = 0; i < count; i++) {
    let next: u64;
    if (sizeof<T>() == sizeof<ManyWords>()) {
      next = changedKey(scratch, outcome);
      outcome += 8 + <usize>load<u32>(outcome) * 24;
      if (next == ~(<u64>0)) {
        status = WORDS_FULL;
        return;
      }
    } else {
      next = (key & load<u64>(outcome)) | load<u64>(outcome, 8);
      outcome += 16;
    }
    if (next == key) continue;
    if (batchNext == batch + (BATCH_MAX << 4)) {
      storeBatch(scratch);
      if (status != DONE) return;
      batchNext = batch;
    }
    const hash = hashOf(next);
    if (load<u64>(recent + (<usize>(hash >> 17) & RECENT_MASK)) == hash) continue;
    store<u64>(batchNext, hash);
    store<u64>(batchNext, next, 8);
    batchNext += 16;
  }
}

/** The key of the unfolded state with an outcome's words changed; all ones where there is no room for a new word. */
export function changedKey(scratch: usize, outcome: usize): u64 {
  const nodes = 2 * load<u32>(WORD_COUNT) - 1;
  for (let at: usize = 0; at < <usize>nodes << 2; at += 4) store<u32>(scratch + NEXT_IDS + at, load<u32>(scratch + NODE_IDS + at));
  let changed: u64 = 0;
  const end = outcome + 8 + <usize>load<u32>(outcome) * 24;
  for (let change = outcome + 8; change < end; change += 24) {
    const node = load<u64>(change);
    const before = load<u64>(scratch + NODE_VALUES + (<usize>node << 3));
    const after = (before & load<u64>(change, 8)) | load<u64>(change, 16);
    if (after == before) continue;
    const number = intern(after);
    if (number == NO_WORD) return ~(<u64>0);
    store<u32>(scratch + NEXT_IDS + (<usize>node << 2), number);
    changed |= (<u64>1) << node;
  }
  return fold(scratch + NEXT_IDS, changed);
}

@inline
function storeBatch(scratch: usize): void {
  let touched: u64 = 0;
  for (let at = batch; at < batchNext; at += 16) touched += load<u64>(homeOf(load<u64>(at)));
  // Somebody must want what was loaded, or it would not be.
  store<u64>(scratch + SINK, touched);
  for (let at = batch; at < batchNext; at += 16) {
    const hash = load<u64>(at);
    if (insert(hash, load<u64>(at, 8)) == FULL) {
      // Where the table's own lines are full, the log has nothing to say.
      status = full == DONE ? TABLE_FULL : full;
      return;
    }
    store<u64>(recent + (<usize>(hash >> 17) & RECENT_MASK), hash);
  }
}
