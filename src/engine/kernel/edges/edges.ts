/**
 * The edges of the state graph in bulk, for properties of infinite runs: for each record of a range its successors as
 * nodes, in which way each of them is reached, and which predicates hold. The tables are then those that the engine
 * writes for this (../memory/leaves.ts): an entry of a leaf has the number of its kind in place of a footprint, and a
 * predicate that holds is a leaf that decides its number. So predicates are walked in bundles, as steps are.
 *
 * Several states' successors are formed before the first is looked for (node-index.ts). A load from the home line of each
 * comes first, so that the cache misses overlap. What leads from a state back to itself is not looked for.
 */

import { successorOf } from '../batch';
import { countVisits, visitBundled } from '../bundles/bundles';
import { crowded } from '../host';
import { scratch } from '../lane';
import { CHANGE_BYTES, CHANGES } from '../layouts/change-fields';
import { addressOf } from '../log';
import {
  ENTRY_BYTES,
  ENTRY_FOOTPRINT,
  FINDINGS,
  LASTING,
  LEAF_FAILED,
  LEAF_HEAD,
  LEAF_OUTCOMES,
  LEAVES,
  MATCH_COUNT,
  MATCHES,
  MATCHES_MAX,
  MISS_COUNT,
  MISSES_MAX,
  NODE_VALUES,
  RANGE_END,
  REACHED,
  RECORD_BYTES,
  RECORD_MASK,
  SINK,
} from '../memory-map';
import { hashOf } from '../tables/table';
import { entriesEnd, entriesOf, isMany } from '../tree';
import { isTerminal, leafCount, misses } from '../visit';
import * as wide from '../wide';
import { unfold } from '../words';
import {
  BACK_FROM,
  BACK_TO,
  EDGE_COUNTS,
  EDGE_HOLDS,
  EDGE_LOOPS,
  EDGE_STATES_MAX,
  EDGE_WAYS,
  EDGES_PENDING,
  EDGES_PENDING_MAX,
  NO_EDGES,
  PENDING_BYTES,
  VARS,
} from './edge-map';
import { addNode, indexLineOf, NO_NUMBER, numberOf } from './node-index';

// Of a pending successor, behind its hash.
const PENDING_FROM: usize = 8;
const PENDING_TARGET: usize = 12;
/** Successors that are formed before the first is looked for, more or less. */
const PENDING_ENOUGH: usize = PENDING_BYTES * 192;

/** The address for the next target. */
let target: usize = 0;
let pendingEnd: usize = 0;
let backTo: u32 = 0;
let backFrom: u32 = 0;
let loops: bool = false;

/**
 * Lists the edges of records of the same block, the first of which is the node of a number, until the lists are full or many
 * records missed an entry.
 */
export function listEdges<T>(from: usize, to: usize, first: u32): void {
  const recordBytes: u64 = load<u32>(RECORD_BYTES);
  const recordMask = load<u64>(RECORD_MASK);
  const predicates: usize = (load<u32>(LASTING + RANGE_END) - load<u32>(LASTING)) >> 2;
  const last = min(to, from + EDGE_STATES_MAX);
  memory.fill(scratch + FINDINGS, 0, predicates);
  target = scratch + MATCHES;
  pendingEnd = scratch + EDGES_PENDING;
  backTo = NO_NUMBER;
  backFrom = 0;
  loops = false;
  let way = scratch + EDGE_WAYS;
  let out: usize = 0;
  let record = from;
  let at = addressOf(from);
  for (; record < last && misses < <u32>(MISSES_MAX / 2); record++) {
    const key = wide.load64(at) & recordMask;
    if (isMany<T>()) unfold(key);
    let count = NO_EDGES;
    if (visitBundled<T>(record, key)) {
      if (way + countOutcomes() > scratch + EDGE_WAYS + MATCHES_MAX) {
        if (record === from) crowded();
        break;
      }
      store<u32>(scratch + EDGE_HOLDS + out, held(predicates));
      const wayEnd = append<T>(key, first + <u32>(record - from), way);
      count = <u32>(wayEnd - way);
      way = wayEnd;
      if (pendingEnd >= scratch + EDGES_PENDING + PENDING_ENOUGH) lookUp();
    }
    store<u32>(scratch + EDGE_COUNTS + out, count);
    out += 4;
    at += recordBytes;
  }
  lookUp();
  countVisits(<u32>(record - from));
  store<u32>(scratch + REACHED, <u32>record);
  store<u32>(scratch + MATCH_COUNT, <u32>((target - scratch - MATCHES) >> 2));
  store<u32>(scratch + MISS_COUNT, misses);
  store<u32>(scratch + BACK_TO, backTo);
  store<u32>(scratch + BACK_FROM, backFrom);
  store<u32>(scratch + EDGE_LOOPS, <u32>loops);
}

function countOutcomes(): u32 {
  let count: u32 = 0;
  for (let i: u32 = 0; i < leafCount; i++) count += load<u32>(leafAt(i), LEAF_OUTCOMES);
  return count;
}

