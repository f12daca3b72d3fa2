/** What the machine can do at best: a benchmark of it (src/bench). */
import * as wide from './wide';

/**
 * Sums `count` (a multiple of 4) independent random reads over a range. A linear congruential generator (Knuth, TAOCP vol. 2, 3.3.4)
 * takes few instructions a read: that keeps some 20 in flight.
 */
export function randomReads(base: u64, lines: u32, count: u32, seed: u64): u64 {
  let sum: u64 = 0;
  let state = <u32>(seed >> 32);
  const all = <u64>lines;
  for (let i: u32 = 0; i < count; i += 4) {
    state = state * 1664525 + 1013904223;
    sum += wide.load64(base + (((<u64>state * all) >> 32) << 6));
    state = state * 1664525 + 1013904223;
    sum += wide.load64(base + (((<u64>state * all) >> 32) << 6));
    state = state * 1664525 + 1013904223;
    sum += wide.load64(base + (((<u64>state * all) >> 32) << 6));
    state = state * 1664525 + 1013904223;
    sum += wide.load64(base + (((<u64>state * all) >> 32) << 6));
  }
  return sum;
}
