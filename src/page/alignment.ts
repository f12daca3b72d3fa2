/** Two traces row by row: a step of both in one row where it is the same, otherwise in a row of its own. */
import type { TraceStep } from '../check/counterexample.ts';

export interface AlignedRow {
  /** The indices of the steps; at least one is there. */
  readonly left?: number;
  readonly right?: number;
}

/** Longer pairs of traces are aligned by what they begin and end with, which takes no table of all pairs. */
const PAIRS_MAX = 4_000_000;

/** A longest common subsequence of the steps, by their names; steps of the left trace come before those of the right. */
export function aligned(left: readonly TraceStep[], right: readonly TraceStep[]): readonly AlignedRow[] {
  const [a, b] = [left.map(nameOf), right.map(nameOf)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const same = (count: number, i: number, j: number): AlignedRow[] =>
    Array.from({ length: count }, (_, k) => ({ left: i + k, right: j + k }));
  return [
    ...same(start, 0, 0),
    ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end), start),
    ...same(end, a.length - end, b.length - end),
  ];
}

function middle(a: readonly string[], b: readonly string[], offset: number): AlignedRow[] {
  const width = b.length + 1;
  const isTooLong = a.length * b.length > PAIRS_MAX;
  /** For each pair of suffixes the length of their longest common subsequence. */
  const lengths = new Uint32Array(isTooLong ? 0 : (a.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0 && !isTooLong; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const rows: AlignedRow[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const isSame = !isTooLong && i < a.length && j < b.length && a[i] === b[j];
    const takesLeft = isSame || j === b.length || (i < a.length && (isTooLong || at(i + 1, j) >= at(i, j + 1)));
    const takesRight = isSame || !takesLeft;
    rows.push({ ...(takesLeft && { left: offset + i }), ...(takesRight && { right: offset + j }) });
    if (takesLeft) i++;
    if (takesRight) j++;
  }
  return rows;
}

function nameOf({ process, label, alternative, outcome }: TraceStep): string {
  return JSON.stringify([process, label, alternative, outcome]);
}

/** The steps taken of both after that many rows. */
export function takenAfter(rows: readonly AlignedRow[], count: number): readonly [left: number, right: number] {
  const taken = rows.slice(0, count);
  return [
    taken.filter(({ left }) => left !== undefined).length,
    taken.filter(({ right }) => right !== undefined).length,
  ];
}
