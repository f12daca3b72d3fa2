/**
 * An outcome as the kernel applies it (kernel/memory-map.ts): the bits of each word that are kept, and those that are
 * set.
 */

import type { LeafOutcome } from '../knowledge/tree.ts';
import type { Layout, Place } from './layout.ts';

const ALL_BITS = 2n ** 64n - 1n;

/** (and, or), or with several words the number of words that change, then (word, and, or) for each. */
export function masksOf({ places, words }: Layout, writes: LeafOutcome['writes']): bigint[] {
  const byWord = new Map<number, { keep: bigint; put: bigint }>();
  for (const [slot, id] of writes) {
    const { word, shift, bits } = places[slot] as Place;
    const change = byWord.get(word) ?? { keep: ALL_BITS, put: 0n };
    byWord.set(word, change);
    change.keep &= ~((2n ** BigInt(bits) - 1n) << BigInt(shift));
    change.put |= BigInt(id) << BigInt(shift);
  }
  if (words === 1) {
    const { keep, put } = byWord.get(0) ?? { keep: ALL_BITS, put: 0n };
    return [keep, put];
  }
  return [BigInt(byWord.size), ...[...byWord].flatMap(([word, { keep, put }]) => [BigInt(word), keep, put])];
}
