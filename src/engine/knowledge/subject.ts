/** What there is to learn: one tree for each alternative, and for each thing that is judged of a state. */

import type { Alternative } from '../../model/process.ts';
import type { LeadsTo, Property } from '../../model/property.ts';
import { judgedIn } from '../../model/property-kinds.ts';
import { type LastingPredicate, lastingPredicates } from '../../model/state-graph.ts';
import type { StateReader } from '../../model/state-reader.ts';
import type { System } from '../../model/system.ts';
import type { Situation } from '../../semantics/situation.ts';

export type Subject =
  | { readonly kind: 'step'; readonly alternative: Alternative }
  | {
      readonly kind: 'judgement';
      readonly property: Property<StateReader>;
      /** Its position among the properties. */
      readonly position: number;
      /** In which it is judged; where it is judged alike in several, one of them. */
      readonly situation: Situation;
    }
  | {
      /** Asked when all states are known, for properties of infinite runs. */
      readonly kind: 'predicate';
      readonly property: LeadsTo<StateReader>;
      readonly predicate: LastingPredicate;
    };

/** The trees that are walked in a situation, by their numbers. */
export interface Judged {
  readonly active: readonly number[];
  readonly quiescent: readonly number[];
  readonly terminal: readonly number[];
  /** By number of the predicate (model/state-graph.ts). */
  readonly lasting: readonly number[];
}

const ACTIVE: Situation = { terminal: false, quiescent: false };
const QUIESCENT: Situation = { terminal: false, quiescent: true };

/** The subjects of a system by number: alternatives at their positions, judgements after them. */
export function subjectsOf(system: System): { readonly subjects: readonly Subject[]; readonly judged: Judged } {
  const subjects: Subject[] = system.alternatives.map((alternative) => ({ kind: 'step', alternative }));
  const judged: { [S in keyof Judged]: number[] } = { active: [], quiescent: [], terminal: [], lasting: [] };
  system.properties.forEach((property, position) => {
    const add = (situation: Situation, ...lists: (keyof Judged)[]) => {
      const number = subjects.push({ kind: 'judgement', property, position, situation }) - 1;
      for (const list of lists) judged[list].push(number);
    };
    switch (judgedIn(property)) {
      case 'states':
        add(ACTIVE, 'active', 'quiescent', 'terminal');
        break;
      case 'non-terminal states':
        add(ACTIVE, 'active');
        add(QUIESCENT, 'quiescent');
        break;
      case 'quiescent states':
        add(QUIESCENT, 'quiescent');
        break;
      case 'claims':
      case 'steps':
      case 'infinite runs':
      case 'lock events':
    }
  });
  for (const predicate of lastingPredicates(system)) {
    const property = system.properties[predicate.position] as LeadsTo<StateReader>;
    judged.lasting.push(subjects.push({ kind: 'predicate', property, predicate }) - 1);
  }
  return { subjects, judged };
}
