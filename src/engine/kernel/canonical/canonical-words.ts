/** As canonical.ts, for states of several words: the words stand in memory, and are interned when the form is known. */

import { scratch } from '../lane';
import { CHANGE_BYTES, CHANGES } from '../layouts/change-fields';
import {
  CANON,
  CANON_WORDS,
  CANON_WORDS_BYTES,
  NEXT_IDS,
  NO_KEY,
  NODE_VALUES,
  RANGE_END,
  WORD_COUNT,
} from '../memory-map';
import { fold, intern, NO_WORD } from '../words';
import {
  BLOCK_PLACES_BYTES,
  CANON_MASK,
  CANON_ORDER,
  CANON_SEQUENCE,
  CANON_SWAPS,
  EXCHANGE_BYTES,
  EXCHANGE_HIGH,
  EXCHANGE_LOW,
  IMAGE_BYTES,
  IMAGE_TABLE,
  SWAP_BEGINS,
  SWAP_BLOCKS,
  SWAP_EXCHANGES,
  SWAP_HEAD,
  SWAP_IMAGES,
} from './canonical-map';

let swaps: usize = 0;
let swapsEnd: usize = 0;
let sequence: usize = 0;
let sequenceEnd: usize = 0;
let masks: usize = 0;
/** Bytes of the words of a state. */
let bytes: usize = 0;
/** The words of the state, of the least one so far, and of the one that is tried. */
let words: usize = 0;
let least: usize = 0;
let tried: usize = 0;
/** Whether some equal blocks of the last state are told apart by other values. */
let isUnclear: bool = false;

export function openCanonicalWords(): void {
  const canon: usize = load<u32>(CANON);
  if (canon === 0) return;
  swaps = load<u32>(canon, CANON_SWAPS);
  swapsEnd = load<u32>(canon, CANON_SWAPS + RANGE_END);
  sequence = load<u32>(canon, CANON_SEQUENCE);
  sequenceEnd = load<u32>(canon, CANON_SEQUENCE + RANGE_END);
  masks = canon + CANON_MASK;
  bytes = (<usize>load<u32>(WORD_COUNT)) << 3;
  words = scratch + CANON_WORDS;
  least = words + CANON_WORDS_BYTES;
  tried = least + CANON_WORDS_BYTES;
}

/** The key of the canonical form of the state to which an outcome leads from the unfolded state; NO_KEY if there is no room. */
export function canonicalAfter(outcome: usize): u64 {
  memory.copy(words, scratch + NODE_VALUES, bytes);
  const changesEnd = outcome + CHANGES + <usize>load<u32>(outcome) * CHANGE_BYTES;
  for (let change = outcome + CHANGES; change < changesEnd; change += CHANGE_BYTES) {
    const word = words + ((<usize>load<u64>(change)) << 3);
    store<u64>(word, (load<u64>(word) & load<u64>(change, 8)) | load<u64>(change, 16));
  }
  return canonicalKey();
}

/** The key of the canonical form of the unfolded state; NO_KEY if there is no room. */
export function canonicalUnfolded(): u64 {
  memory.copy(words, scratch + NODE_VALUES, bytes);
  return canonicalKey();
}

/** The number of states in the orbit of the unfolded state, which is a canonical form; 0 if it is not known. */
export function orbitUnfolded(): u64 {
  memory.copy(words, scratch + NODE_VALUES, bytes);
  const order = load<u64>(<usize>load<u32>(CANON), CANON_ORDER);
  sortBlocks();
  if (!isUnclear) return order / fixing();
  if (sequence === sequenceEnd) return 0;
  let same: u64 = 1;
  memory.copy(tried, words, bytes);
  for (let step = sequence; step < sequenceEnd; step += 4) {
    swapIn(load<u32>(step), tried);
    same += <u64>(compared(tried, words) === 0);
  }
  return order / same;
}

function canonicalKey(): u64 {
  sortBlocks();
  if (isUnclear) {
    if (sequence === sequenceEnd) lessen();
    else takeLeast();
  }
  const ids = scratch + NEXT_IDS;
  for (let at: usize = 0; at < bytes; at += 8) {
    const number = intern(load<u64>(words + at));
    if (number === NO_WORD) return NO_KEY;
    store<u32>(ids + (at >> 1), number);
  }
  return fold(ids, ~(<u64>0));
}

