/**
 * When a run that stores every state tries symmetry: verifying costs about as much as visiting some hundred states for each entry, and
 * a small system is explored before that is done. docs/decisions/symmetry.md has the figures.
 */
import type { Symmetry } from './symmetry.ts';
export interface Attempt {
  /** The states from which on it is made. */
  readonly states: number;
  /** Entries that may be verified. */
  readonly entriesMax: number;
  /** Fewer permutations would save less than they cost: sleep sets are off, and every state is brought into its form. */
  readonly permutationsMin: number;
}

/** The first costs at most half a second, the second what a run of that size has cost so far. */
export const ATTEMPTS: readonly Attempt[] = [
  { states: 2 ** 17, entriesMax: 2 ** 16, permutationsMin: 6 },
  { states: 2 ** 23, entriesMax: 2 ** 20, permutationsMin: 6 },
];

/** The numbers of states of the level that was visited last, and of the next one. */
export interface LevelSizes {
  readonly last: number;
  readonly next: number;
}

export class Attempts {
  readonly #left: Attempt[];

  constructor(attempts: readonly Attempt[]) {
    this.#left = [...attempts];
  }

  get areLeft(): boolean {
    return this.#left.length > 0;
  }

  /** The attempt that is due after a level, which is not due again. */
  due(states: number, { last, next }: LevelSizes): Attempt | undefined {
    const attempt = this.#left[0];
    // Where levels shrink, the run is about to end.
    if (attempt === undefined || states < attempt.states || next < last) return undefined;
    this.#left.shift();
    return attempt;
  }
}

/** Whether an attempt found enough. */
export function isWorthIt({ permutationsMin }: Attempt, { group }: Pick<Symmetry, 'group'>): boolean {
  return group !== undefined && group.order >= permutationsMin;
}
