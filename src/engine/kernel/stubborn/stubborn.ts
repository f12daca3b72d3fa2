/**
 * Stubborn sets (A. Valmari, "The state explosion problem", LNCS 1491, 1998): in a state only some of the enabled steps are taken, so
 * that every state that matters is found by way of others. docs/decisions/partial-order.md has the rules and the proof; the teacher
 * says what each leaf needs (../../stubborn/needs.ts), and this file closes a set under it.
 */
import { scratch } from '../lane';
import { JUDGED_ALWAYS, LEAF_OUTCOMES, LEAVES, RANGE_END, UNKNOWN } from '../memory-map';
import { leafOf } from '../tree';
import { answer, isTerminal, leafCount, quiescent, walk } from '../visit';
import {
  ENABLED,
  LEAF_NEEDS,
  MEMBERS,
  NEEDS,
  NEEDS_ELSEWHERE,
  SEED_BYTES,
  SEEDS,
  SEEDS_MAX,
  SET_WORDS,
  STEPS,
  STUBBORN,
  SUBJECTS,
  SYSTEM_STEPS,
  UNMET,
} from './stubborn-map';

/** Whether only stubborn sets are taken. */
export let isReduced: bool = false;
let knowledge: usize = 0;
let steps: u32 = 0;
let words: usize = 0;
/** The enabled steps of the state, and those of them by which a set may begin. */
export let enabledCount: u32 = 0;
export let seedCount: u32 = 0;

export function openStubborn(): void {
  knowledge = load<u32>(STUBBORN);
  isReduced = knowledge !== 0;
  if (!isReduced) return;
  steps = load<u32>(knowledge, STEPS);
  words = load<u32>(knowledge, SET_WORDS);
}

/**
 * Notes what each subject needs in the state whose leaves were collected, and which steps are enabled. False if all must be taken:
 * nothing is obliged to happen there, or some of what is known of the state was learnt after needs were.
 */
export function openNeeds<T>(word: u64): bool {
  if (isTerminal || quiescent) return false;
  memory.copy(scratch + NEEDS, knowledge + NEEDS_ELSEWHERE, (<usize>load<u32>(knowledge, SUBJECTS)) << 2);
  memory.fill(scratch + ENABLED, 0, words << 3);
  const systemSteps: usize = load<u32>(knowledge, SYSTEM_STEPS);
  enabledCount = 0;
  seedCount = 0;
  const end = scratch + LEAVES + ((<usize>leafCount) << 3);
  for (let at = scratch + LEAVES; at < end; at += 8) {
    const step = load<u32>(at);
    const leaf: usize = load<u32>(at, 4);
    const needs = load<u32>(leaf, LEAF_NEEDS);
    if (needs === 0) return false;
    store<u32>(scratch + NEEDS + ((<usize>step) << 2), needs);
    if (load<u32>(leaf, LEAF_OUTCOMES) === 0) continue;
    enabledCount++;
    put(scratch + ENABLED, step);
    if (!has(systemSteps, step) || seedCount === SEEDS_MAX) continue;
    store<u32>(scratch + SEEDS + <usize>seedCount * SEED_BYTES, step);
    seedCount++;
  }
  return openClaims<T>(word);
}

/** Whether there is a leaf for each claim about a state; a miss is noted for its record. */
export function knowClaims<T>(record: usize, word: u64): bool {
  let known = true;
  const end: usize = load<u32>(JUDGED_ALWAYS + RANGE_END);
  for (let list: usize = load<u32>(JUDGED_ALWAYS); list < end; list += 4) {
    const tree = load<u32>(list);
    if (walk<T>(tree, word) === UNKNOWN && answer(record, tree) === UNKNOWN) known = false;
  }
  return known;
}

function openClaims<T>(word: u64): bool {
  let at = scratch + NEEDS + ((<usize>steps) << 2);
  const end: usize = load<u32>(JUDGED_ALWAYS + RANGE_END);
  for (let list: usize = load<u32>(JUDGED_ALWAYS); list < end; list += 4) {
    const leaf = walk<T>(load<u32>(list), word);
    if (leaf === UNKNOWN) return false;
    const needs = load<u32>(leafOf(leaf), LEAF_NEEDS);
    if (needs === 0) return false;
    store<u32>(at, needs);
    at += 4;
  }
  return true;
}

/** The step of a seed, in the order in which steps are tried. */
export function seedStep(seed: u32): u32 {
  return load<u32>(scratch + SEEDS + <usize>seed * SEED_BYTES);
}

/**
 * Makes the least set that has a step and all that its members need. Returns the number of its enabled steps; the set is not complete if it
 * has all of them.
 */
export function closeFrom(step: u32): u32 {
  const members = scratch + MEMBERS;
  const unmet = scratch + UNMET;
  memory.fill(members, 0, words << 3);
  memory.fill(unmet, 0, words << 3);
  put(members, step);
  put(unmet, step);
  let enabled: u32 = 1;
  let isClosed = false;
  while (!isClosed) {
    isClosed = true;
    for (let i: usize = 0; i < words; i++) {
      for (let left = load<u64>(unmet + (i << 3)); left !== 0; left = load<u64>(unmet + (i << 3))) {
        isClosed = false;
        store<u64>(unmet + (i << 3), left & (left - 1));
        enabled += add(load<u32>(scratch + NEEDS + (((i << 6) + <usize>ctz(left)) << 2)));
        if (enabled === enabledCount) return enabled;
      }
    }
  }
  return enabled;
}

/** Adds the members of another set to the one that is made, and returns the number of enabled steps that are new. */
function add(set: usize): u32 {
  let enabled: u64 = 0;
  for (let i: usize = 0; i < words << 3; i += 8) {
    const known = load<u64>(scratch + MEMBERS + i);
    const more = load<u64>(set + i) & ~known;
    if (more === 0) continue;
    store<u64>(scratch + MEMBERS + i, known | more);
    store<u64>(scratch + UNMET + i, load<u64>(scratch + UNMET + i) | more);
    enabled += popcnt(more & load<u64>(scratch + ENABLED + i));
  }
  return <u32>enabled;
}

function put(set: usize, subject: u32): void {
  const at = set + ((<usize>subject >> 6) << 3);
  store<u64>(at, load<u64>(at) | ((<u64>1) << (<u64>(subject & 63))));
}

function has(set: usize, subject: u32): bool {
  return ((load<u64>(set + ((<usize>subject >> 6) << 3)) >> <u64>(subject & 63)) & 1) !== 0;
}

/** Whether the set that was made last has a step. */
export function hasMember(step: u32): bool {
  return has(scratch + MEMBERS, step);
}
