/**
 * States of several words. Each word is interned to a dense number, pairs of numbers are words again, and the last pair
 * is the key of the state ("tree compression": Blom, Lisser, van de Pol, Weber, "A database approach to distributed
 * state space generation", PDMC 2007; Laarman, van de Pol, Weber, "Parallel recursive state compression for free", SPIN
 * 2011). Exact: two states have one key if and only if all their words are equal. Some states have narrow keys instead
 * (layouts/narrow.ts).
 *
 * One table interns the words of all nodes of the tree: the node tells what a number means. A bucket (buckets.ts) holds
 * 32 bits of a word's hash and the word's number + 1, and changes once. The words stand in an array by number.
 */

import { scratch } from './lane';
import { CHANGE_BYTES, CHANGES, FITS } from './layouts/change-fields';
import { gathered, isNarrow, isNarrowAfter, openNarrow, spread, WIDE } from './layouts/narrow';
import {
  LINE_BYTES,
  NEXT_IDS,
  NO_KEY,
  NODE_IDS,
  NODE_VALUES,
  PAIRS,
  SPARE_LINES,
  SPARE_WORD,
  WORD_BUCKETS,
  WORD_CACHE,
  WORD_CACHE_MAX,
  WORD_COUNT,
  WORD_LINES,
  WORDS,
  WORDS_REMAINING,
  WORDS_USED,
} from './memory-map';
import { bucketsWith, firstBucket, growIn, homeIn } from './tables/buckets';
import { hashOf } from './tables/table';

/** No number: there is no room for another word. */
export const NO_WORD: u32 = 0xffffffff;
/** The bits of a bucket that are the hash. */
const TAG: u64 = 0xffffffff00000000;

let lines: u64 = 0;
let end: usize = 0;
let leafCount: u32 = 0;
let pairs: usize = 0;
/** The key of the unfolded state; whether it is a pair, so that NODE_IDS has the numbers of its nodes. */
let unfolded: u64 = 0;
let isNumbered: bool = false;

export function openWords(): void {
  leafCount = load<u32>(WORD_COUNT);
  pairs = load<u32>(PAIRS);
  lines = load<u32>(WORD_LINES);
  end = WORD_BUCKETS + (<usize>lines + SPARE_LINES) * LINE_BYTES;
  openNarrow();
}

/**
 * Uses the tree of another layout, until the end of the call. Words keep their numbers in every layout, because a number
 * means nothing but a word.
 */
export function useTree(words: u32, itsPairs: usize): void {
  leafCount = words;
  pairs = itsPairs;
}

/** The number of a word, from the lane's cache or from the table; NO_WORD if there is no room. */
export function intern(word: u64): u32 {
  const hash = hashOf(word);
  const cached = scratch + WORD_CACHE + (<usize>(hash >> 40) & (WORD_CACHE_MAX - 1)) * 16;
  // Numbers are kept + 1: memory that was never written says nothing.
  const known = load<u32>(cached, 8);
  if (load<u64>(cached) === word && known !== 0) return known - 1;
  const number = search(word, hash);
  if (number !== NO_WORD) {
    store<u64>(cached, word);
    store<u32>(cached, number + 1, 8);
  }
  return number;
}

function search(word: u64, hash: u64): u32 {
  const tag = hash & TAG;
  for (let line = homeIn<usize>(WORD_BUCKETS, lines, hash); line < end; line += LINE_BYTES) {
    // All eight buckets at once, as in table.ts: those with the tag, then the first that is free.
    const a = v128.load(line);
    const b = v128.load(line, 16);
    const c = v128.load(line, 32);
    const d = v128.load(line, 48);
    const free = bucketsWith(i64x2.splat(0), a, b, c, d);
    const tags = i64x2.splat(TAG);
    let tagged = bucketsWith(
      i64x2.splat(tag),
      v128.and(a, tags),
      v128.and(b, tags),
      v128.and(c, tags),
      v128.and(d, tags),
    );
    for (tagged &= ~free; tagged !== 0; tagged &= tagged - 1) {
      const number = numberIn(atomic.load<u64>(firstBucket<usize>(line, tagged)), tag, word);
      if (number !== NO_WORD) return number;
    }
    if (free === 0) continue;
    for (let bucket = firstBucket<usize>(line, free); bucket < line + LINE_BYTES; bucket += 8) {
      let found = atomic.load<u64>(bucket);
      if (found === 0) {
        const spare = spareWord();
        if (spare === NO_WORD) return NO_WORD;
        store<u64>(WORDS + ((<usize>spare) << 3), word);
        // Publishes: this word has this number, and stands in the array.
        found = atomic.cmpxchg<u64>(bucket, 0, tag | <u64>(spare + 1));
        if (found === 0) {
          store<u32>(scratch + SPARE_WORD, 0);
          return spare;
        }
      }
      const number = numberIn(found, tag, word);
      if (number !== NO_WORD) return number;
    }
  }
  return NO_WORD;
}

