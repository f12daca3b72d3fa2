/** Paths through several trees: the trees of a bundle are walked one by one, and what they read and say is remembered as one path. */
import { allocate, isFull } from './bundle-memory';
import {
  JUDGED_ALWAYS,
  KNOWN_BITS,
  NODE_HEAD,
  NOTHING,
  PATH,
  PATH_MAX,
  PROGRAMS,
  ROOTS,
  RULES,
  UNKNOWN,
  WORD_COUNT,
} from './memory-map';
import { merged } from './bundle-leaf';
import { leafOf, next as below, valueAt } from './tree';
import { answer, PROGRAM_BYTES } from './visit';

// A bundle: reference to its root, its first member, the end of its members, its paths.
export const MEMBERS = 4;
export const MEMBERS_END = 8;
export const PATHS = 12;
/** Instead of paths: a bundle of one member that has too many; it is walked as it is. */
export const TOO_MANY: u32 = 0xffffffff;
/** Of a node: several reads in a row are one where their bits stand side by side. */
const NODE_BITS: u64 = 6;

let scratch: usize = 0;
/** Whether all trees answered that were walked one by one since this was set. */
export let known: bool = false;
/** The references to the leaves that were met so, or-ed. */
export let obliged: u32 = 0;
let isLasting: bool = false;
let path: usize = 0;

let rulesCount: u32 = 0;
let programsCount: u32 = 0;

export function openPaths(region: usize): void {
  scratch = region;
  rulesCount = (load<u32>(RULES + 4) - load<u32>(RULES)) >> 2;
  programsCount = (load<u32>(PROGRAMS + 4) - load<u32>(PROGRAMS)) / <u32>PROGRAM_BYTES;
}

/** Rules, programs, and judgements of every state. */
export function countMembers(): u32 {
  return rulesCount + programsCount + ((load<u32>(JUDGED_ALWAYS + 4) - load<u32>(JUDGED_ALWAYS)) >> 2);
}

/** Before a state is visited. */
@inline
export function beginPaths(): void {
  known = true;
}

/** Walks the trees of a bundle by themselves, adds their leaves to the state's, and remembers them as a path. */
export function walkMembers<T>(bundle: usize, record: usize, word: u64, first: usize): usize {
  path = scratch + PATH;
  obliged = 0;
  isLasting = !isFull && load<u32>(bundle, PATHS) != TOO_MANY;
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
      note(place);
      const range = load<u64>(<usize>load<u32>(program, 8) + (<usize>valueAt<T>(place, word) << 3));
      const listEnd = <usize>(range >> 32);
      for (let list = <usize>(range & 0xffffffff); list < listEnd; list += 4) next = walkMember<T>(record, word, load<u32>(list), next);
    } else {
      next = walkMember<T>(record, word, load<u32>(load<u32>(JUDGED_ALWAYS) + ((member - rulesCount - programsCount) << 2)), next);
    }
  }
  if (isLasting && known) remember<T>(bundle, word, first, next);
  known = known && knownBefore;
  return next;
}

function walkMember<T>(record: usize, word: u64, tree: u32, next: usize): usize {
  let reference: usize = load<u32>(load<u32>(ROOTS) + (tree << 2));
  while ((reference & 1) == 0) {
    note(load<u64>(reference));
    reference = below<T>(reference, word);
  }
  let leaf = <u32>reference;
  if (leaf == UNKNOWN) {
    leaf = answer(record, tree);
    isLasting = false;
    if (leaf == UNKNOWN) known = false;
  }
  if (leaf <= NOTHING) return next;
  obliged |= leaf;
  store<u32>(next, leafOf(leaf), 4);
  return next + 8;
}

@inline
function note(place: u64): void {
  if (path == scratch + PATH + 8 * PATH_MAX) {
    isLasting = false;
    return;
  }
  store<u64>(path, place);
  path += 8;
}

/** The bits of a word that a place reads. */
@inline
function bitsOf(place: u64): u64 {
  return (place >> 32) << place;
}

/** Where it stands which bits of the word that a place reads are known on the way down. */
@inline
function knownBitsOf(place: u64): usize {
  return scratch + KNOWN_BITS + <usize>((place >> 8) & 0xffff);
}

/** Adds the path that was noted, and a leaf of the leaves that it led to. */
function remember<T>(bundle: usize, word: u64, first: usize, end: usize): void {
  const words: usize = load<u32>(WORD_COUNT);
  for (let i: usize = 0; i < words; i++) store<u64>(scratch + KNOWN_BITS + (i << 3), 0);
  let cell = bundle;
  for (let at = scratch + PATH; at < path; at += 8) {
    const read = load<u64>(at);
    while ((bitsOf(read) & ~load<u64>(knownBitsOf(read))) != 0) {
      let node: usize = load<u32>(cell);
      if (node == UNKNOWN) {
        const place = widened(at);
        node = allocate(NODE_HEAD + (<usize>4 << <usize>popcnt(place >> 32)));
        if (node == 0) return;
        store<u64>(node, place);
        for (let i: usize = 0; i < <usize>1 << <usize>popcnt(place >> 32); i++) store<u32>(node + (i << 2), UNKNOWN, NODE_HEAD);
        store<u32>(cell, <u32>node);
      }
      const place = load<u64>(node);
      const bits = knownBitsOf(place);
      store<u64>(bits, load<u64>(bits) | bitsOf(place));
      cell = node + NODE_HEAD + (<usize>valueAt<T>(place, word) << 2);
    }
  }
  const leaf = merged<T>(scratch, word, first, end, obliged);
  if (leaf == 0) return;
  store<u32>(cell, leaf);
  store<u32>(bundle, load<u32>(bundle, PATHS) + 1, PATHS);
}

/** The place of a read with those that follow it side by side, in one node. */
function widened(at: usize): u64 {
  let place = load<u64>(at);
  let bits = popcnt(place >> 32);
  const known = load<u64>(knownBitsOf(place));
  for (at += 8; at < path; at += 8) {
    const other = load<u64>(at);
    if (((other ^ place) & 0xffff00) != 0) break;
    if ((bitsOf(other) & ~(known | bitsOf(place))) == 0) continue;
    const more = popcnt(other >> 32);
    if (bits + more > NODE_BITS) break;
    const from = (other & 63) + more == (place & 63) ? other : (place & 63) + bits == (other & 63) ? place : 0;
    if (from == 0) break;
    bits += more;
    place = (from & 0xffffffff) | ((((<u64>1) << bits) - 1) << 32);
  }
  return place;
}
