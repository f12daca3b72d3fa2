/**
 * Visiting one state: the decision trees of all alternatives that may be taken in it and of all that is judged of it
 * are walked, and their leaves collected. Nothing is done about a leaf before all are known: a state is visited
 * completely or not at all.
 */
import { scratch } from './lane';
import {
  ANSWER_COUNT,
  ANSWERS,
  FINDINGS,
  HOLDS,
  JUDGED_ACTIVE,
  JUDGED_ALWAYS,
  JUDGED_QUIESCENT,
  JUDGED_STUCK,
  JUDGED_TERMINAL,
  LASTING,
  LEAF_FAILED,
  LEAF_HEAD,
  LEAVES,
  MISSES,
  MOVES,
  NOTHING,
  OBLIGES,
  PROGRAM_BYTES,
  PROGRAM_TABLE,
  PROGRAMS,
  RANGE_END,
  ROOTS,
  RULES,
  TERMINAL_PLACE,
  UNKNOWN,
} from './memory-map';
import { descend, leafOf, valueAt } from './tree';

let rules: usize = 0;
let rulesEnd: usize = 0;
let programs: usize = 0;
let programsEnd: usize = 0;
let roots: usize = 0;
let terminal: u64 = 0;
/** Noted since the task began. */
export let misses: u32 = 0;
/** Results of the last visit. */
export let leafCount: u32 = 0;
export let quiescent: bool = false;
let isStuck: bool = false;
export let isTerminal: bool = false;

export function openVisits(): void {
  rules = load<u32>(RULES);
  rulesEnd = load<u32>(RULES + RANGE_END);
  programs = load<u32>(PROGRAMS);
  programsEnd = load<u32>(PROGRAMS + RANGE_END);
  roots = load<u32>(ROOTS);
  terminal = load<u64>(TERMINAL_PLACE);
  misses = 0;
}

/** Drops the misses of a batch that does not count: as many remain as before it. */
export function forgetMisses(count: u32): void {
  misses = count;
}

/** The reference to the leaf of a state in a tree. */
export function walk<T>(tree: u32, word: u64): u32 {
  return descend<T>(load<u32>(roots + ((<usize>tree) << 2)), word);
}

/**
 * Collects the leaves of a state and judges it. False if a tree has no leaf for it; the miss is noted for its record.
 */
export function visit<T>(record: usize, word: u64): bool {
  return collect<T>(record, word) && judge<T>(record, word, JUDGED_ALWAYS) && judge<T>(record, word, situation());
}

/** Collects the leaves of a state. */
export function collect<T>(record: usize, word: u64): bool {
  next = scratch + LEAVES;
  known = true;
  flags = 0;
  if (!isTerminalState<T>(word)) {
    for (let list = rules; list < rulesEnd; list += 4) add<T>(record, word, load<u32>(list));
    for (let program = programs; program < programsEnd; program += PROGRAM_BYTES) {
      const label = valueAt<T>(load<u64>(program), word);
      const range = load<u64>(<usize>load<u32>(program, PROGRAM_TABLE) + ((<usize>label) << 3));
      const end = <usize>(range >> 32);
      for (let list = <usize>(range & 0xffffffff); list < end; list += 4) add<T>(record, word, load<u32>(list));
    }
  }
  if (!known) return false;
  found(<u32>((next - scratch - LEAVES) >> 3), flags);
  return true;
}

let next: usize = 0;
let known: bool = false;
/** Of the references to all leaves together: OBLIGES, MOVES. */
let flags: u32 = 0;

function add<T>(record: usize, word: u64, tree: u32): void {
  let leaf = walk<T>(tree, word);
  if (leaf === UNKNOWN) leaf = answer(record, tree);
  if (leaf === UNKNOWN) known = false;
  if (leaf <= NOTHING) return;
  flags |= leaf;
  store<u64>(next, <u64>tree | ((<u64>leafOf(leaf)) << 32));
  next += 8;
}

/** Whether nothing happens in a state any more. Notes it. */
export function isTerminalState<T>(word: u64): bool {
  isTerminal = valueAt<T>(terminal, word) !== 0;
  return isTerminal;
}

/** Notes the number of leaves that a visit collected, and the flags of their references together. */
export function found(leaves: u32, flags: u32): void {
  leafCount = leaves;
  quiescent = !isTerminal && (flags & OBLIGES) === 0;
  isStuck = quiescent && (flags & MOVES) === 0;
}

/** The range of trees that judge the visited state in its situation, besides those that judge every state. */
export function situation(): usize {
  if (isTerminal) return JUDGED_TERMINAL;
  if (!quiescent) return JUDGED_ACTIVE;
  return isStuck ? JUDGED_STUCK : JUDGED_QUIESCENT;
}

/** Walks a range of trees that judge a state; a leaf decides a property. False if a tree has no leaf for the state. */
export function judge<T>(record: usize, word: u64, range: usize): bool {
  let known = true;
  const end: usize = load<u32>(range, RANGE_END);
  let list: usize = load<u32>(range);
  for (; list < end; list += 4) {
    const tree = load<u32>(list);
    let leaf = walk<T>(tree, word);
    if (leaf === NOTHING) continue;
    if (leaf === UNKNOWN) leaf = answer(record, tree);
    if (leaf === UNKNOWN) known = false;
    else if (leaf > NOTHING) decided(leafOf(leaf));
  }
  return known;
}

/** Notes of each predicate of LASTING whether it holds. */
export function ask<T>(record: usize, word: u64): bool {
  let known = true;
  let out = scratch + HOLDS;
  const end: usize = load<u32>(LASTING, RANGE_END);
  for (let list: usize = load<u32>(LASTING); list < end; list += 4) {
    const tree = load<u32>(list);
    let leaf = walk<T>(tree, word);
    if (leaf === UNKNOWN) leaf = answer(record, tree);
    if (leaf === UNKNOWN) known = false;
    store<u8>(out++, <u8>(leaf > NOTHING));
  }
  return known;
}

/** Notes the properties that a leaf decides. They are decided whatever becomes of the batch: the state is reachable. */
export function decided(leaf: usize): void {
  const count = load<u32>(leaf, LEAF_FAILED);
  for (let i: u32 = 0; i < count; i++) {
    store<u8>(scratch + FINDINGS + load<u32>(leaf + LEAF_HEAD + ((<usize>i) << 2)), 1);
  }
}

/** The leaf that the teacher supplied for the one state of this task; otherwise UNKNOWN, and a miss is noted. */
export function answer(record: usize, tree: u32): u32 {
  const count = load<u32>(scratch + ANSWER_COUNT);
  for (let i: u32 = 0; i < count; i++) {
    const said = scratch + ANSWERS + ((<usize>i) << 3);
    if (load<u32>(said) === tree) return load<u32>(said, 4);
  }
  const miss = scratch + MISSES + ((<usize>misses) << 3);
  misses++;
  store<u32>(miss, <u32>record);
  store<u32>(miss, tree, 4);
  return UNKNOWN;
}
