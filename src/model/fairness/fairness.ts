/**
 * Fairness: which infinite runs count. A fairness constraint is about a set of system steps.
 *
 * Weak fairness: if from some point on at least one of the steps is enabled in every state, one of them is taken infinitely often.
 * Strong fairness: if at least one of them is enabled in infinitely many states, one of them is taken infinitely often.
 * Both are about steps that change something: the state without its ghosts, labels and locals included. A step that changes nothing
 * is taken in vain, and a step all of whose outcomes change nothing counts as not enabled here.
 * (L. Lamport, "The temporal logic of actions", TOPLAS 16(3), 1994: WF and SF of an action <<A>>_vars.)
 *
 * A run may stay in a state for ever where no constraint has an enabled step. It is the run that TLA+ calls stuttering.
 *
 * Each system alternative is under at most one constraint of alternatives: its own where it declares its fairness, otherwise that of
 * its process. For each process and each fair lock there is a strong constraint besides: the steps of the process that take the lock.
 * Environment alternatives are under no constraint, and no outcome of a choice is required: to take the alternative is enough.
 */
import type { Observation } from '../observation.ts';

/**
 * What is assumed of a process or of a step. `weak`: if from some point on at least one of the steps is enabled in every state, one of them
 * is taken infinitely often. `strong`: if at least one is enabled in infinitely many states, one of them is taken infinitely often. `none`:
 * nothing.
 * @defaultValue `'weak'`
 */
export type Fairness = 'weak' | 'strong' | 'none';

export function isFairness(candidate: unknown): candidate is Fairness {
  return candidate === 'weak' || candidate === 'strong' || candidate === 'none';
}

/** A step takes a lock that was declared fair. */
export interface FairLockTaken extends Observation {
  readonly kind: 'fair lock';
  readonly process: string;
  readonly lock: string;
}
