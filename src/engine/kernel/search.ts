/**
 * Visiting states again, for counterexamples, audits, walks and infinite runs: nothing here stores or counts a state.
 */
import { storedAfter, successorOf } from './batch';
import { visitBundled } from './bundles/bundles';
import { crowded } from './host';
import { scratch } from './lane';
import { addressOf } from './log';
import {
  DECODED,
  ENTRY_BYTES,
  FINDINGS,
  LEADING_ON,
  LEAF_COUNT,
  LEAF_TRANSITIONS,
  LEAF_WANTED,
  LEAVES,
  MATCH_COUNT,
  MATCHES,
  MATCHES_MAX,
  MISS_COUNT,
  MISSES_MAX,
  NO_KEY,
  NO_NODE,
  NO_TREE,
  NOTHING,
  PLACES,
  RANGE_END,
  REACHED,
  RECORD_BYTES,
  RECORD_MASK,
  SINK,
  SUCCESSORS,
  SUCCESSORS_MAX,
  TRANSITIONS,
  WANTED,
} from './memory-map';
import { contains, homeOf, keyIn, nodeFrom, nodeWith, tableHashOf } from './tables/table';
import { entriesEnd, entriesOf, isMany, valueAt } from './tree';
import { ask, collect, decided, leafCount, misses, visit, walk } from './visit';
import * as wide from './wide';
import { unfold } from './words';

/**
 * Lists the records of a range that decide a property, by themselves or by a step; or those that lead to a state of the
 * open table (LEADING_ON), or that have a wanted leaf (WANTED).
 */
export function searchRecords<T>(from: usize, to: usize, property: u32): void {
  const recordBytes: usize = load<u32>(RECORD_BYTES);
  const recordMask = load<u64>(RECORD_MASK);
  let matches: u32 = 0;
  let record = from;
  let at = addressOf(from);
  for (; record < to && matches < MATCHES_MAX && misses < <u32>(MISSES_MAX / 2); record++) {
    const key = wide.load64(at) & recordMask;
    at += recordBytes;
    if (isMany<T>()) unfold(key);
    if (property < WANTED) store<u8>(scratch + FINDINGS + property, 0);
    // Whether a leaf is wanted stands in the leaves of single trees only.
    if (!(property === WANTED ? visit<T>(record, key) : visitBundled<T>(record, key))) continue;
    if (property === LEADING_ON ? leadsOn<T>(key) : property === WANTED ? isWanted() : decides(property)) {
      store<u32>(scratch + MATCHES + ((<usize>matches) << 2), <u32>record);
      matches++;
    }
  }
  store<u32>(scratch + REACHED, <u32>record);
  store<u32>(scratch + MATCH_COUNT, matches);
  store<u32>(scratch + MISS_COUNT, misses);
}

/** Whether the visited state, or a step from it, decides a property. */
function decides(property: u32): bool {
  for (let i: u32 = 0; i < leafCount; i++) decided(leafAt(i));
  return load<u8>(scratch + FINDINGS + property) !== 0;
}

function isWanted(): bool {
  for (let i: u32 = 0; i < leafCount; i++) {
    if (load<u32>(leafAt(i), LEAF_WANTED) !== 0) return true;
  }
  return false;
}

/** Whether the visited state leads to one in the open table. */
function leadsOn<T>(key: u64): bool {
  for (let i: u32 = 0; i < leafCount; i++) {
    const leaf = leafAt(i);
    for (let entry = entriesOf(leaf); entry < entriesEnd(leaf); entry += ENTRY_BYTES) {
      const next = storedAfter<T>(key, load<u32>(entry));
      // A word that is new is of no state that is stored.
      if (!(isMany<T>() && next === NO_KEY) && contains(next)) return true;
    }
  }
  return false;
}

/**
 * Visits one state: lists its leaves and the keys of all its successors, in order. False if a tree has no leaf for it.
 */
