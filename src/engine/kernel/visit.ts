/**
 * Visiting one state: walk the decision tables of all alternatives that may be taken in it and of all that is judged of it,
 * and collect the leaves. Nothing is done about them before all of them are known, so a state is visited in whole or not.
 */
import {
  ANSWER_COUNT,
  ANSWERS,
  FINDINGS,
  HOLDS,
  JUDGED,
  JUDGED_ALWAYS,
  LASTING,
  LEAF_FAILED,
  LEAF_HEAD,
  LEAVES,
  MISSES,
  NOTHING,
  OBLIGES,
  PROGRAMS,
  ROOTS,
  RULES,
  TERMINAL_PLACE,
  UNKNOWN,
} from './memory-map';
import { descend, leafOf, openTrees, valueAt } from './tree';

/** A program: place of its label, address of its dispatch table, 0. */
export const PROGRAM_BYTES: usize = 16;

let scratch: usize = 0;
let rules: usize = 0;
let rulesEnd: usize = 0;
let programs: usize = 0;
let programsEnd: usize = 0;
let roots: usize = 0;
let terminal: u64 = 0;
/** Since the last task began. */
export let misses: u32 = 0;
/** What the last visit found. */
export let leafCount: u32 = 0;
export let quiescent: bool = false;
export let isTerminal: bool = false;

export function openVisits(region: usize): void {
  scratch = region;
  openTrees(region);
  rules = load<u32>(RULES);
  rulesEnd = load<u32>(RULES + 4);
  programs = load<u32>(PROGRAMS);
  programsEnd = load<u32>(PROGRAMS + 4);
  roots = load<u32>(ROOTS);
  terminal = load<u64>(TERMINAL_PLACE);
  misses = 0;
}

/** Back to where a batch began that is not to count. */
export function forgetMisses(count: u32): void {
  misses = count;
}

/** From the root of a tree to its leaf. */
export function walk<T>(tree: u32, word: u64): u32 {
  return descend<T>(load<u32>(roots + ((<usize>tree) << 2)), word);
}

/** Collects the leaves of a state and judges it; `record` is its number. False where a table does not know enough; then that is noted as missed. */
export function visit<T>(record: usize, word: u64): bool {
  return collect<T>(record, word) && judge<T>(record, word, JUDGED_ALWAYS) && judge<T>(record, word, situation());
}

/** Collects the leaves of a state. */
export function collect<T>(record: usize, word: u64): bool {
  next = scratch + LEAVES;
  known = true;
  obliges = 0;
  if (!isTerminalState<T>(word)) {
    for (let list = rules; list < rulesEnd; list += 4) add<T>(record, word, load<u32>(list));
    for (let program = programs; program < programsEnd; program += PROGRAM_BYTES) {
      const label = valueAt<T>(load<u64>(program), word);
      const range = load<u64>(<usize>load<u32>(program, 8) + ((<usize>label) << 3));
      const end = <usize>(range >> 32);
      for (let list = <usize>(range & 0xffffffff); list < end; list += 4) add<T>(record, word, load<u32>(list));
    }
  }
  if (!known) return false;
  found(<u32>((next - scratch - LEAVES) >> 3), (obliges & OBLIGES) === 0);
  return true;
}

let next: usize = 0;
let known: bool = false;
let obliges: u32 = 0;

function add<T>(record: usize, word: u64, tree: u32): void {
  let leaf = walk<T>(tree, word);
  if (leaf === UNKNOWN) leaf = answer(record, tree);
  if (leaf === UNKNOWN) known = false;
  if (leaf <= NOTHING) return;
  obliges |= leaf;
  store<u64>(next, <u64>tree | ((<u64>leafOf(leaf)) << 32));
  next += 8;
}

/** Whether nothing happens any more in a state; notes it. */
export function isTerminalState<T>(word: u64): bool {
  isTerminal = valueAt<T>(terminal, word) !== 0;
  return isTerminal;
}

/** Notes how many leaves a visit collected, and whether nobody is obliged to go on. */
export function found(leaves: u32, isQuiet: bool): void {
  leafCount = leaves;
  quiescent = !isTerminal && isQuiet;
}

/** What is judged of the state that was visited, besides what is judged of all. */
export function situation(): usize {
  return JUDGED + (isTerminal ? 16 : quiescent ? 8 : 0);
}

/** Walks what is judged of a state in its situation; a leaf there says that a property is decided. */
export function judge<T>(record: usize, word: u64, situation: usize): bool {
  let known = true;
  const end: usize = load<u32>(situation, 4);
  let list: usize = load<u32>(situation);
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

/** Says of each predicate of LASTING whether it holds. */
export function ask<T>(record: usize, word: u64): bool {
  let known = true;
  let out = scratch + HOLDS;
  const end: usize = load<u32>(LASTING, 4);
  for (let list: usize = load<u32>(LASTING); list < end; list += 4) {
    const tree = load<u32>(list);
    let leaf = walk<T>(tree, word);
    if (leaf === UNKNOWN) leaf = answer(record, tree);
    if (leaf === UNKNOWN) known = false;
    store<u8>(out++, <u8>(leaf > NOTHING));
  }
  return known;
}

/** Notes what a leaf decides. True of a reachable state or step whatever becomes of the batch. */
export function decided(leaf: usize): void {
  const count = load<u32>(leaf, LEAF_FAILED);
  for (let i: u32 = 0; i < count; i++) {
    store<u8>(scratch + FINDINGS + load<u32>(leaf + LEAF_HEAD + ((<usize>i) << 2)), 1);
  }
}

/** What the teacher said for this one state, else UNKNOWN, which is a miss. */
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
