/** The exit codes: part of the contract with scripts. */

/** 0 everything holds, 1 a violation or an unexpected verdict, 2 wrong usage or a broken model, 3 inconclusive, 130 interrupted. */
export const EXIT = { holds: 0, violated: 1, usage: 2, inconclusive: 3, interrupted: 130 } as const;
