/**
 * A short exploration ahead of the real one, with plain arrays. It finds values, and slots that change together, so that
 * the first layout is a good one. It is breadth first near the initial state. If there are more states, random walks look
 * for values that take many steps to reach, so that no layout has to be widened for them later.
 */

import { type Ids, initialIdsOf } from '../knowledge/domain.ts';
import type { Teacher } from '../knowledge/teacher.ts';
import type { Affinity } from '../memory/layout.ts';
import { numbersFrom } from './numbers.ts';

const WALKS = 12;
const WALK_STEPS = 200;
/** After this many walks in a row that found no new value, the next would hardly find one. */
const WALKS_IN_VAIN = 3;

/** Visits at most `statesMax` states, not counting walks. The teacher keeps the entries that it learns. */
export function scout(teacher: Teacher, statesMax: number): Affinity {
  const { count } = teacher.columns;
  const together = Array.from({ length: count }, () => new Uint32Array(count));
  const initials = initialIdsOf(teacher);
  const states = initials.slice(0, statesMax);
  const seen = new Set(states.map((ids) => ids.join()));
  let isLarger = states.length < initials.length;
  for (const ids of states) {
    for (const writes of outcomesAt(teacher, ids)) {
      for (const [a] of writes) for (const [b] of writes) (together[a] as Uint32Array)[b] = (together[a]?.[b] ?? 0) + 1;
      const next = after(ids, writes);
      const key = next.join();
      if (seen.has(key)) continue;
      if (seen.size >= statesMax) {
        isLarger = true;
        continue;
      }
      seen.add(key);
      states.push(next);
    }
  }
  if (isLarger && statesMax > 1) walk(teacher, initials);
  return (a, b) => together[a]?.[b] ?? 0;
}

function walk(teacher: Teacher, initials: readonly (readonly number[])[]): void {
  const random = numbersFrom(1);
  let inVain = 0;
  for (let walks = 0; walks < WALKS && inVain < WALKS_IN_VAIN; walks++) {
    const before = values(teacher);
    let ids = (initials[walks % initials.length] as readonly number[]).slice();
    for (let steps = 0; steps < WALK_STEPS; steps++) {
      const writes = outcomesAt(teacher, ids);
      if (writes.length === 0) break;
      ids = after(ids, writes[random(writes.length)] as Writes);
    }
    inVain = values(teacher) > before ? 0 : inVain + 1;
  }
}

/** The number of known values, of all slots together. */
function values({ domains }: Teacher): number {
  return domains.reduce((sum, { size }) => sum + size, 0);
}

type Writes = readonly (readonly [slot: number, id: number])[];

function outcomesAt(teacher: Teacher, ids: Ids): Writes[] {
  return teacher.stepsOf(ids).flatMap((step) => teacher.consult(step, ids).outcomes.map(({ writes }) => writes));
}

function after(ids: readonly number[], writes: Writes): number[] {
  const next = ids.slice();
  for (const [slot, id] of writes) next[slot] = id;
  return next;
}
