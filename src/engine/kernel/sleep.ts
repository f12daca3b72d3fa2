/**
 * Sleep sets: a state does not form the outcomes that another path of the same length leads to for certain (Godefroid,
 * Holzmann, Pirottin, "State-space caching revisited", Formal Methods in System Design 7(3), 1995). No state is lost,
 * and no count and no judgement changes, because every leaf is still counted and judged; src/engine/README.md, "Sleep",
 * has the proof.
 *
 * A footprint is a number for what an outcome depends on and what it writes. The outcomes that sleep in a state depend
 * on the footprint of the outcome that found it; the teacher decides which (../knowledge/commutation.ts). It writes the
 * sleep table for a footprint before it publishes any leaf with that footprint. A worker that reads the table early
 * forms a redundant outcome.
 */
import {
  ASLEEP,
  ASLEEP_FIRST,
  ENTRY_BYTES,
  ENTRY_FOOTPRINT,
  FOOTPRINTS_FIRST,
  FOOTPRINTS_MAX,
  NO_FOOTPRINT,
} from './memory-map';

/**
 * A footprint's bit in LEAF_FOOTPRINTS: one each for the first 64. All others share the lowest, which is never said to
 * sleep.
 */
export function footprintBit(footprint: u32): u64 {
  return (<u64>1) << (<u64>(footprint < FOOTPRINTS_FIRST ? footprint : NO_FOOTPRINT));
}

/** The footprints among the first 64 that sleep in a state that an outcome with this footprint found: a bit each. */
export function firstAsleepAfter(footprint: u32): u64 {
  return load<u64>(ASLEEP_FIRST + ((<usize>footprint) << 3));
}

/** The address of a byte by footprint: 1 if it sleeps in a state that an outcome with this footprint found. */
export function asleepAfter(footprint: u32): usize {
  return ASLEEP + <usize>(footprint * FOOTPRINTS_MAX);
}

/**
 * Appends the entries of a range that do not sleep to a list, and returns its new end. There must be room for all of
 * them.
 */
export function addAwake(entry: usize, end: usize, asleep: usize, list: usize): usize {
  for (; entry < end; entry += ENTRY_BYTES) {
    store<u64>(list, load<u64>(entry));
    // Not a branch: it would be mispredicted.
    list += ENTRY_BYTES * (1 - <usize>load<u8>(asleep + load<u32>(entry, ENTRY_FOOTPRINT)));
  }
  return list;
}
