/** Expanding a chunk of a level: its states are visited batch by batch, and their successors stored (batch.ts). */
import { addSuccessors, BATCH_ENOUGH, beginBatch, NO_ROOM, storeBatch, trouble } from './batch';
import { countVisits, visitBundled } from './bundles/bundles';
import { orbitOf } from './canonical/canonical';
import { orbitUnfolded } from './canonical/canonical-words';
import { BEFORE_COMMIT, hook } from './hooks';
import { scratch } from './lane';
import { addressOf, closeLog, footprintAt } from './log';
import {
  AUDIT_COUNT,
  AUDIT_MASK,
  AUDITS,
  AUDITS_MAX,
  AWAKE,
  AWAKE_END,
  DONE,
  FINAL_STATES,
  LEAF_FAILED,
  LEAF_FOOTPRINTS,
  LEAF_TRANSITIONS,
  LEAVES,
  MANY_MISSES,
  MISS_COUNT,
  MISSES_MAX,
  ORBIT_STATES,
  ORBIT_TRANSITIONS,
  ORBITS_UNKNOWN,
  QUIESCENT_STATES,
  REACHED,
  RECORD_BYTES,
  RECORD_MASK,
  STATUS,
  TRANSITIONS,
} from './memory-map';
import { addAwake, asleepAfter, firstAsleepAfter } from './sleep';
import { ALL, openChoice } from './stubborn/choose';
import { hasMember, isReduced } from './stubborn/stubborn';
import { hashOf } from './tables/table';
import { entriesEnd, entriesOf, isCanonical, isMany } from './tree';
import { decided, forgetMisses, leafCount, misses, quiescent, visit } from './visit';
import * as wide from './wide';
import { unfold } from './words';

/** Misses with which a task ends: one more state may then bring them to MISSES_MAX. */
const MISSES_ENOUGH: u32 = MISSES_MAX / 2;

/** Transitions of the state whose successors were formed last. */
let formed: u64 = 0;

/** Visits the records from one number to another of the same block. */
export function expandRecords<T>(from: usize, to: usize): void {
  const recordBytes: usize = load<u32>(RECORD_BYTES);
  const recordMask = load<u64>(RECORD_MASK);
  const auditMask = load<u64>(AUDIT_MASK);
  const footprints = footprintAt(from) - from;
  let transitions: u64 = 0;
  let quiescentStates: u64 = 0;
  let finalStates: u64 = 0;
  let orbitStates: u64 = 0;
  let orbitTransitions: u64 = 0;
  let orbitsUnknown: u64 = 0;
  let audits: u32 = 0;
  let done = from;
  let at = addressOf(from);
  let status: u32 = DONE;
  while (done < to && status === DONE) {
    const missesBefore = misses;
    let auditsNow = audits;
    let transitionsNow: u64 = 0;
    let quiescentNow: u64 = 0;
    let finalNow: u64 = 0;
    let orbitStatesNow: u64 = 0;
    let orbitTransitionsNow: u64 = 0;
    let orbitsUnknownNow: u64 = 0;
    let record = done;
    const batch = beginBatch(at);
    let end = batch;
    for (; record < to && end < batch + BATCH_ENOUGH && misses < MISSES_ENOUGH && auditsNow < AUDITS_MAX; record++) {
      const key = wide.load64(at) & recordMask;
      at += recordBytes;
      if (isMany<T>()) unfold(key);
      if (!(isReduced ? visit<T>(record, key) : visitBundled<T>(record, key))) continue;
      quiescentNow += <u64>quiescent;
      if ((hashOf(key) & auditMask) === 0) {
        store<u32>(scratch + AUDITS + ((<usize>auditsNow) << 2), <u32>record);
        auditsNow++;
      }
      // Where steps are chosen, nothing sleeps, and the byte says what was chosen.
      const byte = load<u8>(footprints + record);
      end = isReduced ? formChosen<T>(key, byte, end) : formSuccessors<T>(key, byte, end);
      if (end === NO_ROOM) break;
      transitionsNow += formed;
      finalNow += <u64>(formed === 0);
      if (isCanonical<T>()) {
        const orbit = isMany<T>() ? orbitUnfolded() : orbitOf(key);
        orbitStatesNow += orbit;
        orbitTransitionsNow += orbit * formed;
        orbitsUnknownNow += <u64>(orbit === 0);
      }
    }
    countVisits(<u32>(record - done));
    const isStored = end !== NO_ROOM && storeBatch(end, at);
    hook(BEFORE_COMMIT);
    if (!isStored) {
      status = trouble;
      forgetMisses(missesBefore);
      break;
    }
    done = record;
    transitions += transitionsNow;
    quiescentStates += quiescentNow;
    finalStates += finalNow;
    orbitStates += orbitStatesNow;
    orbitTransitions += orbitTransitionsNow;
    orbitsUnknown += orbitsUnknownNow;
    audits = auditsNow;
    if (misses >= MISSES_ENOUGH || audits >= AUDITS_MAX) status = MANY_MISSES;
  }
  store<u64>(scratch + TRANSITIONS, transitions);
  store<u64>(scratch + QUIESCENT_STATES, quiescentStates);
  store<u64>(scratch + FINAL_STATES, finalStates);
  store<u64>(scratch + ORBIT_STATES, orbitStates);
  store<u64>(scratch + ORBIT_TRANSITIONS, orbitTransitions);
  store<u64>(scratch + ORBITS_UNKNOWN, orbitsUnknown);
  store<u32>(scratch + REACHED, <u32>done);
  store<u32>(scratch + MISS_COUNT, misses);
  store<u32>(scratch + AUDIT_COUNT, audits);
  store<u32>(scratch + STATUS, status === DONE && done < to ? MANY_MISSES : status);
  closeLog();
}

