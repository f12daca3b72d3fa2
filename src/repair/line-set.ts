/** Sets of candidate lines as bit masks: line `i` is bit `i`. */
import type { Line } from '../language/repairs/line.ts';

export type LineSet = number;

export const EMPTY: LineSet = 0;

export function allOf(count: number): LineSet {
  return 2 ** count - 1;
}

export function withLine(set: LineSet, line: number): LineSet {
  return set | (1 << line);
}

export function withoutLine(set: LineSet, line: number): LineSet {
  return set & ~(1 << line);
}

export function has(set: LineSet, line: number): boolean {
  return (set & (1 << line)) !== 0;
}

export function isSubset(part: LineSet, whole: LineSet): boolean {
  return (part & ~whole) === 0;
}

export function isProperSubset(part: LineSet, whole: LineSet): boolean {
  return part !== whole && isSubset(part, whole);
}

export function meet(a: LineSet, b: LineSet): boolean {
  return (a & b) !== 0;
}

/** The lines of a set, by their numbers, in the order of declaration. */
export function linesIn(set: LineSet): readonly number[] {
  const lines: number[] = [];
  for (let line = 0; set >>> line !== 0; line++) if (has(set, line)) lines.push(line);
  return lines;
}

export function sizeOf(set: LineSet): number {
  return linesIn(set).length;
}

/** All subsets of a set, itself included. */
export function* subsetsOf(set: LineSet): Generator<LineSet> {
  for (let part = set; ; part = (part - 1) & set) {
    yield part;
    if (part === 0) return;
  }
}

export function costOf(set: LineSet, lines: readonly Pick<Line, 'cost'>[]): number {
  return linesIn(set).reduce((sum, line) => sum + (lines[line]?.cost ?? 0), 0);
}

/** By size, then by cost, then in the order of declaration. */
export function inOrder(lines: readonly Pick<Line, 'cost'>[]): (a: LineSet, b: LineSet) => number {
  return (a, b) => sizeOf(a) - sizeOf(b) || costOf(a, lines) - costOf(b, lines) || byDeclaration(a, b);
}

/** The set with the line that is declared first, among those in which the two differ, comes first. */
function byDeclaration(a: LineSet, b: LineSet): number {
  const different = a ^ b;
  const first = different & -different;
  return different === 0 ? 0 : meet(a, first) ? -1 : 1;
}
