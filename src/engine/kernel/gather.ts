/**
 * Bits of a word that stand apart, as one small index: the upper six bits of (word & mask) * factor. The factor has a
 * power of two for each run of bits, which moves the run up into the index. The products of a run with the other powers
 * must overflow the word or stay below the index ("magic multiplication": L. Kannan, "Magic move-bitboard generation in
 * computer chess", 2007).
 */
import { scratch } from './lane';
import { FACTORS, FACTORS_MAX, INDEX_SHIFT } from './memory-map';

/** The lowest bit of the index, in the product. */
const TOP: u64 = <u64>INDEX_SHIFT;
/** Bits of a mask, at most. */
export const GATHERED_MAX: u64 = 6;

export function indexIn(word: u64, mask: u64, factor: u64): usize {
  return <usize>(((word & mask) * factor) >> TOP);
}

/**
 * A factor by which different values of some bits have different indices, the largest if all are set; 0 if none was
 * found.
 */
export function factorFor(mask: u64): u64 {
  const known = scratch + FACTORS + (((<usize>((mask * 0x9e3779b97f4a7c15) >> 58)) << 4) % (FACTORS_MAX << 4));
  if (load<u64>(known) === mask) return load<u64>(known, 8);
  const factor = found(mask);
  store<u64>(known, mask);
  store<u64>(known, factor, 8);
  return factor;
}

function found(mask: u64): u64 {
  const lowest = ctz(mask);
  // Bits near each other may stay as they are, with gaps.
  if (64 - clz(mask) - lowest <= GATHERED_MAX) return (<u64>1) << (TOP - min(TOP, lowest));
  const a = lowestRun(mask);
  const b = lowestRun(mask ^ a);
  const c = mask ^ a ^ b;
  if (c === 0) return inOrder(mask, a, b, 0) || inOrder(mask, b, a, 0);
  if (lowestRun(c) !== c) return 0;
  return (
    inOrder(mask, a, b, c) ||
    inOrder(mask, a, c, b) ||
    inOrder(mask, b, a, c) ||
    inOrder(mask, b, c, a) ||
    inOrder(mask, c, a, b) ||
    inOrder(mask, c, b, a)
  );
}

/** The lowest run of a mask: bits that stand side by side. */
function lowestRun(mask: u64): u64 {
  return mask & ~(mask + (mask & (0 - mask)));
}

/**
 * The factor that moves runs of bits into the index, the first run lowest; 0 if its other products disturb the index.
 */
function inOrder(mask: u64, first: u64, second: u64, third: u64): u64 {
  const seconds = popcnt(first);
  const factor = powerTo(first, 0) + powerTo(second, seconds) + powerTo(third, seconds + popcnt(second));
  const largest = indexIn(mask, mask, factor);
  let seen: u64 = 0;
  let bits: u64 = 0;
  do {
    const index = indexIn(bits, mask, factor);
    const bit = (<u64>1) << (<u64>index);
    if ((seen & bit) !== 0 || index > largest) return 0;
    seen |= bit;
    bits = (bits - mask) & mask;
  } while (bits !== 0);
  return factor;
}

/** The power of two that moves a run to a place in the index. */
function powerTo(run: u64, place: u64): u64 {
  if (run === 0) return 0;
  return (<u64>1) << (TOP + place - min(TOP + place, ctz(run)));
}
