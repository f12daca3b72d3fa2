/**
 * Bits of a word that stand apart, as one small number: (word & mask) * factor, of which the upper six bits are taken. Each run of
 * bits is moved up by a power of two of its own; what the other powers make of it must fall off the word, or stay below
 * ("magic multiplication", as chess programs index tables of attacks by the squares that are taken).
 */
import { FACTORS, FACTORS_MAX, INDEX_SHIFT } from './memory-map';

/** The lowest bit of the index, in the product. */
const TOP: u64 = <u64>INDEX_SHIFT;
/** Of a mask. */
export const GATHERED_MAX: u64 = 6;

export function indexIn(word: u64, mask: u64, factor: u64): usize {
  return <usize>(((word & mask) * factor) >> TOP);
}

/** The factor for some bits of a word, by which different values of them have different indices, the largest where all are set; 0 where none was found. */
export function factorFor(scratch: usize, mask: u64): u64 {
  const known = scratch + FACTORS + (((<usize>((mask * 0x9e3779b97f4a7c15) >> 58)) << 4) % (FACTORS_MAX << 4));
  if (load<u64>(known) === mask) return load<u64>(known, 8);
  const factor = found(mask);
  store<u64>(known, mask);
  store<u64>(known, factor, 8);
  return factor;
}

function found(mask: u64): u64 {
  const lowest = ctz(mask);
  // Near each other they may stay as they are, with gaps.
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

/** The lowest bits of a mask that stand side by side. */
function lowestRun(mask: u64): u64 {
  return mask & ~(mask + (mask & (0 - mask)));
}

/** The factor that moves runs of bits to the upper end, the first lowest; 0 where what else it does gets in the way. */
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