function sortBlocks(): void {
  let changed: bool;
  do {
    changed = false;
    isUnclear = false;
    for (let list = swaps; list < swapsEnd; list += 4) {
      const swap: usize = load<u32>(list);
      const order = orderOf(swap);
      if (order < 0) continue;
      memory.copy(tried, words, bytes);
      swapIn(swap, tried);
      if (order > 0) {
        memory.copy(words, tried, bytes);
        changed = true;
      } else if (compared(tried, words) !== 0) isUnclear = true;
    }
  } while (changed);
}

function orderOf(swap: usize): i32 {
  let at = swap + SWAP_HEAD;
  const end = at + <usize>load<u32>(swap, SWAP_BLOCKS) * BLOCK_PLACES_BYTES;
  for (; at < end; at += BLOCK_PLACES_BYTES) {
    const first = valueIn(words, load<u64>(at));
    const second = valueIn(words, load<u64>(at, 8));
    if (first !== second) return first < second ? -1 : 1;
  }
  return 0;
}

function valueIn(state: usize, place: u64): u32 {
  return <u32>((load<u64>(state + <usize>((place >> 8) & 0xffff)) >> place) & (place >> 32));
}

function lessen(): void {
  let changed: bool;
  do {
    changed = false;
    for (let list = swaps; list < swapsEnd; list += 4) {
      memory.copy(tried, words, bytes);
      swapIn(load<u32>(list), tried);
      if (!haveSameBlocks(tried, words) || compared(tried, words) >= 0) continue;
      memory.copy(words, tried, bytes);
      changed = true;
    }
  } while (changed);
}

function takeLeast(): void {
  memory.copy(least, words, bytes);
  memory.copy(tried, words, bytes);
  for (let step = sequence; step < sequenceEnd; step += 4) {
    swapIn(load<u32>(step), tried);
    if (haveSameBlocks(tried, words) && compared(tried, least) < 0) memory.copy(least, tried, bytes);
  }
  memory.copy(words, least, bytes);
}

function fixing(): u64 {
  let permutations: u64 = 1;
  let run: u64 = 1;
  for (let list = swaps; list < swapsEnd; list += 4) {
    const swap: usize = load<u32>(list);
    memory.copy(tried, words, bytes);
    swapIn(swap, tried);
    const isSame = compared(tried, words) === 0;
    if (load<u32>(swap, SWAP_BEGINS) !== 0 || !isSame) run = 1;
    if (!isSame) continue;
    run++;
    permutations *= run;
  }
  return permutations;
}

function compared(a: usize, b: usize): i32 {
  for (let at: usize = 0; at < bytes; at += 8) {
    const one = load<u64>(a + at);
    const other = load<u64>(b + at);
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

function haveSameBlocks(a: usize, b: usize): bool {
  for (let at: usize = 0; at < bytes; at += 8) {
    if (((load<u64>(a + at) ^ load<u64>(b + at)) & load<u64>(masks + at)) !== 0) return false;
  }
  return true;
}

/** Swaps in place. */
function swapIn(swap: usize, state: usize): void {
  let at = swap + SWAP_HEAD + <usize>load<u32>(swap, SWAP_BLOCKS) * BLOCK_PLACES_BYTES;
  const exchangesEnd = at + <usize>load<u32>(swap, SWAP_EXCHANGES) * EXCHANGE_BYTES;
  for (; at < exchangesEnd; at += EXCHANGE_BYTES) {
    const distance = load<u64>(at, 8);
    const low = state + <usize>load<u32>(at, EXCHANGE_LOW);
    const high = state + <usize>load<u32>(at, EXCHANGE_HIGH);
    const differing = ((load<u64>(high) >> distance) ^ load<u64>(low)) & load<u64>(at);
    store<u64>(low, load<u64>(low) ^ differing);
    store<u64>(high, load<u64>(high) ^ (differing << distance));
  }
  const end = at + <usize>load<u32>(swap, SWAP_IMAGES) * IMAGE_BYTES;
  for (; at < end; at += IMAGE_BYTES) {
    const place = load<u64>(at);
    const bits = place >> 32;
    const word = state + <usize>((place >> 8) & 0xffff);
    const value = load<u64>(word);
    const image: u64 = load<u32>(<usize>load<u32>(at, IMAGE_TABLE) + ((<usize>((value >> place) & bits)) << 2));
    store<u64>(word, (value & ~(bits << place)) | (image << place));
  }
}
