/**
 * An outcome as the kernel applies it (kernel/memory-map.ts): the bits of each word that are kept, and those that are
 * set.
 */

import type { LeafOutcome } from '../knowledge/tree.ts';
import type { Layout, Place } from './layout.ts';

/** Numbers of 32 bits, the lower half of a word first: big integers would be allocated for each write of each outcome. */
type Halves = number[];

/**
 * (and, or), or with several words the number of words that change and whether the narrow word has room for the outcome,
 * then (word, and, or) for each, then (and, or) of the narrow word.
 */
export function masksOf({ places, words, narrow }: Layout, writes: LeafOutcome['writes']): Halves {
  if (words === 1) return changeOf(places, writes, 0);
  const changed = writes
    .map(([slot]) => (places[slot] as Place).word)
    .filter((word, i, all) => all.indexOf(word) === i);
  const changes = changed.flatMap((word) => [word, 0, ...changeOf(places, writes, word)]);
  if (narrow === undefined || !hasRoom(narrow, writes)) return [changed.length, 0, ...changes];
  return [changed.length, 1, ...changes, ...changeOf(narrow, writes, 0)];
}

/** Whether places have room for all values that an outcome writes. */
export function hasRoom(places: readonly Place[], writes: LeafOutcome['writes']): boolean {
  return writes.every(([slot, id]) => id < 2 ** (places[slot]?.bits ?? 0));
}

/** The change of one word: (and, or). */
function changeOf(places: readonly Place[], writes: LeafOutcome['writes'], of: number): Halves {
  let [clearedLow, clearedHigh, low, high] = [0, 0, 0, 0];
  for (const [slot, id] of writes) {
    const { word, shift, bits } = places[slot] as Place;
    if (word !== of) continue;
    const mask = 2 ** bits - 1;
    clearedLow |= lowOf(mask, shift);
    clearedHigh |= highOf(mask, shift);
    low |= lowOf(id, shift);
    high |= highOf(id, shift);
  }
  return [~clearedLow >>> 0, ~clearedHigh >>> 0, low >>> 0, high >>> 0];
}

/** The lower half of a number of at most 32 bits, shifted to its place in a word. */
function lowOf(number: number, shift: number): number {
  return shift < 32 ? number << shift : 0;
}

function highOf(number: number, shift: number): number {
  if (shift >= 32) return number << (shift - 32);
  return shift === 0 ? 0 : number >>> (32 - shift);
}
