/**
 * The exact table of states: open addressing in cache lines of eight buckets (buckets.ts), lock-free and write-once.
 *
 * A bucket holds 0 or the hash of a key, and changes once, from 0 to a hash. The hash is a bijection of 64-bit words,
 * so equal hashes are equal keys: the table is exact although it stores no keys.
 *
 * `insert` begins in the home line of its hash. It loads all eight buckets as four vectors. If one of them holds the
 * hash, the key is known. Otherwise `insert` tries the buckets that were free, the first one first; if none was, or
 * other hashes took them in the meantime, it continues with the next line. `contains` and `place` fill and search lines
 * in the same order. (Laarman, van de Pol, Weber, "Boosting multi-core reachability performance with shared hash
 * tables", FMCAD 2010, walk each line from a bucket of the hash's own. Filled from the first bucket, a line needs no
 * count, and a full one shows in its last bucket.)
 *
 * What the accesses publish:
 * - The compare-and-exchange of a bucket publishes that the state is stored. The record in the log and the intent of
 *   its block were written before it (log.ts), so they are visible to every thread that reads the hash.
 * - The atomic load before it is the acquiring end of that: it sees a hash that another thread published since the
 *   vectors were loaded.
 * - The vector loads synchronise with nothing. Each half of a vector is an aligned 64-bit word, which a processor reads
 *   at once. A hash that they show is there for ever; a bucket that they show as free may have been taken, which the
 *   atomic load or the compare-and-exchange then tells.
 *
 * The check for the hash and the choice of a free bucket use the same loads. A second load could show the hash's own
 * bucket as taken and the next one as free, and the state would be stored twice.
 *
 * A large table has another form, which takes half of the memory and more time (compact.ts).
 */

import { appended, prepare } from '../log';
import {
  COMPACT_BITS,
  FULL,
  KNOWN,
  LINE_BYTES,
  NEW,
  NO_NODE,
  SPARE_LINES,
  STATE_BASE,
  STATE_LINES,
} from '../memory-map';
import * as wide from '../wide';
import { bucketsWith, firstBucket, growIn, homeIn, isFull, placeIn } from './buckets';
import {
  compactHashOf,
  compactHomeOf,
  compactKeyIn,
  compactNodeFrom,
  compactNodeWith,
  insertCompact,
  isCompactFull,
  openCompact,
  placeCompact,
} from './compact';
import { growCompact } from './compact-growth';

/** Whether the table has its compact form. */
export let isCompact: bool = false;
let base: u64 = 0;
let lines: u64 = 0;
let end: u64 = 0;

/** The table may have grown since the last call. */
export function openTable(): void {
  base = load<u64>(STATE_BASE);
  lines = load<u32>(STATE_LINES);
  end = base + (lines + SPARE_LINES) * LINE_BYTES;
  const bits = load<u32>(COMPACT_BITS);
  isCompact = bits !== 0;
  if (isCompact) openCompact(base, lines, bits);
}

const FACTOR_FIRST: u64 = 0xff51afd7ed558ccd;
const FACTOR_SECOND: u64 = 0xc4ceb9fe1a85ec53;
/** Modulo 2 to the 64th. */
const INVERSE_FIRST: u64 = 0x4f74430c22a54005;
const INVERSE_SECOND: u64 = 0x9cb4b2f8129337db;

/** A bijection of 64-bit words that maps no key to 0 (the finalizer of MurmurHash3 has the same two steps). */
export function hashOf(key: u64): u64 {
  let hash = (key + 1) * FACTOR_FIRST;
  hash ^= hash >> 32;
  return hash * FACTOR_SECOND;
}

/** The hash of a key in the present form of the table. */
export function tableHashOf(key: u64): u64 {
  return isCompact ? compactHashOf(key) : hashOf(key);
}

/** The line where the search for a hash of the table begins. */
export function homeOf(hash: u64): u64 {
  return isCompact ? compactHomeOf(hash) : homeOfPlain(hash);
}

/** As `homeOf`, of a table that is not compact. */
export function homeOfPlain(hash: u64): u64 {
  return homeIn<u64>(base, lines, hash);
}

/**
 * Whether a hash stands in a line. For most hashes that are looked for this settles it: they stand in their home line.
 */
export function isInLine(line: u64, hash: u64): bool {
  const wanted = i64x2.splat(hash);
  return v128.any_true(
    v128.or(
      v128.or(i64x2.eq(wide.loadVector(line), wanted), i64x2.eq(wide.loadVectorAt16(line), wanted)),
      v128.or(i64x2.eq(wide.loadVectorAt32(line), wanted), i64x2.eq(wide.loadVectorAt48(line), wanted)),
    ),
  );
}

