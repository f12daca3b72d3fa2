/**
 * The exact table of states: open addressing in one array, eight slots of eight bytes a cache line, no locks.
 *
 * A slot holds 0 or the hash of a key. The hash is a bijection of 64-bit words, so that equal hashes are equal keys: nothing
 * is lost by storing it, and it says where it belongs without looking anywhere else. A key is searched in its home line from
 * its home slot on, around the line, then in the lines that follow ("walking the line": Laarman, van de Pol, Weber, "Boosting
 * multi-core reachability performance with shared hash tables", FMCAD 2010). The home line grows with the hash, so the table
 * can grow in place, by any factor, from its end: no entry moves towards the beginning.
 */

import { appended, prepare } from './log';
import { SPARE_LINES, STATE_BASE, STATE_LINES } from './memory-map';

export const KNOWN: u32 = 0;
export const NEW: u32 = 1;
export const FULL: u32 = 2;

/** Moved by one call. */
const GROW_BYTES: usize = 262144;

let base: usize = 0;
let lines: u64 = 0;
let end: usize = 0;

/** To be called before a task: the table may have grown since the last one. */
export function openTable(): void {
  base = load<u32>(STATE_BASE);
  lines = load<u32>(STATE_LINES);
  end = base + ((<usize>lines + SPARE_LINES) << 6);
}

const FACTOR_FIRST: u64 = 0xff51afd7ed558ccd;
const FACTOR_SECOND: u64 = 0xc4ceb9fe1a85ec53;
/** Modulo 2 to the 64th. */
const INVERSE_FIRST: u64 = 0x4f74430c22a54005;
const INVERSE_SECOND: u64 = 0x9cb4b2f8129337db;

/** A bijection of 64-bit words that leaves no key at 0 (the finalizer of MurmurHash3 has the same two steps). */
export function hashOf(key: u64): u64 {
  let hash = (key + 1) * FACTOR_FIRST;
  hash ^= hash >> 32;
  return hash * FACTOR_SECOND;
}

/** The line where the search for a hash begins. */
export function homeOf(hash: u64): usize {
  return base + ((<usize>(((hash >> 32) * lines) >> 32)) << 6);
}

/** Whether a hash stands in a line: what is asked of most, whose home line it is. */
export function isInLine(line: usize, hash: u64): bool {
  const wanted = i64x2.splat(hash);
  return v128.any_true(
    v128.or(
      v128.or(i64x2.eq(v128.load(line), wanted), i64x2.eq(v128.load(line, 16), wanted)),
      v128.or(i64x2.eq(v128.load(line, 32), wanted), i64x2.eq(v128.load(line, 48), wanted)),
    ),
  );
}

/**
 * Stores a key, log record first: the compare-and-exchange publishes a slot whose record is complete. What says that the hash is
 * not there and what says where there is room must be one reading.
 */
export function insert(hash: u64, key: u64, footprint: u32): u32 {
  const wanted = i64x2.splat(hash);
  for (let line = homeOf(hash); line < end; line += 64) {
    // All eight slots at once: no branch depends on where in the line a hash stands. Two halves of a vector are read at one
    // time each, as any processor does with aligned words; and whatever a slot holds but 0, it holds for ever.
    const a = v128.load(line);
    const b = v128.load(line, 16);
    const c = v128.load(line, 32);
    const d = v128.load(line, 48);
    const same = v128.or(
      v128.or(i64x2.eq(a, wanted), i64x2.eq(b, wanted)),
      v128.or(i64x2.eq(c, wanted), i64x2.eq(d, wanted)),
    );
    if (v128.any_true(same)) return KNOWN;
    const free = freeSlots(a, b, c, d);
    if (free === 0) continue;
    // From the first slot that was free when it was read: what is before it holds other hashes.
    for (let slot = line + ((<usize>ctz(free)) << 3); slot < line + 64; slot += 8) {
      let found = atomic.load<u64>(slot);
      if (found === hash) return KNOWN;
      if (found !== 0) continue;
      if (!prepare(key, footprint)) return FULL;
      // Publishes: this state is stored, and its record stands in the log.
      found = atomic.cmpxchg<u64>(slot, 0, hash);
      if (found === 0) {
        appended();
        return NEW;
      }
      if (found === hash) return KNOWN;
    }
  }
  return FULL;
}

