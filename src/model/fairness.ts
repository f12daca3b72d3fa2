/**
 * Fairness: which infinite runs count. A constraint is a set of system steps that may not be passed over for ever: `weak`, while
 * one of them is enabled in every state from some point on; `strong`, while one of them is enabled again and again. Environment
 * alternatives neither help nor owe, and of the outcomes of one choice none is owed.
 *
 * Each system alternative is under one constraint at most: one of its own where it declares its fairness, else the one of its
 * process. Besides, whoever can take a fair lock again and again takes it some day. (L. Lamport, "The temporal logic of actions",
 * TOPLAS 16(3), 1994: WF and SF of an action.)
 */
import type { Observation } from './observation.ts';

/** `weak` unless said otherwise. `none`: it may be passed over for ever. */
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
