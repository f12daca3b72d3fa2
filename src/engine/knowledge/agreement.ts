/** Whether two results of the same step in the same state are the same effect, even if they write it in other columns. */
import type { Ids } from './domain.ts';
import type { Leaf, LeafOutcome } from './tree.ts';

/** Thrown if a step gives another result for tracked values than for the values themselves: it looked at their identity. */
export class NotSplittable extends Error {
  readonly slots: readonly number[];

  constructor(slots: readonly number[]) {
    super('a step depends on the identity of a value');
    this.slots = slots;
  }
}

export function haveSameEffect(a: Leaf, b: Leaf, ids: Ids): boolean {
  return (
    a.obliges === b.obliges &&
    a.outcomes.length === b.outcomes.length &&
    a.failed.join() === b.failed.join() &&
    a.observed.join() === b.observed.join() &&
    a.outcomes.every((outcome, i) => isSameOutcome(outcome, b.outcomes[i] as LeafOutcome, ids))
  );
}

function isSameOutcome(a: LeafOutcome, b: LeafOutcome, ids: Ids): boolean {
  if (a.place !== b.place || a.failed.join() !== b.failed.join() || a.marks.join() !== b.marks.join()) return false;
  const [writesOfA, writesOfB] = [new Map(a.writes), new Map(b.writes)];
  const columns = new Set([...writesOfA.keys(), ...writesOfB.keys()]);
  return [...columns].every(
    (column) => (writesOfA.get(column) ?? ids[column]) === (writesOfB.get(column) ?? ids[column]),
  );
}