/**
 * Counts and judges the leaves of the visited state, which an outcome with footprint `foundBy` found, and appends the
 * successors that do not sleep to a batch. Returns the batch's new end, or NO_ROOM.
 */
function formSuccessors<T>(key: u64, foundBy: u32, batchEnd: usize): usize {
  const asleep = asleepAfter(foundBy);
  const firstAsleep = firstAsleepAfter(foundBy);
  const list = scratch + AWAKE;
  const listEnd = scratch + AWAKE_END;
  let leaves = scratch + LEAVES;
  const leavesEnd = leaves + ((<usize>leafCount) << 3);
  let end = batchEnd;
  let transitions: u64 = 0;
  // The next entry of the leaf; 0 before its first.
  let entry: usize = 0;
  do {
    let awake = list;
    for (; leaves < leavesEnd; leaves += 8) {
      const leaf: usize = load<u32>(leaves, 4);
      if (entry === 0) {
        if (load<u32>(leaf, LEAF_FAILED) !== 0) decided(leaf);
        transitions += load<u32>(leaf, LEAF_TRANSITIONS);
        if ((load<u64>(leaf, LEAF_FOOTPRINTS) & ~firstAsleep) === 0) continue;
        entry = entriesOf(leaf);
      }
      const entries = entriesEnd(leaf);
      const some = min(entries, entry + (listEnd - awake));
      awake = addAwake(entry, some, asleep, awake);
      entry = some;
      // The list is full, or may be.
      if (some !== entries) break;
      entry = 0;
    }
    end = addSuccessors<T>(key, list, awake, end);
  } while (leaves < leavesEnd && end !== NO_ROOM);
  formed = transitions;
  return end;
}

/** As `formSuccessors`, of the steps that were chosen; all leaves are judged. */
function formChosen<T>(key: u64, choice: u32, batchEnd: usize): usize {
  if (choice !== ALL) openChoice<T>(key, choice);
  const leavesEnd = scratch + LEAVES + ((<usize>leafCount) << 3);
  let end = batchEnd;
  formed = 0;
  for (let leaves = scratch + LEAVES; leaves < leavesEnd; leaves += 8) {
    const leaf: usize = load<u32>(leaves, 4);
    decided(leaf);
    if (choice !== ALL && !hasMember(load<u32>(leaves))) continue;
    formed += load<u32>(leaf, LEAF_TRANSITIONS);
    end = addSuccessors<T>(key, entriesOf(leaf), entriesEnd(leaf), end);
    if (end === NO_ROOM) break;
  }
  return end;
}
