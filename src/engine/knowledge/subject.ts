/** The subjects that the teacher learns, each with a tree of its own: alternatives, and judgements of a state. */

import type { Alternative } from '../../model/process.ts';
import type { LastingProperty, Property } from '../../model/property.ts';
import { judgedIn } from '../../model/property-kinds.ts';
import { type LastingPredicate, lastingPredicates } from '../../model/state-graph.ts';
import type { StateReader } from '../../model/state-reader.ts';
import type { System } from '../../model/system.ts';
import type { Situation } from '../../semantics/situation.ts';

export type Subject =
  | {
      readonly kind: 'step';
      readonly alternative: Alternative;
      /** The name of the one outcome that a branch of a divided choice is for (choices/choices.ts). */
      readonly outcome?: string;
    }
  | {
      readonly kind: 'judgement';
      readonly property: Property<StateReader>;
      /** Its position among the properties. */
      readonly position: number;
      /** The situation in which it is judged; one of them if several give the same judgement. */
      readonly situation: Situation;
    }
  | {
      /** Evaluated when all states are known, for properties of infinite runs. */
      readonly kind: 'predicate';
      readonly property: LastingProperty<StateReader>;
      readonly predicate: LastingPredicate;
    };

/** The numbers of the trees that are walked in each situation. */
export interface Judged {
  readonly active: readonly number[];
  /** In a quiescent state that is not stuck. */
  readonly quiescent: readonly number[];
  readonly stuck: readonly number[];
  readonly terminal: readonly number[];
  /** By number of the predicate (model/state-graph.ts). */
  readonly lasting: readonly number[];
}

const ACTIVE: Situation = { terminal: false, quiescent: false, stuck: false };
const QUIESCENT: Situation = { terminal: false, quiescent: true, stuck: false };
const STUCK: Situation = { terminal: false, quiescent: true, stuck: true };

/** The subjects of a system by number: alternatives at their positions, judgements after them. */
export function subjectsOf(system: System): { readonly subjects: Subject[]; readonly judged: Judged } {
  const subjects: Subject[] = system.alternatives.map((alternative) => ({ kind: 'step', alternative }));
  const judged: { [S in keyof Judged]: number[] } = { active: [], quiescent: [], stuck: [], terminal: [], lasting: [] };
  system.properties.forEach((property, position) => {
    const add = (situation: Situation, ...lists: (keyof Judged)[]) => {
      const number = subjects.push({ kind: 'judgement', property, position, situation }) - 1;
      for (const list of lists) judged[list].push(number);
    };
    switch (judgedIn(property)) {
      case 'states':
        add(ACTIVE, 'active', 'quiescent', 'stuck', 'terminal');
        break;
      case 'non-terminal states':
        add(ACTIVE, 'active');
        add(QUIESCENT, 'quiescent', 'stuck');
        break;
      case 'quiescent states':
        add(QUIESCENT, 'quiescent', 'stuck');
        break;
      case 'stuck states':
        add(STUCK, 'stuck');
        break;
      case 'claims':
      case 'steps':
      case 'infinite runs':
      case 'lock events':
      case 'nowhere':
    }
  });
  for (const predicate of lastingPredicates(system)) {
    const property = system.properties[predicate.position] as LastingProperty<StateReader>;
    judged.lasting.push(subjects.push({ kind: 'predicate', property, predicate }) - 1);
  }
  return { subjects, judged };
}

/** The numbers of the trees that are walked in every state, whatever its situation. */
export function judgedAlways({ active, terminal }: Judged): readonly number[] {
  return active.filter((number) => terminal.includes(number));
}
