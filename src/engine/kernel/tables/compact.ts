/**
 * The compact form of the table of states, for large ones: sixteen buckets of four bytes in a cache line, where the other form (table.ts) has
 * eight of eight. What the place of an entry says of its hash is not stored (quotienting: J. Cleary, "Compact hash tables using bidirectional
 * linear probing", IEEE Trans. Comput. C-33(9), 1984). Entries are never moved to keep them in order, as there; an entry says instead how far
 * from home it stands. So a bucket changes once, from 0, as in the other form.
 *
 * Keys have so many bits, 32 to 52, and so has the hash, which is a bijection of them. Its upper 32 bits, times the number of lines, give the
 * home line, as in the other form. What is left of it is the *rest*: which of the values that have the same home its upper half is, and its
 * lower bits. A bucket holds the rest, and in its lowest six bits the distance from home in lines, plus 1.
 *
 * What the accesses publish is what they publish in the other form.
 */
import { appended, prepare } from '../log';
import { FULL, KNOWN, LINE_BYTES, NEW, NO_NODE, SPARE_LINES } from '../memory-map';
import * as wide from '../wide';

const DISTANCE_BITS: u32 = 6;
/** An entry that would stand farther from home than this has no place. */
const DISTANCE_MAX: u32 = 62;
const BUCKET_BYTES: u64 = 4;
/** The upper bits of a hash, which tell its home. */
const UPPER_BITS: u64 = 32;

const FACTOR_FIRST: u64 = 0xff51afd7ed558ccd;
const FACTOR_SECOND: u64 = 0xc4ceb9fe1a85ec53;
/** Modulo 2 to the 64th, and so modulo any lower power. */
const INVERSE_FIRST: u64 = 0x4f74430c22a54005;
const INVERSE_SECOND: u64 = 0x9cb4b2f8129337db;

let base: u64 = 0;
let lines: u64 = 0;
let end: u64 = 0;
/** Of a key, and of its lower part. */
let mask: u64 = 0;
let half: u64 = 0;
let lowerBits: u64 = 0;
let lowerMask: u64 = 0;

/** Keys have so many bits. */
export function openCompact(tableBase: u64, tableLines: u64, bits: u64): void {
  base = tableBase;
  lines = tableLines;
  end = base + (lines + SPARE_LINES) * LINE_BYTES;
  mask = ((<u64>1) << bits) - 1;
  half = (bits + 1) >> 1;
  lowerBits = bits - UPPER_BITS;
  lowerMask = ((<u64>1) << lowerBits) - 1;
}

/** A bijection of keys. */
export function compactHashOf(key: u64): u64 {
  const hash = ((key + 1) * FACTOR_FIRST) & mask;
  return ((hash ^ (hash >> half)) * FACTOR_SECOND) & mask;
}

/** Its inverse. */
function keyOf(hash: u64): u64 {
  const product = (hash * INVERSE_SECOND) & mask;
  return ((product ^ (product >> half)) * INVERSE_FIRST - 1) & mask;
}

/** The line where the search for a hash begins. */
export function compactHomeOf(hash: u64): u64 {
  return base + (((hash >> lowerBits) * lines) >> UPPER_BITS) * LINE_BYTES;
}

/** Behind the last line in which a hash may stand. */
function lastLine(hash: u64): u64 {
  return min(end, compactHomeOf(hash) + (DISTANCE_MAX + 1) * LINE_BYTES);
}

/** What a bucket of the home line holds for a hash; one line farther, it is one more. */
function bucketAtHome(hash: u64): u32 {
  // Products of one home differ by multiples of `lines`, and the least of them by less.
  const among = <u32>((hash >> lowerBits) * lines) / <u32>lines;
  return (((among << (<u32>lowerBits)) | <u32>(hash & lowerMask)) << DISTANCE_BITS) | 1;
}

/** The hash of an entry that stands in a line of a table with so many lines. */
function hashIn(bucket: u32, line: u64, tableLines: u64): u64 {
  const home = line - <u64>((bucket & ((1 << DISTANCE_BITS) - 1)) - 1);
  const rest = <u64>(bucket >> DISTANCE_BITS);
  const least = ((home << UPPER_BITS) + tableLines - 1) / tableLines;
  return ((least + (rest >> lowerBits)) << lowerBits) | (rest & lowerMask);
}

/** Whether the last bucket of a line is taken. */
export function isCompactFull(line: u64): bool {
  return wide.load32At60(line) !== 0;
}

/** Whether a hash stands in its home line. */
export function isAtHome(line: u64, hash: u64): bool {
  return v128.any_true(equalIn(line, i32x4.splat(bucketAtHome(hash))));
}

function equalIn(line: u64, wanted: v128): v128 {
  return v128.or(
    v128.or(i32x4.eq(wide.loadVector(line), wanted), i32x4.eq(wide.loadVectorAt16(line), wanted)),
    v128.or(i32x4.eq(wide.loadVectorAt32(line), wanted), i32x4.eq(wide.loadVectorAt48(line), wanted)),
  );
}

