/**
 * The numbers of the nodes by hash, in the wide memory behind the table of states, while edges are kept. One load from a
 * line of it gives the number, where the table of states would give a bucket, and another array its number.
 *
 * A bucket (../buckets.ts) holds bits of a hash, and in its lowest INDEX_BITS the number + 1. The upper half of a hash
 * tells the home line; what a bucket holds of a hash are its other bits, but for one that is set, so that no bucket with
 * a node is 0. These need not tell two states apart that overflow into the same lines; when the second is added, that is
 * noticed. Only states that are stored are looked for, so what is found is exact.
 */

import { LINE_BYTES, SPARE_LINES } from '../memory-map';
import { bucketsWith, firstBucket, homeIn, isFull } from '../tables/buckets';
import * as wide from '../wide';
import { INDEX_BASE, INDEX_BITS, INDEX_LINES } from './edge-map';

const SET: u64 = 0x8000000000000000;
/** No number: the state is not stored. */
export const NO_NUMBER: u32 = 0xffffffff;

let base: u64 = 0;
let lines: u64 = 0;
let end: u64 = 0;
let bits: u64 = 0;
let tags: v128 = i64x2.splat(0);

export function openIndex(): void {
  base = load<u64>(INDEX_BASE);
  lines = load<u32>(INDEX_LINES);
  end = base + (lines + SPARE_LINES) * LINE_BYTES;
  bits = load<u32>(INDEX_BITS);
  tags = i64x2.splat(<i64>((<u64>-1) << bits));
}

/** The line where the search for a hash begins. */
export function indexLineOf(hash: u64): u64 {
  return homeIn<u64>(base, lines, hash);
}

/** The number of the node with a hash, while no thread adds any. */
export function numberOf(hash: u64): u32 {
  const wanted = i64x2.splat(<i64>((hash << bits) | SET));
  for (let line = indexLineOf(hash); line < end; line += LINE_BYTES) {
    const found = bucketsWith(
      wanted,
      v128.and(wide.loadVector(line), tags),
      v128.and(wide.loadVectorAt16(line), tags),
      v128.and(wide.loadVectorAt32(line), tags),
      v128.and(wide.loadVectorAt48(line), tags),
    );
    if (found !== 0) return <u32>(wide.load64(firstBucket<u64>(line, found)) & ~((<u64>-1) << bits)) - 1;
    if (!isFull<u64>(line)) return NO_NUMBER;
  }
  return NO_NUMBER;
}

/** Adds a node. False if the index cannot tell it from another, or has no room. */
export function addNode(hash: u64, number: u32): bool {
  const tag = (hash << bits) | SET;
  const entry = tag | <u64>(number + 1);
  for (let line = indexLineOf(hash); line < end; line += LINE_BYTES) {
    // From the first bucket on: a node that is added later passes all that were before it.
    for (let bucket = line; bucket < line + LINE_BYTES; bucket += 8) {
      let found = wide.atomicLoad64(bucket);
      // Publishes nothing: it shares out buckets, and the end of the task publishes the entries.
      if (found === 0) found = wide.compareExchange64(bucket, 0, entry);
      if (found === 0) return true;
      if ((found & ((<u64>-1) << bits)) === tag) return false;
    }
  }
  return false;
}
