/** Writes the states of a log and their keys in another layout, in place, while no task runs (kernel/layouts/rewrite.ts). */
import {
  BLOCK_COUNT,
  BLOCKS_USED,
  KNOWLEDGE,
  KNOWLEDGE_END,
  SUCCESSORS,
  WORDS_REMAINING,
  WORDS_USED,
} from '../kernel/memory-map.ts';
import type { Kernel } from '../kernel.ts';
import { type Layout, movesBetween, pairsOf } from './layout.ts';
import { headOf } from './log.ts';
import { writeMoves } from './moves.ts';

/** Whether records and keys differ in the next layout: from one word to several, keys do not (kernel/layouts/narrow.ts). */
export function isRewritten(before: Layout, next: Layout): boolean {
  return before.words > 1 || next.words === 1 || before.recordBytes !== next.recordBytes;
}

/** The table has been cleared. False if there was no room for a word: then there are states of both layouts. */
export function rewriteStates(kernel: Kernel, before: Layout, next: Layout, growWords: () => boolean): boolean {
  if (before.words > 1) return rewritePairs(kernel, before, next, growWords);
  // A narrow key only gets a longer record.
  const moves = movesBetween(before.places, next.words === 1 ? next.places : before.places);
  const end = writeMoves(kernel, SUCCESSORS, moves);
  for (const block of blocksDown(kernel)) kernel.run.rewrite(block, next.recordBytes, SUCCESSORS, end);
  return true;
}

/**
 * The words of the layout before stay in their table, because a number is that of one word, whatever it is a word of: so they
 * are there while records are read, and all caches of words remain valid.
 */
function rewritePairs(kernel: Kernel, before: Layout, { places, words }: Layout, growWords: () => boolean): boolean {
  const pairs = pairsOf(words);
  kernel.u32.set(pairs, SUCCESSORS >>> 2);
  const moves = SUCCESSORS + 4 * pairs.length;
  const end = writeMoves(kernel, moves, movesBetween(before.places, places));
  const numbers = kernel.get(WORDS_USED);
  const noted = before.places.every(({ word }, slot) => word === places[slot]?.word) ? roomFor(kernel, numbers) : 0;
  for (const block of blocksDown(kernel)) {
    const states = kernel.get(headOf(block) + BLOCK_COUNT);
    // A word for each node of the tree but its root.
    while ((kernel.get(WORDS_REMAINING) | 0) < states * (2 * words - 2)) if (!growWords()) return false;
    if (kernel.run.convert(block, words, SUCCESSORS, moves, end, noted, numbers) === 0) return false;
  }
  return true;
}

/** Room for two notes of each number, cleared: where the tables of the layout before were. 0 if they are too many. */
function roomFor(kernel: Kernel, numbers: number): number {
  const bytes = 2 * 4 * numbers;
  if (bytes > KNOWLEDGE_END - KNOWLEDGE) return 0;
  kernel.run.clear(KNOWLEDGE, bytes);
  return KNOWLEDGE;
}

/** From the last to the first: no record is overwritten before it is read. */
function blocksDown(kernel: Kernel): number[] {
  return Array.from({ length: kernel.get(BLOCKS_USED) }, (_, block) => block).reverse();
}
