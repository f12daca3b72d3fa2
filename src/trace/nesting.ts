/** How deep JSON from anywhere may be nested. */

/** Values of models are nested a few levels deep. Deeper nesting is an attack on the reader. */
export const NESTING_MAX = 1000;

/** Iterative, level by level: the value may be nested too deep for the stack. */
export function isDeeperThan(max: number, content: unknown): boolean {
  let level: readonly unknown[] = [content];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > max) return true;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return false;
}
