/** The exit codes: part of the contract with scripts. */

/**
 * 0 everything holds, 1 a violation or an unexpected verdict, 2 wrong usage, a broken model or a result that could not be written,
 * 3 inconclusive, 130 interrupted.
 */
export const EXIT = { holds: 0, violated: 1, usage: 2, inconclusive: 3, interrupted: 130 } as const;

/** The exit code of a run whose results are all where they should be, or not. */
export function exitCodeOf(code: number, isComplete: boolean): number {
  return isComplete || code === EXIT.interrupted ? code : EXIT.usage;
}
