/**
 * A short walk ahead, breadth first, with plain arrays: what values there are, and which slots change together, so that the
 * first layout is a good one.
 */
import type { Affinity } from './layout.ts';
import type { Teacher } from './teacher.ts';

/** Visits so many states at most; the teacher remembers what it learns on the way. */
export function scout(teacher: Teacher, statesMax: number): Affinity {
  const { slots } = teacher.system;
  const together = slots.map(() => new Uint32Array(slots.length));
  const initial = slots.map(() => 0);
  const seen = new Set([initial.join()]);
  const states = [initial];
  for (const ids of states) {
    for (const step of teacher.stepsOf(ids)) {
      for (const { writes } of teacher.consult(step, ids).outcomes) {
        for (const [a] of writes)
          for (const [b] of writes) (together[a] as Uint32Array)[b] = (together[a]?.[b] ?? 0) + 1;
        const next = ids.slice();
        for (const [slot, id] of writes) next[slot] = id;
        const key = next.join();
        if (seen.size >= statesMax || seen.has(key)) continue;
        seen.add(key);
        states.push(next);
      }
    }
  }
  return (a, b) => together[a]?.[b] ?? 0;
}
