/**
 * Fairness: which infinite runs count. A constraint is a set of system alternatives that may not be passed over for ever:
 * `weak`, while one of them is enabled in every state from some point on; `strong`, while one of them is enabled again and
 * again. Environment alternatives neither help nor owe, and of the outcomes of one choice none is owed.
 *
 * Each system alternative is under one constraint at most: one of its own where it declares its fairness, else the one of its
 * process. (L. Lamport, "The temporal logic of actions", TOPLAS 16(3), 1994: WF and SF of an action.)
 */
import { type Alternative, alternativeText, type Process } from './process.ts';

/** `weak` unless said otherwise. `none`: it may be passed over for ever. */
export type Fairness = 'weak' | 'strong' | 'none';

export function isFairness(candidate: unknown): candidate is Fairness {
  return candidate === 'weak' || candidate === 'strong' || candidate === 'none';
}

export interface Constraint {
  /** Whom it is owed to: `sender`, or `sender 'retry'`. */
  readonly name: string;
  readonly strength: 'weak' | 'strong';
  readonly alternatives: readonly Alternative[];
}

/** The constraints of a system in the order of declaration: each process', then those of its alternatives. */
export function constraintsOf(processes: readonly Process[]): readonly Constraint[] {
  return processes.flatMap(({ name, fairness, alternatives }) => {
    const owed = alternatives.filter(({ tag }) => tag === 'system');
    return [
      constraint(
        name,
        fairness,
        owed.filter((alternative) => alternative.fairness === undefined),
      ),
      ...owed.map((alternative) =>
        constraint(`${name} '${alternativeText(alternative)}'`, alternative.fairness ?? 'none', [alternative]),
      ),
    ].flat();
  });
}

function constraint(name: string, strength: Fairness, alternatives: readonly Alternative[]): Constraint[] {
  return strength === 'none' || alternatives.length === 0 ? [] : [{ name, strength, alternatives }];
}