/** Stores a key, with its hash of the table, log record first: KNOWN, NEW, or FULL. */
export function insert(hash: u64, key: u64, footprint: u32): u32 {
  return isCompact ? insertCompact(hash, key, footprint) : insertPlain(hash, key, footprint);
}

/** As `insert`, into a table that is not compact. */
export function insertPlain(hash: u64, key: u64, footprint: u32): u32 {
  const wanted = i64x2.splat(hash);
  for (let line = homeOfPlain(hash); line < end; line += LINE_BYTES) {
    // All eight buckets at once: no branch depends on where in the line a hash stands.
    const a = wide.loadVector(line);
    const b = wide.loadVectorAt16(line);
    const c = wide.loadVectorAt32(line);
    const d = wide.loadVectorAt48(line);
    const same = v128.or(
      v128.or(i64x2.eq(a, wanted), i64x2.eq(b, wanted)),
      v128.or(i64x2.eq(c, wanted), i64x2.eq(d, wanted)),
    );
    if (v128.any_true(same)) return KNOWN;
    const free = bucketsWith(i64x2.splat(0), a, b, c, d);
    if (free === 0) continue;
    for (let bucket = firstBucket<u64>(line, free); bucket < line + LINE_BYTES; bucket += 8) {
      let found = wide.atomicLoad64(bucket);
      if (found === hash) return KNOWN;
      if (found !== 0) continue;
      if (!prepare(key, footprint)) return FULL;
      // Publishes: this state is stored, and its record stands in the log.
      found = wide.compareExchange64(bucket, 0, hash);
      if (found === 0) {
        appended();
        return NEW;
      }
      if (found === hash) return KNOWN;
    }
  }
  return FULL;
}

/** Whether a key is stored, while no thread stores any. */
export function contains(key: u64): bool {
  return nodeWith(tableHashOf(key)) !== NO_NODE;
}

/** The number of the bucket that holds a hash, while no thread stores any; NO_NODE if none does. */
export function nodeWith(hash: u64): u32 {
  if (isCompact) return compactNodeWith(hash);
  const wanted = i64x2.splat(hash);
  for (let line = homeOfPlain(hash); line < end; line += LINE_BYTES) {
    // All eight buckets at once, as in `insert`.
    const found = bucketsWith(
      wanted,
      wide.loadVector(line),
      wide.loadVectorAt16(line),
      wide.loadVectorAt32(line),
      wide.loadVectorAt48(line),
    );
    if (found !== 0) return <u32>((firstBucket<u64>(line, found) - base) >> 3);
    if (!isFull<u64>(line)) return NO_NODE;
  }
  return NO_NODE;
}

/** The key of the state in a bucket: the inverse of `hashOf`. */
export function keyIn(node: u32): u64 {
  if (isCompact) return compactKeyIn(node);
  let hash = wide.load64(base + ((<u64>node) << 3)) * INVERSE_SECOND;
  hash ^= hash >> 32;
  return hash * INVERSE_FIRST - 1;
}

/** The number of the first bucket from a number on that holds a state; NO_NODE if none does. */
export function nodeFrom(node: u32): u32 {
  if (isCompact) return compactNodeFrom(node);
  for (let bucket = base + ((<u64>node) << 3); bucket < end; bucket += 8) {
    if (wide.load64(bucket) !== 0) return <u32>((bucket - base) >> 3);
  }
  return NO_NODE;
}

/** Stores a hash that is not in the table, while no other thread uses it; only others that place, too, if it is compact. */
export function place(hash: u64): void {
  if (isCompact) placeCompact(hash);
  else placeIn<u64>(base, lines, hash);
}

/** Whether the last bucket of a line is taken. */
export function isLineFull(line: u64): bool {
  return isCompact ? isCompactFull(line) : isFull<u64>(line);
}

/** A part of the growing of the table; see `growIn`. */
export function grow(last: u64, buffer: usize): u64 {
  if (isCompact) return growCompact(base, last, buffer, false);
  return growIn<u64>(base, lines, base, last, buffer, false);
}

/** A part of the moving of the lines from one address to another, beside other threads; see `growIn`. */
export function move(from: u64, last: u64, buffer: usize): u64 {
  if (isCompact) return growCompact(from, last, buffer, true);
  return growIn<u64>(base, lines, from, last, buffer, true);
}