/** The predicates that hold in the visited state: a bit each. */
function held(predicates: usize): u32 {
  let bits: u32 = 0;
  if (isTerminal) {
    // A terminal state is judged without bundles.
    for (let i: usize = 0; i < predicates; i++) {
      bits |= (<u32>load<u8>(scratch + FINDINGS + i)) << (<u32>i);
      store<u8>(scratch + FINDINGS + i, 0);
    }
    return bits;
  }
  for (let i: u32 = 0; i < leafCount; i++) {
    const leaf = leafAt(i);
    const count = load<u32>(leaf, LEAF_FAILED);
    for (let j: u32 = 0; j < count; j++) bits |= (<u32>1) << load<u32>(leaf + LEAF_HEAD + ((<usize>j) << 2));
  }
  return bits;
}

/**
 * Appends the successors of the visited state, a node of this number, to those that are pending, and the ways to them;
 * returns their new end. Of the edges from a node to itself, there is one of each kind: no property asks how many.
 */
function append<T>(key: u64, number: u32, way: usize): usize {
  const vars: usize = load<u32>(VARS);
  // The kinds of its edges to itself, a bit each.
  let firstKinds: u64 = 0;
  let otherKinds: u64 = 0;
  for (let i: u32 = 0; i < leafCount; i++) {
    const leaf = leafAt(i);
    const end = entriesEnd(leaf);
    for (let entry = entriesOf(leaf); entry < end; entry += ENTRY_BYTES) {
      const outcome: usize = load<u32>(entry);
      const kind = load<u32>(entry, ENTRY_FOOTPRINT);
      const next = successorOf<T>(key, outcome);
      if (next === key) {
        const bit = (<u64>1) << (kind & 63);
        const kinds = kind < 64 ? firstKinds : otherKinds;
        if ((kinds & bit) !== 0) continue;
        if (kind < 64) firstKinds |= bit;
        else otherKinds |= bit;
        loops = true;
        store<u32>(target, number);
        target += 4;
        store<u8>(way, <u8>(kind << 1));
        way++;
        continue;
      }
      if (pendingEnd === scratch + EDGES_PENDING + PENDING_BYTES * EDGES_PENDING_MAX) lookUp();
      store<u64>(pendingEnd, hashOf(next));
      store<u32>(pendingEnd, number, PENDING_FROM);
      store<u32>(pendingEnd, <u32>target, PENDING_TARGET);
      pendingEnd += PENDING_BYTES;
      target += 4;
      const changes = isMany<T>() ? changesVars(outcome, vars) : ((key ^ next) & load<u64>(vars)) !== 0;
      store<u8>(way, <u8>((kind << 1) | <u32>changes));
      way++;
    }
  }
  return way;
}

/** Whether an outcome changes more of the unfolded state than ghosts. */
function changesVars(outcome: usize, vars: usize): bool {
  const end = outcome + CHANGES + <usize>load<u32>(outcome) * CHANGE_BYTES;
  for (let change = outcome + CHANGES; change < end; change += CHANGE_BYTES) {
    const word = (<usize>load<u64>(change)) << 3;
    const value = load<u64>(scratch + word, NODE_VALUES);
    const next = (value & load<u64>(change, 8)) | load<u64>(change, 16);
    if (((value ^ next) & load<u64>(vars + word)) !== 0) return true;
  }
  return false;
}

/** Writes the numbers of the successors that are pending. */
function lookUp(): void {
  prefetch();
  for (let at = scratch + EDGES_PENDING; at < pendingEnd; at += PENDING_BYTES) {
    const number = numberOf(load<u64>(at));
    store<u32>(load<u32>(at, PENDING_TARGET), number);
    const from = load<u32>(at, PENDING_FROM);
    if (number < from) {
      backTo = min(backTo, number);
      backFrom = max(backFrom, from);
    }
  }
  pendingEnd = scratch + EDGES_PENDING;
}

/** Loads from the home line of each hash that is pending. */
function prefetch(): void {
  let touched: u64 = 0;
  for (let at = scratch + EDGES_PENDING; at < pendingEnd; at += PENDING_BYTES)
    touched += wide.load64(indexLineOf(load<u64>(at)));
  // The loads have to be used, or the compiler would remove them.
  store<u64>(scratch + SINK, touched);
}

/** A leaf of the last visit. */
function leafAt(i: u32): usize {
  return load<u32>(scratch + LEAVES + ((<usize>i) << 3), 4);
}

/** Numbers the nodes of records of the same block, from a number on. False if the index cannot take them all. */
export function addNodes(from: usize, to: usize, first: u32): bool {
  const recordBytes: u64 = load<u32>(RECORD_BYTES);
  const recordMask = load<u64>(RECORD_MASK);
  const begin = scratch + EDGES_PENDING;
  const end = addressOf(from) + <u64>(to - from) * recordBytes;
  let number = first;
  let areAdded = true;
  for (let at = addressOf(from); at < end; ) {
    pendingEnd = begin;
    for (; at < end && pendingEnd < begin + PENDING_ENOUGH; at += recordBytes) {
      store<u64>(pendingEnd, hashOf(wide.load64(at) & recordMask));
      pendingEnd += PENDING_BYTES;
    }
    prefetch();
    for (let pending = begin; pending < pendingEnd; pending += PENDING_BYTES)
      areAdded = addNode(load<u64>(pending), number++) && areAdded;
  }
  return areAdded;
}
