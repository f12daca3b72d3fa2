/** One leaf that says what several say of all states on a path: their outcomes, and what they decide. */
import { allocate, trim } from './bundle-memory';
import { KNOWN_BITS, NODE_VALUES, NOTHING, OBLIGES } from './memory-map';
import { bytesOf, LEAF_FAILED, LEAF_HEAD, LEAF_TRANSITIONS, LEAF_WANTED, ManyWords, outcomesOf } from './visit';

/** A reference to a leaf that is several; 0 where there is no room. */
export function merged<T>(scratch: usize, word: u64, first: usize, end: usize, obliges: u32): u32 {
  if (first == end) return NOTHING;
  let transitions: u32 = 0;
  let failed: u32 = 0;
  let bytes: usize = 0;
  for (let at = first; at < end; at += 8) {
    const leaf: usize = load<u32>(at, 4);
    transitions += load<u32>(leaf, LEAF_TRANSITIONS);
    failed += load<u32>(leaf, LEAF_FAILED);
    bytes += outcomesEnd<T>(leaf) - outcomesOf(leaf);
  }
  const begin = allocate(<usize>LEAF_HEAD + (<usize>((failed + 1) & ~1) << 2) + bytes);
  if (begin == 0) return 0;
  store<u32>(begin, transitions, LEAF_TRANSITIONS);
  store<u32>(begin, failed, LEAF_FAILED);
  store<u32>(begin, 0, LEAF_WANTED);
  let property = begin + LEAF_HEAD;
  let out = outcomesOf(begin);
  let count: u32 = 0;
  for (let at = first; at < end; at += 8) {
    const leaf: usize = load<u32>(at, 4);
    for (let i: u32 = 0; i < load<u32>(leaf, LEAF_FAILED); i++) {
      store<u32>(property, load<u32>(leaf + LEAF_HEAD + (<usize>i << 2)));
      property += 4;
    }
    const outcomes = outcomesEnd<T>(leaf);
    for (let outcome = outcomesOf(leaf); outcome < outcomes; ) {
      const bytes = bytesOf<T>(outcome);
      if (!changesNothing<T>(scratch, word, outcome)) {
        memory.copy(out, outcome, bytes);
        out += bytes;
        count++;
      }
      outcome += bytes;
    }
  }
  store<u32>(begin, count);
  trim(out);
  return <u32>begin + 1 + (obliges & OBLIGES);
}

/** Whether an outcome leads back to where it comes from, in every state that takes this path. */
function changesNothing<T>(scratch: usize, word: u64, outcome: usize): bool {
  if (sizeof<T>() == sizeof<ManyWords>()) {
    const end = outcome + bytesOf<T>(outcome);
    for (let change = outcome + 8; change < end; change += 24) {
      const at = load<usize>(change) << 3;
      if (!keeps(load<u64>(scratch + NODE_VALUES + at), load<u64>(change, 8), load<u64>(change, 16), load<u64>(scratch + KNOWN_BITS + at))) return false;
    }
    return true;
  }
  return keeps(word, load<u64>(outcome), load<u64>(outcome, 8), load<u64>(scratch + KNOWN_BITS));
}

@inline
function keeps(word: u64, and: u64, or: u64, known: u64): bool {
  return (~and & ~known) == 0 && ((word & and) | or) == word;
}

function outcomesEnd<T>(leaf: usize): usize {
  let outcome = outcomesOf(leaf);
  for (let left = load<u32>(leaf); left > 0; left--) outcome += bytesOf<T>(outcome);
  return outcome;
}
