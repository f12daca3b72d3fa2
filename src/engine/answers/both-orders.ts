/**
 * The audit of stubborn sets: in a sampled state, a step that was taken and one that was left out are evaluated in both orders, outside of
 * the tables. They must take as many outcomes in both, and reach the same states.
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

/** Whether a step that was taken and one that was left out do not commute. `number` chooses the two. */
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
  if (a === undefined || b === undefined) return false;
  const states = statesAfter(teacher, ids, a, b);
  const inTheOtherOrder = statesAfter(teacher, ids, b, a);
  return !a.leaf.outcomes.every(({ place }) =>
    b.leaf.outcomes.every(({ place: other }) => {
      const state = states.get(`${place} ${other}`);
      return state !== undefined && state === inTheOtherOrder.get(`${other} ${place}`);
    }),
  );
}

/** By the places of their outcomes, the states after two steps, as text; without those after which the second takes more or fewer outcomes. */
function statesAfter(teacher: Teacher, ids: Ids, first: StepLeaf, { step, leaf }: StepLeaf): Map<string, string> {
  const states = new Map<string, string>();
  for (const { place, writes } of first.leaf.outcomes) {
    const between = changed(ids, writes);
    const second = teacher.trying(Number.POSITIVE_INFINITY, () => teacher.trial(step, between));
    if (second?.leaf.outcomes.length !== leaf.outcomes.length) continue;
    for (const outcome of second.leaf.outcomes) {
      states.set(`${place} ${outcome.place}`, [...changed(between, outcome.writes)].join());
    }
  }
  return states;
}

function changed(ids: Ids, writes: LeafOutcome['writes']): Uint32Array {
  const next = Uint32Array.from(ids);
  for (const [slot, id] of writes) next[slot] = id;
  return next;
}
