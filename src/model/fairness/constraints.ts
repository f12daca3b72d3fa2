/** The fairness constraints of a system, as fairness.ts defines them, and the steps that each is about. */

import { keyOf } from '../observation.ts';
import { type Alternative, alternativeText, type Process } from '../process.ts';
import type { EdgeLabel } from '../state-graph.ts';
import type { System } from '../system.ts';
import type { FairLockTaken, Fairness } from './fairness.ts';

export interface Constraint {
  /** Its process, and what it is about there: `sender`, `sender 'retry'`, or `sender with lock`. */
  readonly name: string;
  readonly strength: 'weak' | 'strong';
  /** Whether a step of an alternative is one of its steps if it changes something, given the keys of what the step noticed. */
  includes(alternative: Alternative, observed: readonly string[]): boolean;
}

/** In the order of declaration; for each process its own constraint, those of its alternatives, those of fair locks. */
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

/** The constraints that a transition with a label belongs to if it changes something, by their numbers. */
export function servedBy(
  constraints: readonly Constraint[],
  { alternative, receiver, observed }: Pick<EdgeLabel, 'alternative' | 'receiver' | 'observed'>,
): readonly number[] {
  return constraints.flatMap(({ includes }, number) =>
    includes(alternative, observed) || (receiver !== undefined && includes(receiver, [])) ? [number] : [],
  );
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