/** Whether a key is stored. */
export function contains(key: u64): bool {
  const hash = hashOf(key);
  for (let line = homeOf(hash); line < end; line += 64) {
    for (let slot = line; slot < line + 64; slot += 8) {
      const found = atomic.load<u64>(slot);
      if (found === hash) return true;
      if (found === 0) return false;
    }
  }
  return false;
}

/** No slot: a state that is not stored. */
export const NO_SLOT: u32 = 0xffffffff;

/** The number of the slot in which a hash stands. */
export function slotOf(hash: u64): u32 {
  for (let line = homeOf(hash); line < end; line += 64) {
    for (let slot = line; slot < line + 64; slot += 8) {
      const found = load<u64>(slot);
      if (found === hash) return <u32>((slot - base) >> 3);
      if (found === 0) return NO_SLOT;
    }
  }
  return NO_SLOT;
}

/** The key of the state that stands in a slot: `hashOf`, undone. */
export function keyIn(slot: usize): u64 {
  let hash = load<u64>(base + (slot << 3)) * INVERSE_SECOND;
  hash ^= hash >> 32;
  return hash * INVERSE_FIRST - 1;
}

/** The first slot from a number on that holds a state; NO_SLOT where none does. */
export function slotFrom(slot: usize): u32 {
  for (let at = base + (slot << 3); at < end; at += 8) {
    if (load<u64>(at) !== 0) return <u32>((at - base) >> 3);
  }
  return NO_SLOT;
}

/** The free slots of a line, a bit each. */
function freeSlots(a: v128, b: v128, c: v128, d: v128): i32 {
  const free = i64x2.splat(0);
  return (
    i64x2.bitmask(i64x2.eq(a, free)) |
    (i64x2.bitmask(i64x2.eq(b, free)) << 2) |
    (i64x2.bitmask(i64x2.eq(c, free)) << 4) |
    (i64x2.bitmask(i64x2.eq(d, free)) << 6)
  );
}

/**
 * Moves lines to where they belong in a larger table, in place, while nobody else looks: from `last` (the old end, at first)
 * down, each run of full lines with the line before which nothing overflowed. Its homes cannot be before the run, and what is
 * behind it is done. Gives the line to go on from; the first one when all is done. One call does some of the work, so that
 * the next is better compiled. `buffer` has room for the longest run.
 */
export function grow(last: usize, buffer: usize): usize {
  const enough = last - GROW_BYTES;
  while (last > base && last > enough) {
    let first = last - 64;
    // A line that is not full never overflowed into the next.
    while (first > base && isFull(first - 64)) first -= 64;
    let count: usize = 0;
    for (let slot = first; slot < last; slot += 8) {
      const hash = load<u64>(slot);
      store<u64>(buffer + (count << 3), hash);
      store<u64>(slot, 0);
      count += <usize>(hash !== 0);
    }
    for (let i: usize = 0; i < count; i++) place(load<u64>(buffer + (i << 3)));
    last = first;
  }
  return last;
}

/** Lines are filled from their first slot on, and nothing is ever taken out. */
export function isFull(line: usize): bool {
  return load<u64>(line, 56) !== 0;
}

/** Stores a hash that is not there yet while nobody else looks. */
export function place(hash: u64): void {
  let line = homeOf(hash);
  while (isFull(line)) line += 64;
  const free = freeSlots(v128.load(line), v128.load(line, 16), v128.load(line, 32), v128.load(line, 48));
  store<u64>(line + ((<usize>ctz(free)) << 3), hash);
}
