/**
 * One leaf for the leaves of several trees: the outcomes of all, and the properties that they decide, for every state
 * on a path.
 */

import { VARS } from '../edges/edge-map';
import { scratch } from '../lane';
import { CHANGE_BYTES, CHANGES } from '../layouts/change-fields';
import {
  ENTRY_BYTES,
  ENTRY_FOOTPRINT,
  KNOWN_BITS,
  LEAF_FAILED,
  LEAF_FOOTPRINTS,
  LEAF_HEAD,
  LEAF_OUTCOMES,
  LEAF_TRANSITIONS,
  LEAF_WANTED,
  MOVES,
  NODE_VALUES,
  NOTHING,
  OBLIGES,
} from '../memory-map';
import { footprintBit } from '../sleep';
import { entriesEnd, entriesOf, failedBytes, isMany } from '../tree';
import { allocate, trim } from './bundle-memory';

/**
 * A reference to one leaf for a list of leaves, with the flags of their references together; 0 if there is no room. Outcomes stay where they are, in the leaves of
 * the trees.
 */
export function merged<T>(word: u64, first: usize, end: usize, flags: u32): u32 {
  if (first === end) return NOTHING;
  let transitions: u32 = 0;
  let failed: u32 = 0;
  let outcomes: u32 = 0;
  for (let at = first; at < end; at += 8) {
    const leaf: usize = load<u32>(at, 4);
    transitions += load<u32>(leaf, LEAF_TRANSITIONS);
    failed += load<u32>(leaf, LEAF_FAILED);
    outcomes += load<u32>(leaf, LEAF_OUTCOMES);
  }
  // Outcomes that change nothing are left out where only new states matter, and the room for them is freed.
  const begin = allocate(LEAF_HEAD + failedBytes(failed) + <usize>outcomes * ENTRY_BYTES);
  if (begin === 0) return 0;
  store<u32>(begin, transitions, LEAF_TRANSITIONS);
  store<u32>(begin, failed, LEAF_FAILED);
  store<u32>(begin, 0, LEAF_WANTED);
  let property = begin + LEAF_HEAD;
  let out = entriesOf(begin);
  let footprints: u64 = 0;
  const keepsAll = load<u32>(VARS) !== 0;
  for (let at = first; at < end; at += 8) {
    const leaf: usize = load<u32>(at, 4);
    for (let i: u32 = 0; i < load<u32>(leaf, LEAF_FAILED); i++) {
      store<u32>(property, load<u32>(leaf + LEAF_HEAD + ((<usize>i) << 2)));
      property += 4;
    }
    for (let entry = entriesOf(leaf); entry < entriesEnd(leaf); entry += ENTRY_BYTES) {
      if (!keepsAll && changesNothing<T>(word, load<u32>(entry))) continue;
      store<u64>(out, load<u64>(entry));
      footprints |= footprintBit(load<u32>(entry, ENTRY_FOOTPRINT));
      out += ENTRY_BYTES;
    }
  }
  store<u32>(begin, <u32>(out - entriesOf(begin)) / <u32>ENTRY_BYTES, LEAF_OUTCOMES);
  store<u64>(begin, footprints, LEAF_FOOTPRINTS);
  trim(out);
  return <u32>begin + 1 + (flags & (OBLIGES | MOVES));
}

/** Whether an outcome leads from every state on this path back to itself. */
function changesNothing<T>(word: u64, outcome: usize): bool {
  if (isMany<T>()) {
    const end = outcome + CHANGES + <usize>load<u32>(outcome) * CHANGE_BYTES;
    for (let change = outcome + CHANGES; change < end; change += CHANGE_BYTES) {
      const at = load<usize>(change) << 3;
      if (
        !keeps(
          load<u64>(scratch + NODE_VALUES + at),
          load<u64>(change, 8),
          load<u64>(change, 16),
          load<u64>(scratch + KNOWN_BITS + at),
        )
      )
        return false;
    }
    return true;
  }
  return keeps(word, load<u64>(outcome), load<u64>(outcome, 8), load<u64>(scratch + KNOWN_BITS));
}

function keeps(word: u64, and: u64, or: u64, known: u64): bool {
  return (~and & ~known) === 0 && ((word & and) | or) === word;
}