/** The number in a bucket if it is that of a word; otherwise NO_WORD. */
function numberIn(found: u64, tag: u64, word: u64): u32 {
  if ((found & TAG) !== tag) return NO_WORD;
  const number = <u32>found - 1;
  return load<u64>(WORDS + ((<usize>number) << 3)) === word ? number : NO_WORD;
}

/** A number that no word has. It is kept for the next word if another worker interns this word first. */
function spareWord(): u32 {
  const kept = load<u32>(scratch + SPARE_WORD);
  if (kept !== 0) return kept - 1;
  // Publishes nothing: it shares out the room in the table.
  if (<i32>atomic.sub<u32>(WORDS_REMAINING, 1) <= 0) {
    atomic.add<u32>(WORDS_REMAINING, 1);
    return NO_WORD;
  }
  const number = atomic.add<u32>(WORDS_USED, 1);
  store<u32>(scratch + SPARE_WORD, number + 1);
  return number;
}

/** A part of the growing of the table of words; see `growIn`. */
export function growWords(last: usize, buffer: usize): usize {
  return growIn<usize>(WORD_BUCKETS, lines, WORD_BUCKETS, last, buffer, false);
}

/**
 * Writes the words of the state with a key, and the values and numbers of all nodes of its tree, to NODE_VALUES and
 * NODE_IDS; the words alone if the key is narrow.
 */
export function unfold(key: u64): void {
  unfolded = key;
  isNumbered = (key & WIDE) !== 0;
  if (isNumbered) unfoldPair(key ^ WIDE);
  else spread(key, leafCount);
}

function unfoldPair(root: u64): void {
  const ids = scratch + NODE_IDS;
  const values = scratch + NODE_VALUES;
  let node: u32 = leafCount * 2 - 2;
  store<u64>(values + ((<usize>node) << 3), root);
  for (; node >= leafCount; node--) {
    const pair = pairs + ((<usize>(node - leafCount)) << 3);
    const value = load<u64>(values + ((<usize>node) << 3));
    const left = load<u32>(pair);
    const right = load<u32>(pair, 4);
    store<u32>(ids + ((<usize>left) << 2), <u32>value);
    store<u32>(ids + ((<usize>right) << 2), <u32>(value >> 32));
    store<u64>(values + ((<usize>left) << 3), load<u64>(WORDS + ((<usize>(<u32>value)) << 3)));
    store<u64>(values + ((<usize>right) << 3), load<u64>(WORDS + ((<usize>(value >> 32)) << 3)));
  }
}

/** The key to which an outcome leads from the unfolded state; NO_KEY if there is no room for a new word. */
export function changedKey(outcome: usize): u64 {
  const changes = load<u32>(outcome);
  if (load<u32>(outcome, FITS) !== 0) {
    const masks = outcome + CHANGES + <usize>changes * CHANGE_BYTES;
    if (!isNumbered) return (unfolded & load<u64>(masks)) | load<u64>(masks, 8);
    if (isNarrowAfter(leafCount, outcome)) return (gathered() & load<u64>(masks)) | load<u64>(masks, 8);
  }
  if (isNumbered && changes === 1) {
    const node = load<u32>(outcome, CHANGES);
    const number = intern(changed(outcome + CHANGES));
    return number === NO_WORD ? NO_KEY : foldOne(scratch + NODE_IDS, node, number);
  }
  let changedNodes: u64 = 0;
  const changesEnd = outcome + CHANGES + <usize>changes * CHANGE_BYTES;
  for (let change = outcome + CHANGES; change < changesEnd; change += CHANGE_BYTES) {
    const node = load<u64>(change);
    const number = intern(changed(change));
    if (number === NO_WORD) return NO_KEY;
    store<u32>(scratch + NEXT_IDS + ((<usize>node) << 2), number);
    changedNodes |= (<u64>1) << node;
  }
  return isNumbered ? foldChanged(changedNodes) : foldFirst(changedNodes);
}

