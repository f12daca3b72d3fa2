/**
 * Whether a cycle of lock classes deadlocks in this system. The order of locks is wrong either way; that no run deadlocks may be due to
 * a lock outside the cycle, or to a process that the model does not have.
 */
import type { Exploration } from '../../model/exploration.ts';
import { lastOf, retrace } from '../../semantics/path.ts';
import { type Counterexample, toCounterexample } from '../counterexample.ts';
import { waitingIn } from '../waiting.ts';
import { classOf } from './lock-faults.ts';
import { tellWaits } from './lock-finding.ts';
import type { LockEdge, LockEvents } from './lock-graph.ts';
import { suspectWaits, waitCycleThrough } from './wait-cycle.ts';

/** `undecided`: not every reachable state was explored, or the explorer keeps no levels to search. */
export interface ReachedCycle {
  readonly verdict: 'reachable' | 'unreachable' | 'undecided';
  /** Of a reachable one: which process waits for which. */
  readonly shows?: string;
}

/** Whether a reachable state has a wait cycle through exactly the classes of the cycle, and the least trace to such a state. */
export function reachedCycle(
  exploration: Exploration,
  events: LockEvents,
  cycle: readonly LockEdge[],
): { readonly deadlock: ReachedCycle; readonly trace?: Counterexample } {
  const { system, observations, complete, levelsFinished } = exploration;
  const classes = new Set(cycle.map(({ from }) => from.class));
  const suspects = suspectWaits(system, events).filter((key) => {
    const event = events.get(key);
    return event !== undefined && classes.has(classOf(system, event));
  });
  const steps =
    suspects.length === 0
      ? undefined
      : exploration.pathToState(suspects, (state) => waitCycleThrough(system, state, classes) !== undefined);
  if (steps === undefined) {
    // A store that found its buffer full was blocked only by the bound: states beyond it are reachable.
    const isFull = [...observations.values()].some(({ kind }) => kind === 'buffer full');
    const isSearched = complete && !isFull && (suspects.length === 0 || levelsFinished > 0);
    return { deadlock: { verdict: isSearched ? 'unreachable' : 'undecided' } };
  }
  const path = retrace(system, steps);
  const end = lastOf(path);
  const shows = tellWaits(system, waitCycleThrough(system, end, classes) ?? []).message.replace(/\.$/, '');
  const trace = { ...toCounterexample(system, path), waiting: waitingIn(system, end) };
  return { deadlock: { verdict: 'reachable', shows }, trace };
}
