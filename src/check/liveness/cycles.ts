/**
 * What a property of infinite runs forbids, as a question about cycles of the state graph: is there a reachable fair cycle that
 * stays among certain states, takes only certain steps, and takes at least one wanted step?
 */

import { type CycleProperty, isLeadsTo, type LeadsTo } from '../../model/property.ts';
import { type EdgeLabel, lastingPredicates, type Visited } from '../../model/state-graph.ts';
import type { StateReader } from '../../model/state-reader.ts';
import type { System } from '../../model/system.ts';
import { type Constraint, constraintsOf } from './constraints.ts';

export interface Cycles {
  /** The search begins at the initial state alone; otherwise, wherever `begins` holds. */
  readonly fromStart: boolean;
  begins(visited: Visited): boolean;
  /** The number of a predicate that holds in every state where the search begins. */
  readonly beginsWhere: number | undefined;
  /** Whether a state is one among which a cycle must stay. */
  includes(visited: Visited): boolean;
  /** Whether a cycle may take a step. */
  follows(label: EdgeLabel): boolean;
  /** The steps of which a cycle must take at least one; undefined where it need not. */
  readonly wanted: ((label: EdgeLabel) => boolean) | undefined;
  /** Whether a run that stays for ever in a state without an enabled system step counts as a cycle. */
  readonly rests: boolean;
  readonly constraints: readonly Constraint[];
}

/** The cycles that a property forbids, in the order of its instances: any of them violates it. */
export function forbiddenBy(
  system: System,
  property: LeadsTo<StateReader> | CycleProperty<StateReader>,
): readonly Cycles[] {
  if (isLeadsTo(property)) return property.instances.map((_, instance) => withoutWhatIsDue(system, property, instance));
  return [forbiddenOf(system, property)];
}

function forbiddenOf(system: System, property: CycleProperty<StateReader>): Cycles {
  const position = system.properties.indexOf(property);
  const anywhere = { fromStart: false, begins: () => true, beginsWhere: undefined, includes: () => true };
  if (property.kind === 'storm') {
    return {
      ...anywhere,
      follows: () => true,
      wanted: ({ marks }) => marks.includes(position),
      rests: false,
      constraints: constraintsOf(system),
    };
  }
  return {
    ...anywhere,
    follows: ({ alternative, marks }) => alternative.tag === 'system' && !marks.includes(position),
    wanted: undefined,
    rests: false,
    constraints: [],
  };
}

/** Cycles on which `to` is due and never holds. */
function withoutWhatIsDue(system: System, property: LeadsTo<StateReader>, instance: number): Cycles {
  const position = system.properties.indexOf(property);
  const predicates = lastingPredicates(system);
  const numberOf = (side: 'from' | 'to') =>
    predicates.findIndex(
      (predicate) => predicate.position === position && predicate.instance === instance && predicate.side === side,
    );
  const [from, to] = [numberOf('from'), numberOf('to')];
  return {
    fromStart: property.kind === 'eventually',
    begins: ({ holds }) => (from < 0 ? property.kind === 'infinitely often' : (holds[from] as boolean)),
    beginsWhere: from < 0 ? undefined : from,
    includes: ({ holds }) => !holds[to],
    follows: () => true,
    wanted: undefined,
    rests: true,
    constraints: constraintsOf(system),
  };
}