export function enumerateKey<T>(key: u64): bool {
  if (isMany<T>()) unfold(key);
  const known = visit<T>(0, key);
  store<u32>(scratch + MISS_COUNT, misses);
  if (!known) return false;
  store<u32>(scratch + LEAF_COUNT, leafCount);
  listSuccessors<T>(key);
  return true;
}

/**
 * The successors of a state as the bundles of a lane have them, without those that bundles leave out because they are
 * the state itself: their keys, their number, and the number of all transitions. False if a tree has no leaf for it.
 */
export function enumerateBundled<T>(key: u64): bool {
  if (isMany<T>()) unfold(key);
  if (!visitBundled<T>(0, key)) return false;
  let transitions: u64 = 0;
  for (let i: u32 = 0; i < leafCount; i++) transitions += load<u32>(leafAt(i), LEAF_TRANSITIONS);
  store<u64>(scratch + TRANSITIONS, transitions);
  store<u32>(scratch + MATCH_COUNT, listSuccessors<T>(key));
  return true;
}

/** Writes the keys to which the leaves of the visit lead, and returns their number. */
function listSuccessors<T>(key: u64): u32 {
  let out = SUCCESSORS;
  for (let i: u32 = 0; i < leafCount; i++) {
    const leaf = leafAt(i);
    for (let entry = entriesOf(leaf); entry < entriesEnd(leaf); entry += ENTRY_BYTES) {
      store<u64>(room(out), successorOf<T>(key, load<u32>(entry)));
      out += 8;
    }
  }
  return <u32>((out - SUCCESSORS) >> 3);
}

/**
 * As `enumerateKey` for the state of a node, without judging it: the nodes of its successors, and the predicates of
 * LASTING. A load from the home line of each successor comes before any is looked for, so that the cache misses
 * overlap.
 */
export function enumerateState<T>(node: u32): bool {
  const key = keyIn(node);
  if (isMany<T>()) unfold(key);
  let known = collect<T>(0, key);
  known = ask<T>(0, key) && known;
  store<u32>(scratch + MISS_COUNT, misses);
  if (!known) return false;
  store<u32>(scratch + LEAF_COUNT, leafCount);
  let out = SUCCESSORS;
  let touched: u64 = 0;
  for (let i: u32 = 0; i < leafCount; i++) {
    const leaf = leafAt(i);
    for (let entry = entriesOf(leaf); entry < entriesEnd(leaf); entry += ENTRY_BYTES) {
      const hash = tableHashOf(successorOf<T>(key, load<u32>(entry)));
      touched += wide.load64(homeOf(hash));
      store<u64>(room(out), hash);
      out += 8;
    }
  }
  store<u64>(scratch + SINK, touched);
  let target = scratch + MATCHES;
  for (let hash = SUCCESSORS; hash < out; hash += 8) {
    store<u32>(target, nodeWith(load<u64>(hash)));
    target += 4;
  }
  return true;
}

/** A leaf of the last visit. */
function leafAt(i: u32): usize {
  return load<u32>(scratch + LEAVES + ((<usize>i) << 3), 4);
}

/** The address of the next successor. */
function room(out: usize): usize {
  if (out === SUCCESSORS + 8 * SUCCESSORS_MAX) crowded();
  return out;
}

/** The first node from a number on at which a tree may lead to something; NO_TREE admits every node. */
export function nodeWhere<T>(from: u32, tree: u32): u32 {
  for (let node = nodeFrom(from); node !== NO_NODE; node = nodeFrom(node + 1)) {
    if (tree === NO_TREE) return node;
    const key = keyIn(node);
    if (isMany<T>()) unfold(key);
    if (walk<T>(tree, key) !== NOTHING) return node;
  }
  return NO_NODE;
}

/** Lists the value of every slot of the system, in order. */
export function decodeKey<T>(key: u64): void {
  if (isMany<T>()) unfold(key);
  let out = scratch + DECODED;
  const end: usize = load<u32>(PLACES + RANGE_END);
  for (let place: usize = load<u32>(PLACES); place < end; place += 8) {
    store<u32>(out, valueAt<T>(load<u64>(place), key));
    out += 4;
  }
}
