/** Marks: how a run may end, or stop showing anything new. A set of marks is a number. */

/**
 * `rests`: in a quiescent state, in which nothing is obliged to happen. `crashes`: in a terminal state. `diverges`: it continues for ever,
 * and no observation follows.
 */
export type Mark = 'rests' | 'crashes' | 'diverges';

const BITS: { readonly [M in Mark]: number } = { rests: 1, crashes: 2, diverges: 4 };
const MARKS = Object.keys(BITS) as readonly Mark[];

export const NO_MARK = 0;

export function markBit(mark: Mark): number {
  return BITS[mark];
}

/** The marks of a set, in a fixed order. */
export function marksIn(set: number): readonly Mark[] {
  return MARKS.filter((mark) => (set & BITS[mark]) !== 0);
}
