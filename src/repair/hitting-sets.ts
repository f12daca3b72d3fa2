/**
 * The minimal sets that satisfy conflicts, smallest first, by a hitting-set tree (R. Reiter, "A theory of diagnosis from first
 * principles", Artificial Intelligence 32, 1987): the root is the empty set, and the children of a set that violates a conflict add one
 * line each that resolves it.
 *
 * Lines may break a design, so a conflict has a condition: it binds only sets that have all lines of `if`. A set only grows along a
 * branch, so every satisfying set is reached from its own subsets: a conflict that a subset violates binds the set, too, which therefore
 * has one of the lines that the branch tries.
 */
import type { Line } from '../language/repairs/line.ts';
import { inOrder, isProperSubset, isSubset, type LineSet, linesIn, meet, withLine } from './line-set.ts';

/** A set that has all lines of `if` must have one of `oneOf`; where that is empty, no such set satisfies it. */
export interface Conflict {
  readonly if: LineSet;
  readonly oneOf: LineSet;
}

export function violates(set: LineSet, conflict: Conflict): boolean {
  return isSubset(conflict.if, set) && !meet(conflict.oneOf, set);
}

/**
 * Yields the minimal sets that satisfy all conflicts and are open, by size, cost and order of declaration. A set that is not open is
 * passed over, and its supersets are tried.
 */
export function* hittingSets(
  lines: readonly Pick<Line, 'cost'>[],
  conflicts: readonly Conflict[],
  isOpen: (set: LineSet) => boolean = () => true,
): Generator<LineSet> {
  const yielded: LineSet[] = [];
  let level: readonly LineSet[] = [0];
  while (level.length > 0) {
    const next = new Set<LineSet>();
    for (const set of level.toSorted(inOrder(lines))) {
      if (yielded.some((smaller) => isProperSubset(smaller, set))) continue;
      const violated = conflicts.find((conflict) => violates(set, conflict));
      if (violated === undefined && isOpen(set)) {
        yielded.push(set);
        yield set;
        continue;
      }
      const tried = violated === undefined ? lines.keys() : linesIn(violated.oneOf);
      for (const line of tried) if (withLine(set, line) !== set) next.add(withLine(set, line));
    }
    level = [...next];
  }
}
