/**
 * Fairness: which infinite runs count. A constraint is a set of system steps that may not be passed over for ever: `weak`, while
 * one of them is enabled in every state from some point on; `strong`, while one of them is enabled again and again. Environment
 * alternatives neither help nor owe, and of the outcomes of one choice none is owed.
 *
 * Each system alternative is under one constraint at most: one of its own where it declares its fairness, else the one of its
 * process. Besides, whoever can take a fair lock again and again takes it some day. (L. Lamport, "The temporal logic of actions",
 * TOPLAS 16(3), 1994: WF and SF of an action.)
 */
import { keyOf, type Observation } from './observation.ts';
import { type Alternative, alternativeText, type Process } from './process.ts';
import type { System } from './system.ts';

/** `weak` unless said otherwise. `none`: it may be passed over for ever. */
export type Fairness = 'weak' | 'strong' | 'none';

export function isFairness(candidate: unknown): candidate is Fairness {
  return candidate === 'weak' || candidate === 'strong' || candidate === 'none';
}

export interface Constraint {
  /** Whom it is owed to: `sender`, `sender 'retry'`, or `sender with lock`. */
  readonly name: string;
  readonly strength: 'weak' | 'strong';
  /** Whether a step of an alternative serves it, given the keys of what the step noticed. */
  includes(alternative: Alternative, observed: readonly string[]): boolean;
}

/** A step takes a lock that was declared fair. */
export interface FairLockTaken extends Observation {
  readonly kind: 'fair lock';
  readonly process: string;
  readonly lock: string;
}

/** The constraints of a system in the order of declaration: each process', those of its alternatives, those of fair locks. */
export function constraintsOf({ processes, locks }: Pick<System, 'processes' | 'locks'>): readonly Constraint[] {
  const fair = [...locks.values()].filter((lock) => lock.fair);
  return processes.flatMap((process): Constraint[] => {
    const { name, fairness, alternatives } = process;
    const owed = alternatives.filter(({ tag }) => tag === 'system');
    const common = owed.filter((alternative) => alternative.fairness === undefined);
    return [
      ...ofAlternatives(name, fairness, common),
      ...owed.flatMap((alternative) =>
        ofAlternatives(`${name} '${alternativeText(alternative)}'`, alternative.fairness ?? 'none', [alternative]),
      ),
      ...fair.map((lock) => ofLock(process, lock.name)),
    ];
  });
}

function ofAlternatives(name: string, strength: Fairness, alternatives: readonly Alternative[]): Constraint[] {
  if (strength === 'none' || alternatives.length === 0) return [];
  const positions = new Set(alternatives.map(({ position }) => position));
  return [{ name, strength, includes: ({ position }) => positions.has(position) }];
}

function ofLock({ name: process }: Process, lock: string): Constraint {
  const taken: FairLockTaken = { kind: 'fair lock', process, lock };
  const key = keyOf(taken);
  return {
    name: `${process} with ${lock}`,
    strength: 'strong',
    includes: ({ tag }, observed) => tag === 'system' && observed.includes(key),
  };
}
