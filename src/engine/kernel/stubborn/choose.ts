/**
 * Which steps are taken in the states of a level, decided before any of them is taken. While sets are chosen nothing is stored: the table
 * has the states of this level and of those before it, and no others. So whether a step leads to a later level does not depend on
 * what another worker has stored in the meantime.
 */
import { storedAfter } from '../batch';
import { scratch } from '../lane';
import { addressOf, footprintAt, headOf } from '../log';
import {
  BLOCK_FOOTPRINTS,
  BLOCK_RECORDS,
  DONE,
  ENTRY_BYTES,
  LEAVES,
  MATCHES,
  MISS_COUNT,
  MISSES_MAX,
  NO_KEY,
  REACHED,
  RECORD_BYTES,
  RECORD_MASK,
  STATUS,
  WORDS_FULL,
} from '../memory-map';
import { contains } from '../tables/table';
import { entriesEnd, entriesOf, isMany } from '../tree';
import { collect, leafCount, misses } from '../visit';
import * as wide from '../wide';
import { unfold } from '../words';
import { closeFrom, enabledCount, hasMember, knowClaims, openNeeds, seedCount, seedStep } from './stubborn';
import { SEED_BYTES, SEEDS, TRIED } from './stubborn-map';

/** All steps are taken. A set is said by the number of its seed + 1. */
export const ALL: u32 = 0;
/** Misses with which a task ends: one more state may then bring them to MISSES_MAX. */
const MISSES_ENOUGH: u32 = MISSES_MAX / 2;
let isFull: bool = false;

/** Writes to the page of each record what is taken in its state: all, where an entry is missing, which is noted. */
export function chooseRecords<T>(from: usize, to: usize): void {
  const recordBytes: usize = load<u32>(RECORD_BYTES);
  const recordMask = load<u64>(RECORD_MASK);
  const hasPage = load<u32>(headOf(from / BLOCK_RECORDS) + BLOCK_FOOTPRINTS) !== 0;
  const choices = footprintAt(from) - from;
  isFull = false;
  let record = hasPage ? from : to;
  let at = addressOf(from);
  for (; record < to && misses < MISSES_ENOUGH; record++) {
    const key = wide.load64(at) & recordMask;
    at += recordBytes;
    if (isMany<T>()) unfold(key);
    const areKnown = collect<T>(record, key);
    const choice = knowClaims<T>(record, key) && areKnown && openNeeds<T>(key) ? chosen<T>(key) : ALL;
    if (isFull) break;
    store<u8>(choices + record, <u8>choice);
  }
  store<u32>(scratch + MISS_COUNT, misses);
  store<u32>(scratch + REACHED, <u32>record);
  store<u32>(scratch + STATUS, isFull ? WORDS_FULL : DONE);
}

/** Makes the set that was chosen for the state that is visited. */
export function openChoice<T>(word: u64, choice: u32): void {
  openNeeds<T>(word);
  closeFrom(seedStep(choice - 1));
}

/** Lists the steps that are taken in the state of a record, and returns how many there are; 0 if all are taken. */
export function listTaken<T>(record: usize): u32 {
  const choice = load<u8>(footprintAt(record));
  const key = wide.load64(addressOf(record)) & load<u64>(RECORD_MASK);
  if (isMany<T>()) unfold(key);
  if (choice === ALL || !collect<T>(record, key)) return 0;
  openChoice<T>(key, choice);
  let taken: u32 = 0;
  for (let i: u32 = 0; i < leafCount; i++) {
    const step = load<u32>(scratch + LEAVES + ((<usize>i) << 3));
    if (!hasMember(step)) continue;
    store<u32>(scratch + MATCHES + ((<usize>taken) << 2), step);
    taken++;
  }
  return taken;
}

/** The set with the fewest enabled steps that leads to a later level; of several the one whose seed comes first. */
function chosen<T>(key: u64): u32 {
  for (let seed: u32 = 0; seed < seedCount; seed++)
    store<u32>(scratch + SEEDS + <usize>seed * SEED_BYTES, closeFrom(seedStep(seed)), 4);
  for (let tries: u32 = 0; tries < seedCount; tries++) {
    let best: u32 = 0;
    for (let seed: u32 = 1; seed < seedCount; seed++) {
      const size = sizeOf(seed);
      const least = sizeOf(best);
      if (size < least || (size === least && seedStep(seed) < seedStep(best))) best = seed;
    }
    if (sizeOf(best) >= enabledCount) return ALL;
    closeFrom(seedStep(best));
    if (leadsFarther<T>(key) || isFull) return best + 1;
    store<u32>(scratch + SEEDS + <usize>best * SEED_BYTES, TRIED, 4);
  }
  return ALL;
}

function sizeOf(seed: u32): u32 {
  return load<u32>(scratch + SEEDS + <usize>seed * SEED_BYTES, 4);
}

/** Whether an enabled member of the set leads to a state of a later level. */
function leadsFarther<T>(key: u64): bool {
  for (let i: u32 = 0; i < leafCount; i++) {
    const at = scratch + LEAVES + ((<usize>i) << 3);
    if (!hasMember(load<u32>(at))) continue;
    const leaf: usize = load<u32>(at, 4);
    for (let entry = entriesOf(leaf); entry < entriesEnd(leaf); entry += ENTRY_BYTES) {
      const next = storedAfter<T>(key, load<u32>(entry));
      if (isMany<T>() && next === NO_KEY) {
        isFull = true;
        return false;
      }
      if (!contains(next)) return true;
    }
  }
  return false;
}
