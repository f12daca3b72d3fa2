/**
 * Narrow keys. When a state outgrows one word, the run goes on in several words, and no state that is stored is written
 * anew: a state whose values all fit into the word in which the run began keeps that word as its key. All other states
 * have a pair of numbers (../words.ts), with the highest bit set. Which of the two depends on nothing but the state, so two
 * states have one key if and only if they are equal.
 *
 * The number of a value has its lower bits in the narrow word; the others are in excess. NARROW has the moves from the narrow
 * word to the words; behind them stand, by word, the bits in excess (64 bits each).
 */

import { scratch } from '../lane';
import { NARROW, NODE_VALUES, RANGE_END } from '../memory-map';
import { CHANGE_BYTES, CHANGES, MOVE_BITS, MOVE_BYTES, MOVE_LEFT, MOVE_RIGHT, MOVE_TO } from './change-fields';

/** The bit that tells a pair of numbers from a narrow key. */
export const WIDE: u64 = 0x8000000000000000;

let moves: usize = 0;
let movesEnd: usize = 0;
let excess: usize = 0;

export function openNarrow(): void {
  moves = load<u32>(NARROW);
  movesEnd = load<u32>(NARROW + RANGE_END);
  excess = movesEnd;
}

/** Writes the words of the state with a narrow key to NODE_VALUES. */
export function spread(key: u64, words: u32): void {
  const values = scratch + NODE_VALUES;
  for (let word = values; word < values + ((<usize>words) << 3); word += 8) store<u64>(word, 0);
  for (let move = moves; move < movesEnd; move += MOVE_BYTES) {
    const to = values + load<u32>(move, MOVE_TO);
    store<u64>(to, load<u64>(to) | movedBits(key, move));
  }
}

/** What moves from a word. */
export function movedBits(word: u64, move: usize): u64 {
  return ((word & load<u64>(move, MOVE_BITS)) << load<u64>(move, MOVE_LEFT)) >> load<u64>(move, MOVE_RIGHT);
}

/** The words at NODE_VALUES as one word, without what is in excess. */
export function gathered(): u64 {
  let key: u64 = 0;
  for (let move = moves; move < movesEnd; move += MOVE_BYTES) {
    const word = load<u64>(scratch + load<u32>(move, MOVE_TO), NODE_VALUES);
    key |= ((word << load<u64>(move, MOVE_RIGHT)) >> load<u64>(move, MOVE_LEFT)) & load<u64>(move, MOVE_BITS);
  }
  return key;
}

/** Whether the state at NODE_VALUES has a narrow key. */
export function isNarrow(words: u32): bool {
  return excess !== 0 && wordsInExcess(words) === 0;
}

/** Whether the state at NODE_VALUES has a narrow key after an outcome for which the narrow word has room. */
export function isNarrowAfter(words: u32, outcome: usize): bool {
  let found = wordsInExcess(words);
  const end = outcome + CHANGES + <usize>load<u32>(outcome) * CHANGE_BYTES;
  for (let change = outcome + CHANGES; change < end; change += CHANGE_BYTES) {
    const word = load<u64>(change);
    const value = load<u64>(scratch + ((<usize>word) << 3), NODE_VALUES) & load<u64>(change, 8);
    found &= ~((<u64>1) << word);
    found |= (<u64>isInExcess(<usize>word, value | load<u64>(change, 16))) << word;
  }
  return found === 0;
}

/** The words that have bits in excess, a bit each. */
function wordsInExcess(words: u32): u64 {
  let found: u64 = 0;
  for (let word: usize = 0; word < <usize>words; word++) {
    found |= (<u64>isInExcess(word, load<u64>(scratch + (word << 3), NODE_VALUES))) << (<u64>word);
  }
  return found;
}

function isInExcess(word: usize, value: u64): bool {
  return (value & load<u64>(excess + (word << 3))) !== 0;
}
