/**
 * The audit of stubborn sets: in a sampled state, a step that was taken and one that was left out are evaluated in both orders, outside of
 * the tables. Each must do what it does in the state itself.
 */
import { MATCHES } from '../kernel/memory-map.ts';
import { scratchOf } from '../kernel.ts';
import type { Ids } from '../knowledge/domain.ts';
import type { Teacher } from '../knowledge/teacher.ts';
import type { Leaf, LeafOutcome } from '../knowledge/tree.ts';
import { OWN, type PackedStates } from '../memory/packed-states.ts';

export interface StepLeaf {
  readonly step: number;
  readonly leaf: Leaf;
}

/** The steps that are taken in the state of a record of the level that is visited; undefined if all are. */
export function takenIn({ isReduced, kernel }: PackedStates, record: number): ReadonlySet<number> | undefined {
  const count = isReduced ? kernel.run.taken(OWN, record) : 0;
  if (count === 0) return undefined;
  const first = (scratchOf(OWN) + MATCHES) >>> 2;
  return new Set(kernel.u32.subarray(first, first + count));
}

/** Whether one of the steps that were taken affects one of those that were left out, or the other way round. `number` chooses the two. */
export function tellsOrdersApart(
  teacher: Teacher,
  ids: Ids,
  leaves: readonly StepLeaf[],
  taken: ReadonlySet<number>,
  number: number,
): boolean {
  const enabled = leaves.filter(({ leaf }) => leaf.outcomes.length > 0);
  const [mine, others] = [
    enabled.filter(({ step }) => taken.has(step)),
    enabled.filter(({ step }) => !taken.has(step)),
  ];
  const a = mine[number % mine.length];
  const b = others[Math.floor(number / mine.length) % others.length];
  return a !== undefined && b !== undefined && (isAffected(teacher, ids, a, b) || isAffected(teacher, ids, b, a));
}

/** Whether a step does something else after some outcome of another one. */
function isAffected(teacher: Teacher, ids: Ids, { step, leaf }: StepLeaf, other: StepLeaf): boolean {
  const doesHere = textOf(leaf);
  return other.leaf.outcomes.some(({ writes }) => {
    const after = teacher.trying(Number.POSITIVE_INFINITY, () => teacher.trial(step, changed(ids, writes)));
    return after === undefined || textOf(after.leaf) !== doesHere;
  });
}

function changed(ids: Ids, writes: LeafOutcome['writes']): Ids {
  const next = Uint32Array.from(ids);
  for (const [slot, id] of writes) next[slot] = id;
  return next;
}

function textOf({ outcomes, failed }: Leaf): string {
  return JSON.stringify([outcomes.map(({ place, writes }) => [place, writes]), failed]);
}
