/** Pseudo-random numbers: the same sequence for the same seed. */

/** Whole numbers below a bound (Marsaglia, "Xorshift RNGs", J. Stat. Software 8(14), 2003). */
export function numbersFrom(seed: number): (bound: number) => number {
  let state = BigInt.asUintN(64, BigInt(seed) * 0x9e3779b97f4a7c15n + 1n);
  return (bound) => {
    state ^= BigInt.asUintN(64, state << 13n);
    state ^= state >> 7n;
    state ^= BigInt.asUintN(64, state << 17n);
    return bound === 0 ? 0 : Number(state % BigInt(bound));
  };
}
