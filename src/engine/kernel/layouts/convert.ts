/** The key of a state in another layout. The moves of slots (change-fields.ts) stand in the order of the words that they move to. */

import { scratch } from '../lane';
import { NO_KEY, NODE_IDS, NODE_VALUES, PAIRS, WORD_COUNT, WORDS } from '../memory-map';
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
/** By number of a node below the root, the left and the right one: its number in the new layout, + 1, 32 bits each; or 0. */
let renumberedLeft: usize = 0;
let renumberedRight: usize = 0;

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

/** If slots stay in their words: where to note the new numbers of so many words, each once. The memory is zero at first. */
export function openNumbers(at: usize, numbers: u32): void {
  renumberedLeft = at;
  renumberedRight = at + ((<usize>numbers) << 2);
}

/** The new key of a state, of one word or (ManyWords) of several in both layouts; NO_KEY if there is no room for a word. */
export function moved<T>(key: u64): u64 {
  if (!isMany<T>()) return movedWord(key);
  // A narrow key is the same in every layout.
  if ((key & WIDE) === 0) return key;
  return renumberedLeft === 0 ? movedPair(key) : renumberedPair(key);
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

/** As `movedPair`, if slots stay in their words, so that the tree stays what it is: fewer words than states are translated. */
function renumberedPair(key: u64): u64 {
  const root = newPairs + ((<usize>(newWords - 2)) << 3);
  const left = renumbered(load<u32>(root), <u32>key, renumberedLeft);
  const right = renumbered(load<u32>(root, 4), <u32>((key ^ WIDE) >> 32), renumberedRight);
  if (left === NO_WORD || right === NO_WORD) return NO_KEY;
  return <u64>left | ((<u64>right) << 32) | WIDE;
}

/** The new number of a node of the tree, noted if it was not. */
function renumbered(node: u32, number: u32, noted: usize): u32 {
  const at = noted + ((<usize>number) << 2);
  const known = load<u32>(at);
  if (known !== 0) return known - 1;
  const next = translated(node, number);
  // What is not noted, because there is no room, is NO_WORD + 1.
  store<u32>(at, next + 1);
  return next;
}

function translated(node: u32, number: u32): u32 {
  const value = load<u64>(WORDS + ((<usize>number) << 3));
  if (node < newWords) return intern(movedWithin(node, value));
  const pair = newPairs + ((<usize>(node - newWords)) << 3);
  const left = translated(load<u32>(pair), <u32>value);
  const right = translated(load<u32>(pair, 4), <u32>(value >> 32));
  if (left === NO_WORD || right === NO_WORD) return NO_WORD;
  return intern(<u64>left | ((<u64>right) << 32));
}

function movedWithin(node: u32, old: u64): u64 {
  let word: u64 = 0;
  for (let move = moves; move < movesEnd; move += MOVE_BYTES) {
    if (load<u32>(move, MOVE_TO) >> 3 === node) word |= movedBits(old, move);
  }
  return word;
}
