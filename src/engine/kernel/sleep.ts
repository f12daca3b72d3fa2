/**
 * Sleep sets: a state does not form the outcomes that another path of the same length leads to for certain (Godefroid, Holzmann,
 * Pirottin, "State-space caching revisited", Formal Methods in System Design 7(3), 1995). No state is lost, and nothing that is
 * counted or judged changes, because leaves are looked at in whole; README.md, "Sleep", says why.
 *
 * A footprint is a number for what an outcome depends on and what it writes. Which outcomes sleep in a state depends on the
 * footprint of the outcome that found it, and the teacher says it (../commutation.ts).
 */
import {
  ASLEEP,
  ASLEEP_FIRST,
  AWAKE,
  AWAKE_END,
  ENTRY_BYTES,
  ENTRY_FOOTPRINT,
  FOOTPRINTS_FIRST,
  FOOTPRINTS_MAX,
  NO_FOOTPRINT,
} from './memory-map';

/** The footprints of a leaf, as LEAF_FOOTPRINTS has them: a bit each of the first 64; the lowest for all others, which may be awake. */
export function footprintBit(footprint: u32): u64 {
  return (<u64>1) << (<u64>(footprint < FOOTPRINTS_FIRST ? footprint : NO_FOOTPRINT));
}

/** The first footprints of which the outcomes sleep in a state that an outcome of this footprint found. Outcomes without one never do. */
export function firstAsleepAfter(footprint: u32): u64 {
  return load<u64>(ASLEEP_FIRST + ((<usize>footprint) << 3));
}

/** The outcomes that sleep in a state that an outcome of this footprint found: a byte by footprint. */
export function asleepAfter(footprint: u32): usize {
  return ASLEEP + <usize>(footprint * FOOTPRINTS_MAX);
}

/** Where there is room for outcomes of a state. */
export function beginAwake(scratch: usize): usize {
  return scratch + AWAKE;
}

/** Of the entries from one to another those that do not sleep, added to a list: its new end. There must be room for all of them. */
export function addAwake(entry: usize, end: usize, asleep: usize, list: usize): usize {
  for (; entry < end; entry += ENTRY_BYTES) {
    store<u64>(list, load<u64>(entry));
    // Not a branch: nobody could predict it.
    list += ENTRY_BYTES * (1 - <usize>load<u8>(asleep + load<u32>(entry, ENTRY_FOOTPRINT)));
  }
  return list;
}

/** How far the entries of a leaf go for which there is room in a list. */
export function roomFor(scratch: usize, entry: usize, end: usize, list: usize): usize {
  return min(end, entry + (scratch + AWAKE_END - list));
}
