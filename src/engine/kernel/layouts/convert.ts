/** The key of a state in another layout. The moves of slots (change-fields.ts) stand in the order of the words that they move to. */

import { scratch } from '../lane';
import { NO_KEY, NODE_IDS, NODE_VALUES, PAIRS, WORD_COUNT } from '../memory-map';
import { isMany } from '../tree';
import { fold, intern, NO_WORD, unfold, useTree } from '../words';
import { MOVE_BYTES, MOVE_TO } from './change-fields';
import { movedBits, WIDE } from './narrow';

let moves: usize = 0;
let movesEnd: usize = 0;
/** The tree of the new layout, and that of the old one. */
let newWords: u32 = 0;
let newPairs: usize = 0;
let oldWords: u32 = 0;
let oldPairs: usize = 0;

export function openMoves(from: usize, end: usize): void {
  moves = from;
  movesEnd = end;
}

export function openTrees(words: u32, pairs: usize): void {
  newWords = words;
  newPairs = pairs;
  oldWords = load<u32>(WORD_COUNT);
  oldPairs = load<u32>(PAIRS);
}

/** The new key of a state, of one word or (ManyWords) of several in both layouts; NO_KEY if there is no room for a word. */
export function moved<T>(key: u64): u64 {
  if (!isMany<T>()) return movedWord(key);
  // A narrow key is the same in every layout.
  return (key & WIDE) === 0 ? key : movedPair(key);
}

function movedWord(old: u64): u64 {
  let word: u64 = 0;
  for (let move = moves; move < movesEnd; move += MOVE_BYTES) word |= movedBits(old, move);
  return word;
}

function movedPair(key: u64): u64 {
  useTree(oldWords, oldPairs);
  unfold(key);
  useTree(newWords, newPairs);
  let move = moves;
  while (move < movesEnd) {
    const to = load<u32>(move, MOVE_TO);
    let word: u64 = 0;
    do {
      word |= movedBits(load<u64>(scratch + load<u32>(move), NODE_VALUES), move);
      move += MOVE_BYTES;
    } while (move < movesEnd && load<u32>(move, MOVE_TO) === to);
    const number = intern(word);
    if (number === NO_WORD) return NO_KEY;
    store<u32>(scratch + NODE_IDS + (to >> 1), number);
  }
  // Every pair is new: any node may have changed.
  return fold(scratch + NODE_IDS, ~(<u64>0));
}
