/**
 * States of several words: each word is interned to a dense number, pairs of numbers are words again, and the last pair is
 * the key of the state ("tree compression": Blom, Lisser, van de Pol, Weber, "A database approach to distributed state space
 * generation", PDMC 2007; Laarman, van de Pol, Weber, "Parallel recursive state compression for free", SPIN 2011). Exact: two
 * states have one key if and only if all their words are equal.
 *
 * One table interns the words of all nodes: a node's place says what a number means there. A slot holds the number + 1 and
 * 32 bits of the hash; the words stand in an array by number.
 */
import {
  NODE_IDS,
  NODE_VALUES,
  PAIRS,
  SPARE_LINES,
  SPARE_WORD,
  WORD_CACHE,
  WORD_CACHE_ENTRIES,
  WORD_COUNT,
  WORD_LINES,
  WORD_SLOTS,
  WORDS,
  WORDS_REMAINING,
  WORDS_USED,
} from './memory-map';
import { hashOf } from './table';

/** No number: there is no room for another word. */
export const NO_WORD: u32 = 0xffffffff;

let lines: u64 = 0;
let end: usize = 0;
let scratch: usize = 0;
let leafCount: u32 = 0;
let pairs: usize = 0;

export function openWords(region: usize): void {
  scratch = region;
  leafCount = load<u32>(WORD_COUNT);
  pairs = load<u32>(PAIRS);
  lines = load<u32>(WORD_LINES);
  end = WORD_SLOTS + ((<usize>lines + SPARE_LINES) << 6);
}

/** The number of a word: from what this slot saw last, else from the table. */
export function intern(word: u64): u32 {
  const hash = hashOf(word);
  const cached = scratch + WORD_CACHE + (<usize>(hash >> 40) & (WORD_CACHE_ENTRIES - 1)) * 16;
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
  const tag = hash & 0xffffffff00000000;
  const first = <usize>(hash >> 26) & 56;
  const home = WORD_SLOTS + ((<usize>(((hash >> 32) * lines) >> 32)) << 6);
  for (let line = home; line < end; line += 64) {
    for (let i: usize = 0; i < 64; i += 8) {
      const slot = line + ((first + i) & 56);
      let found = atomic.load<u64>(slot);
      if (found === 0) {
        const spare = spareWord();
        if (spare === NO_WORD) return NO_WORD;
        store<u64>(WORDS + ((<usize>spare) << 3), word);
        // Publishes: this word has this number, and stands in the array.
        found = atomic.cmpxchg<u64>(slot, 0, tag | <u64>(spare + 1));
        if (found === 0) {
          store<u32>(scratch + SPARE_WORD, 0);
          return spare;
        }
      }
      if ((found & 0xffffffff00000000) === tag) {
        const number = <u32>found - 1;
        if (load<u64>(WORDS + ((<usize>number) << 3)) === word) return number;
      }
    }
  }
  return NO_WORD;
}

/** A number that nobody uses: kept for the next word if another worker is faster. */
function spareWord(): u32 {
  const kept = load<u32>(scratch + SPARE_WORD);
  if (kept !== 0) return kept - 1;
  // Publishes nothing: it only shares out what the table has room for.
  if (<i32>atomic.sub<u32>(WORDS_REMAINING, 1) <= 0) {
    atomic.add<u32>(WORDS_REMAINING, 1);
    return NO_WORD;
  }
  const number = atomic.add<u32>(WORDS_USED, 1);
  store<u32>(scratch + SPARE_WORD, number + 1);
  return number;
}

/** As `grow` of the table of states does it: a part of moving the words' slots to where they belong in a larger table. */
export function growWords(last: usize, buffer: usize): usize {
  const enough = last - 262144;
  while (last > WORD_SLOTS && last > enough) {
    let first = last - 64;
    while (first > WORD_SLOTS && isFull(first - 64)) first -= 64;
    let count: usize = 0;
    for (let slot = first; slot < last; slot += 8) {
      const entry = load<u64>(slot);
      store<u64>(buffer + (count << 3), entry);
      store<u64>(slot, 0);
      count += <usize>(entry !== 0);
    }
    for (let i: usize = 0; i < count; i++) place(load<u64>(buffer + (i << 3)));
    last = first;
  }
  return last;
}

function isFull(line: usize): bool {
  for (let slot = line; slot < line + 64; slot += 8) if (load<u64>(slot) === 0) return false;
  return true;
}

function place(entry: u64): void {
  const first = <usize>(hashOf(load<u64>(WORDS + ((<usize>(<u32>entry - 1)) << 3))) >> 26) & 56;
  for (let line = WORD_SLOTS + ((<usize>(((entry >> 32) * lines) >> 32)) << 6); ; line += 64) {
    for (let i: usize = 0; i < 64; i += 8) {
      const slot = line + ((first + i) & 56);
      if (load<u64>(slot) === 0) {
        store<u64>(slot, entry);
        return;
      }
    }
  }
}

/** From a key to the words of its state, and the numbers of all nodes on the way. */
export function unfold(key: u64): void {
  const ids = scratch + NODE_IDS;
  const values = scratch + NODE_VALUES;
  let node: u32 = leafCount * 2 - 2;
  store<u64>(values + ((<usize>node) << 3), key);
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

/** The key of a successor: `ids` has the numbers of its words, and is given those of its pairs; all ones if there is no room. */
export function fold(ids: usize, changed: u64): u64 {
  const top: u32 = leafCount * 2 - 2;
  for (let node: u32 = leafCount; node < top; node++) {
    const pair = pairs + ((<usize>(node - leafCount)) << 3);
    const left = load<u32>(pair);
    const right = load<u32>(pair, 4);
    if ((((changed >> left) | (changed >> right)) & 1) === 0) continue;
    const number = intern(pairOf(ids, left, right));
    if (number === NO_WORD) return ~(<u64>0);
    store<u32>(ids + ((<usize>node) << 2), number);
    changed |= (<u64>1) << node;
  }
  const root = pairs + ((<usize>(top - leafCount)) << 3);
  return pairOf(ids, load<u32>(root), load<u32>(root, 4));
}

/** As `fold`, where one node has another number and `ids` stays as it is. */
export function foldOne(ids: usize, node: u32, number: u32): u64 {
  const top: u32 = leafCount * 2 - 2;
  let pair = pairs;
  for (let next = leafCount; next < top; next++) {
    const left = load<u32>(pair);
    const right = load<u32>(pair, 4);
    if (left === node || right === node) {
      number = intern(pairWith(ids, left, right, node, number));
      if (number === NO_WORD) return ~(<u64>0);
      node = next;
    }
    pair += 8;
  }
  return pairWith(ids, load<u32>(pair), load<u32>(pair, 4), node, number);
}

function pairWith(ids: usize, left: u32, right: u32, node: u32, number: u32): u64 {
  const low = left === node ? number : load<u32>(ids + ((<usize>left) << 2));
  const high = right === node ? number : load<u32>(ids + ((<usize>right) << 2));
  return <u64>low | ((<u64>high) << 32);
}

function pairOf(ids: usize, left: u32, right: u32): u64 {
  return <u64>load<u32>(ids + ((<usize>left) << 2)) | ((<u64>load<u32>(ids + ((<usize>right) << 2))) << 32);
}
