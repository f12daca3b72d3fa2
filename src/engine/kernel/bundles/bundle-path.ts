/**
 * Paths through several trees: the trees of a bundle are walked one by one, and their reads and leaves memoised as one
 * path.
 */

import { factorFor, GATHERED_MAX, indexIn } from '../gather';
import { scratch } from '../lane';
import {
  JUDGED_ALWAYS,
  KNOWN_BITS,
  NODE_FACTOR,
  NODE_HEAD,
  NODE_WORD,
  NOTHING,
  PATH,
  PATH_MAX,
  PROGRAM_BYTES,
  PROGRAM_TABLE,
  PROGRAMS,
  RANGE_END,
  READ_BYTES,
  ROOTS,
  RULES,
  UNKNOWN,
  WORD_COUNT,
} from '../memory-map';
import { cellOf, leafOf, valueAt } from '../tree';
import { answer } from '../visit';
import { merged } from './bundle-leaf';
import { allocate, isFull } from './bundle-memory';

// A bundle: the reference to its root, its first member, the end of its members, the number of its paths.
export const MEMBERS = 4;
export const MEMBERS_END = 8;
export const PATHS = 12;
/** Instead of the number of paths: the bundle's one member has too many, and is walked by itself. */
export const TOO_MANY: u32 = 0xffffffff;
/** Whether every tree that was walked by itself had a leaf, since `beginPaths`. */
export let known: bool = false;
/** The references of the bundle that was walked last, or-ed. */
export let flagged: u32 = 0;
/** Whether the walk may be memoised. */
let isLasting: bool = false;
/** The end of the reads that were noted. */
let path: usize = 0;

let rulesCount: u32 = 0;
let programsCount: u32 = 0;

export function openPaths(): void {
  rulesCount = (load<u32>(RULES + RANGE_END) - load<u32>(RULES)) >> 2;
  programsCount = (load<u32>(PROGRAMS + RANGE_END) - load<u32>(PROGRAMS)) / <u32>PROGRAM_BYTES;
}

/** Rules, programs, and judgements that are made of every state. */
export function countMembers(): u32 {
  return rulesCount + programsCount + ((load<u32>(JUDGED_ALWAYS + RANGE_END) - load<u32>(JUDGED_ALWAYS)) >> 2);
}

/** Before a state is visited. */
export function beginPaths(): void {
  known = true;
}

/**
 * Walks the trees of a bundle by themselves, appends their leaves to those of the state, and memoises them as a path.
 */
export function walkMembers<T>(bundle: usize, record: usize, word: u64, first: usize): usize {
  path = scratch + PATH;
  flagged = 0;
  isLasting = !isFull && load<u32>(bundle, PATHS) !== TOO_MANY;
  const knownBefore = known;
  known = true;
  let next = first;
  const end = load<u32>(bundle, MEMBERS_END);
  for (let member = load<u32>(bundle, MEMBERS); member < end; member++) {
    if (member < rulesCount) {
      next = walkMember<T>(record, word, load<u32>(load<u32>(RULES) + (member << 2)), next);
    } else if (member < rulesCount + programsCount) {
      const program: usize = load<u32>(PROGRAMS) + (member - rulesCount) * <u32>PROGRAM_BYTES;
      const place = load<u64>(program);
      note((place >> 32) << place, <u32>(place >> 8) & 0xffff);
      const range = load<u64>(<usize>load<u32>(program, PROGRAM_TABLE) + ((<usize>valueAt<T>(place, word)) << 3));
      const listEnd = <usize>(range >> 32);
      for (let list = <usize>(range & 0xffffffff); list < listEnd; list += 4)
        next = walkMember<T>(record, word, load<u32>(list), next);
    } else {
      next = walkMember<T>(
        record,
        word,
        load<u32>(load<u32>(JUDGED_ALWAYS) + ((member - rulesCount - programsCount) << 2)),
        next,
      );
    }
  }
  if (isLasting && known) remember<T>(bundle, word, first, next);
  known = known && knownBefore;
  return next;
}

function walkMember<T>(record: usize, word: u64, tree: u32, next: usize): usize {
  let reference: usize = load<u32>(load<u32>(ROOTS) + (tree << 2));
  while ((reference & 1) === 0) {
    note(load<u64>(reference), load<u32>(reference, NODE_WORD));
    reference = load<u32>(cellOf<T>(reference, word));
  }
  let leaf = <u32>reference;
  if (leaf === UNKNOWN) {
    leaf = answer(record, tree);
    isLasting = false;
    if (leaf === UNKNOWN) known = false;
  }
  if (leaf <= NOTHING) return next;
  flagged |= leaf;
  store<u32>(next, leafOf(leaf), 4);
  return next + 8;
}

/** Notes bits that were read, and the offset of their word. */
function note(bits: u64, word: u32): void {
  if (path === scratch + PATH + READ_BYTES * PATH_MAX) {
    isLasting = false;
    return;
  }
  store<u64>(path, bits);
  store<u64>(path, word, 8);
  path += READ_BYTES;
}

/** Adds the path that was noted to a bundle, and one leaf for the leaves that it led to. */
function remember<T>(bundle: usize, word: u64, first: usize, end: usize): void {
  const words: usize = load<u32>(WORD_COUNT);
  for (let i: usize = 0; i < words; i++) store<u64>(scratch + KNOWN_BITS + (i << 3), 0);
  let cell = bundle;
  for (let read = scratch + PATH; read < path; read += READ_BYTES) {
    while ((load<u64>(read) & ~load<u64>(scratch + KNOWN_BITS + load<usize>(read, 8))) !== 0) {
      let node: usize = load<u32>(cell);
      if (node === UNKNOWN) {
        node = newNode(gathered(read), load<u32>(read, 8));
        if (node === 0) return;
        store<u32>(cell, <u32>node);
      }
      const known = scratch + KNOWN_BITS + load<u32>(node, NODE_WORD);
      store<u64>(known, load<u64>(known) | load<u64>(node));
      cell = cellOf<T>(node, word);
    }
  }
  const leaf = merged<T>(word, first, end, flagged);
  if (leaf === 0) return;
  store<u32>(cell, leaf);
  store<u32>(bundle, load<u32>(bundle, PATHS) + 1, PATHS);
}

/** A node that asks for bits of a word; 0 if there is no room. */
function newNode(bits: u64, word: u32): usize {
  const factor = factorFor(bits);
  const values = indexIn(bits, bits, factor) + 1;
  const node = allocate(NODE_HEAD + (values << 2));
  if (node === 0) return 0;
  store<u64>(node, bits);
  store<u64>(node, factor, NODE_FACTOR);
  store<u64>(node, word, NODE_WORD);
  for (let i: usize = 0; i < values; i++) store<u32>(node + (i << 2), UNKNOWN, NODE_HEAD);
  return node;
}

/** The unknown bits of a read and of the reads of the same word that follow it, as far as one node can ask for them. */
function gathered(read: usize): u64 {
  const word = load<usize>(read, 8);
  const known = load<u64>(scratch + KNOWN_BITS + word);
  let bits = load<u64>(read) & ~known;
  for (read += READ_BYTES; read < path && load<usize>(read, 8) === word; read += READ_BYTES) {
    const all = bits | (load<u64>(read) & ~known);
    if (popcnt(all) > GATHERED_MAX || factorFor(all) === 0) break;
    bits = all;
  }
  return bits;
}
