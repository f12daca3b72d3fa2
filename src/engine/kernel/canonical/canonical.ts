/**
 * The canonical form of a state of one word, when replicas are interchangeable (../symmetry): the least state of its orbit in which
 * the blocks of the replicas are sorted. A block is what belongs to one replica, and to no other. Sorting finds the form, unless
 * equal blocks are told apart by other values, which name a replica; then all elements of the group are tried.
 */

import { CANON, RANGE_END } from '../memory-map';
import { OneWord, valueAt } from '../tree';
import {
  BLOCK_PLACES_BYTES,
  CANON_MASK,
  CANON_ORDER,
  CANON_SEQUENCE,
  CANON_SWAPS,
  EXCHANGE_BYTES,
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
let mask: u64 = 0;
/** Whether some equal blocks of the last state are told apart by other values. */
let isUnclear: bool = false;

export function openCanonical(): void {
  const canon: usize = load<u32>(CANON);
  if (canon === 0) return;
  swaps = load<u32>(canon, CANON_SWAPS);
  swapsEnd = load<u32>(canon, CANON_SWAPS + RANGE_END);
  sequence = load<u32>(canon, CANON_SEQUENCE);
  sequenceEnd = load<u32>(canon, CANON_SEQUENCE + RANGE_END);
  mask = load<u64>(canon, CANON_MASK);
}

export function hasSymmetry(): bool {
  return load<u32>(CANON) !== 0;
}

/** The canonical form of a state. One of several if the group is too large to be tried and blocks do not decide. */
export function canonical(word: u64): u64 {
  const sorted = withSortedBlocks(word);
  if (!isUnclear) return sorted;
  return sequence === sequenceEnd ? lessened(sorted) : leastOf(sorted);
}

/** The number of states in the orbit of a canonical form; 0 if it is not known. */
export function orbitOf(word: u64): u64 {
  const order = load<u64>(<usize>load<u32>(CANON), CANON_ORDER);
  withSortedBlocks(word);
  if (!isUnclear) return order / fixing(word);
  if (sequence === sequenceEnd) return 0;
  let same: u64 = 1;
  let at = word;
  for (let step = sequence; step < sequenceEnd; step += 4) {
    at = swapped(load<u32>(step), at);
    same += <u64>(at === word);
  }
  return order / same;
}

function withSortedBlocks(word: u64): u64 {
  let changed: bool;
  do {
    changed = false;
    isUnclear = false;
    for (let list = swaps; list < swapsEnd; list += 4) {
      const swap: usize = load<u32>(list);
      const order = orderOf(swap, word);
      if (order < 0) continue;
      const next = swapped(swap, word);
      if (order > 0) {
        word = next;
        changed = true;
      } else if (next !== word) isUnclear = true;
    }
  } while (changed);
  return word;
}

/** Compares the two blocks that a swap exchanges: above 0 if they are not in order. */
function orderOf(swap: usize, word: u64): i32 {
  let at = swap + SWAP_HEAD;
  const end = at + <usize>load<u32>(swap, SWAP_BLOCKS) * BLOCK_PLACES_BYTES;
  for (; at < end; at += BLOCK_PLACES_BYTES) {
    const first = valueAt<OneWord>(load<u64>(at), word);
    const second = valueAt<OneWord>(load<u64>(at, 8), word);
    if (first !== second) return first < second ? -1 : 1;
  }
  return 0;
}

/** The least state to which single swaps lead that leave the blocks as they are. */
function lessened(word: u64): u64 {
  let before: u64;
  do {
    before = word;
    for (let list = swaps; list < swapsEnd; list += 4) {
      const next = swapped(load<u32>(list), word);
      if ((next & mask) === (word & mask) && next < word) word = next;
    }
  } while (word !== before);
  return word;
}

/** The least state of the orbit whose blocks are sorted. */
function leastOf(sorted: u64): u64 {
  let least = sorted;
  let at = sorted;
  for (let step = sequence; step < sequenceEnd; step += 4) {
    at = swapped(load<u32>(step), at);
    if ((at & mask) === (sorted & mask) && at < least) least = at;
  }
  return least;
}

/** The number of permutations that leave a state with sorted blocks as it is: those of each run of equal blocks. */
function fixing(word: u64): u64 {
  let permutations: u64 = 1;
  let run: u64 = 1;
  for (let list = swaps; list < swapsEnd; list += 4) {
    const swap: usize = load<u32>(list);
    if (load<u32>(swap, SWAP_BEGINS) !== 0 || swapped(swap, word) !== word) run = 1;
    if (swapped(swap, word) !== word) continue;
    run++;
    permutations *= run;
  }
  return permutations;
}

/** The state after a swap. */
function swapped(swap: usize, word: u64): u64 {
  let at = swap + SWAP_HEAD + <usize>load<u32>(swap, SWAP_BLOCKS) * BLOCK_PLACES_BYTES;
  const exchangesEnd = at + <usize>load<u32>(swap, SWAP_EXCHANGES) * EXCHANGE_BYTES;
  for (; at < exchangesEnd; at += EXCHANGE_BYTES) {
    const distance = load<u64>(at, 8);
    const differing = ((word >> distance) ^ word) & load<u64>(at);
    word ^= differing | (differing << distance);
  }
  const end = at + <usize>load<u32>(swap, SWAP_IMAGES) * IMAGE_BYTES;
  for (; at < end; at += IMAGE_BYTES) {
    const place = load<u64>(at);
    const bits = place >> 32;
    const image: u64 = load<u32>(<usize>load<u32>(at, IMAGE_TABLE) + ((<usize>((word >> place) & bits)) << 2));
    word = (word & ~(bits << place)) | (image << place);
  }
  return word;
}