/** The buckets of a line, loaded as four vectors, that hold a value: a bit each. */
function bucketsWith(value: v128, a: v128, b: v128, c: v128, d: v128): i32 {
  return (
    i32x4.bitmask(i32x4.eq(a, value)) |
    (i32x4.bitmask(i32x4.eq(b, value)) << 4) |
    (i32x4.bitmask(i32x4.eq(c, value)) << 8) |
    (i32x4.bitmask(i32x4.eq(d, value)) << 12)
  );
}

/** Stores a key, log record first: KNOWN, NEW, or FULL. */
export function insertCompact(hash: u64, key: u64, footprint: u32): u32 {
  let bucket = bucketAtHome(hash);
  const last = lastLine(hash);
  for (let line = compactHomeOf(hash); line < last; line += LINE_BYTES, bucket++) {
    // The check for the entry and the choice of a free bucket use the same loads, as in table.ts.
    const a = wide.loadVector(line);
    const b = wide.loadVectorAt16(line);
    const c = wide.loadVectorAt32(line);
    const d = wide.loadVectorAt48(line);
    const wanted = i32x4.splat(bucket);
    const same = v128.or(
      v128.or(i32x4.eq(a, wanted), i32x4.eq(b, wanted)),
      v128.or(i32x4.eq(c, wanted), i32x4.eq(d, wanted)),
    );
    if (v128.any_true(same)) return KNOWN;
    const free = bucketsWith(i32x4.splat(0), a, b, c, d);
    if (free === 0) continue;
    for (let at = line + <u64>ctz(free) * BUCKET_BYTES; at < line + LINE_BYTES; at += BUCKET_BYTES) {
      let found = wide.atomicLoad32(at);
      if (found === bucket) return KNOWN;
      if (found !== 0) continue;
      if (!prepare(key, footprint)) return FULL;
      // Publishes: this state is stored, and its record stands in the log.
      found = wide.compareExchange32(at, 0, bucket);
      if (found === 0) {
        appended();
        return NEW;
      }
      if (found === bucket) return KNOWN;
    }
  }
  return FULL;
}

/** The number of the bucket that holds a hash, while no thread stores any; NO_NODE if none does. */
export function compactNodeWith(hash: u64): u32 {
  let bucket = bucketAtHome(hash);
  const last = lastLine(hash);
  for (let line = compactHomeOf(hash); line < last; line += LINE_BYTES, bucket++) {
    const found = bucketsWith(
      i32x4.splat(bucket),
      wide.loadVector(line),
      wide.loadVectorAt16(line),
      wide.loadVectorAt32(line),
      wide.loadVectorAt48(line),
    );
    if (found !== 0) return <u32>((line - base) >> 2) + <u32>ctz(found);
    if (!isCompactFull(line)) return NO_NODE;
  }
  return NO_NODE;
}

/** The key of the state in a bucket. */
export function compactKeyIn(node: u32): u64 {
  return keyOf(hashIn(wide.load32(base + ((<u64>node) << 2)), <u64>(node >> 4), lines));
}

/** The number of the first bucket from a number on that holds a state; NO_NODE if none does. */
export function compactNodeFrom(node: u32): u32 {
  for (let at = base + ((<u64>node) << 2); at < end; at += BUCKET_BYTES) {
    if (wide.load32(at) !== 0) return <u32>((at - base) >> 2);
  }
  return NO_NODE;
}

/** Puts a hash that is not in the table into its first free bucket; other threads may do so, too. */
export function placeCompact(hash: u64): void {
  let bucket = bucketAtHome(hash);
  const last = lastLine(hash);
  for (let line = compactHomeOf(hash); line < last; line += LINE_BYTES, bucket++) {
    if (isCompactFull(line)) continue;
    const free = bucketsWith(
      i32x4.splat(0),
      wide.loadVector(line),
      wide.loadVectorAt16(line),
      wide.loadVectorAt32(line),
      wide.loadVectorAt48(line),
    );
    if (free === 0) continue;
    for (let at = line + <u64>ctz(free) * BUCKET_BYTES; at < line + LINE_BYTES; at += BUCKET_BYTES) {
      // Publishes nothing: it shares out buckets, and the end of the task publishes the entries.
      if (wide.compareExchange32(at, 0, bucket) === 0) return;
    }
  }
  // A table that was just made or has just grown has room near every home.
  unreachable();
}

/** Takes the entries out of the lines from one address to another of a table that had so many lines. Writes their hashes to a buffer, and returns its end. */
export function takeOut(from: u64, to: u64, linesBefore: u64, buffer: usize): usize {
  let out = buffer;
  for (let at = from; at < to; at += BUCKET_BYTES) {
    const bucket = wide.load32(at);
    if (bucket === 0) continue;
    store<u64>(out, hashIn(bucket, (at - base) / LINE_BYTES, linesBefore));
    out += 8;
  }
  wide.fill(from, 0, to - from);
  return out;
}