/** `fold` with the numbers of the unfolded state where NEXT_IDS has none. */
function foldChanged(changedNodes: u64): u64 {
  const nodes: u32 = 2 * leafCount - 1;
  for (let node: u32 = 0; node < nodes; node++) {
    if (((changedNodes >> node) & 1) !== 0) continue;
    const at = (<usize>node) << 2;
    store<u32>(scratch + NEXT_IDS + at, load<u32>(scratch + NODE_IDS + at));
  }
  return fold(scratch + NEXT_IDS, changedNodes);
}

/**
 * As `foldChanged`, from a state without numbers. None is given to its own words: when the states that it leads to are looked
 * up, all their words are interned, and there need be no room for others.
 */
function foldFirst(changedNodes: u64): u64 {
  for (let node: u32 = 0; node < leafCount; node++) {
    if (((changedNodes >> node) & 1) !== 0) continue;
    const number = intern(load<u64>(scratch + NODE_VALUES + ((<usize>node) << 3)));
    if (number === NO_WORD) return NO_KEY;
    store<u32>(scratch + NEXT_IDS + ((<usize>node) << 2), number);
  }
  // Every pair is new: any node may have changed.
  return fold(scratch + NEXT_IDS, ~(<u64>0));
}

/** A word of the unfolded state, changed. */
function changed(change: usize): u64 {
  const value = load<u64>(scratch + ((<usize>load<u64>(change)) << 3), NODE_VALUES);
  return (value & load<u64>(change, 8)) | load<u64>(change, 16);
}

/** The key of the state whose words stand at NODE_VALUES; NO_KEY if there is no room for a new word. */
export function keyOfWords(): u64 {
  if (leafCount === 1) return load<u64>(scratch + NODE_VALUES);
  return isNarrow(leafCount) ? gathered() : foldWords();
}

/** The pair that is the key of the state whose words stand at NODE_VALUES. */
function foldWords(): u64 {
  for (let i: u32 = 0; i < leafCount; i++) {
    const number = intern(load<u64>(scratch + NODE_VALUES + ((<usize>i) << 3)));
    if (number === NO_WORD) return NO_KEY;
    store<u32>(scratch + NODE_IDS + ((<usize>i) << 2), number);
  }
  // Every pair is new: any node may have changed.
  return fold(scratch + NODE_IDS, ~(<u64>0));
}

/**
 * The key of a state. `ids` has the numbers of its words, and receives those of its pairs. NO_KEY if there is no room.
 */
export function fold(ids: usize, changed: u64): u64 {
  const top: u32 = leafCount * 2 - 2;
  for (let node: u32 = leafCount; node < top; node++) {
    const pair = pairs + ((<usize>(node - leafCount)) << 3);
    const left = load<u32>(pair);
    const right = load<u32>(pair, 4);
    if ((((changed >> left) | (changed >> right)) & 1) === 0) continue;
    const number = intern(pairOf(ids, left, right));
    if (number === NO_WORD) return NO_KEY;
    store<u32>(ids + ((<usize>node) << 2), number);
    changed |= (<u64>1) << node;
  }
  const root = pairs + ((<usize>(top - leafCount)) << 3);
  return pairOf(ids, load<u32>(root), load<u32>(root, 4)) | WIDE;
}

/** As `fold`, if one node has another number; `ids` stays as it is. */
function foldOne(ids: usize, node: u32, number: u32): u64 {
  const top: u32 = leafCount * 2 - 2;
  let pair = pairs;
  for (let next = leafCount; next < top; next++) {
    const left = load<u32>(pair);
    const right = load<u32>(pair, 4);
    if (left === node || right === node) {
      number = intern(pairWith(ids, left, right, node, number));
      if (number === NO_WORD) return NO_KEY;
      node = next;
    }
    pair += 8;
  }
  return pairWith(ids, load<u32>(pair), load<u32>(pair, 4), node, number) | WIDE;
}

function pairWith(ids: usize, left: u32, right: u32, node: u32, number: u32): u64 {
  const low = left === node ? number : load<u32>(ids + ((<usize>left) << 2));
  const high = right === node ? number : load<u32>(ids + ((<usize>right) << 2));
  return <u64>low | ((<u64>high) << 32);
}

function pairOf(ids: usize, left: u32, right: u32): u64 {
  return <u64>load<u32>(ids + ((<usize>left) << 2)) | ((<u64>load<u32>(ids + ((<usize>right) << 2))) << 32);
}
