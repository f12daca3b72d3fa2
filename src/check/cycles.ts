/**
 * What a property of infinite runs forbids, as a question about cycles of the state graph: is there a reachable cycle that
 * stays among certain states, takes certain steps only, takes one that is wanted, and is fair?
 */
import type { Constraint } from '../model/fairness.ts';
import { constraintsOf } from '../model/fairness.ts';
import type { CycleProperty, LeadsTo, Property } from '../model/property.ts';
import { isLeadsTo } from '../model/property.ts';
import { type EdgeLabel, lastingPredicates, type Visited } from '../model/state-graph.ts';
import type { StateReader } from '../model/state-reader.ts';
import type { System } from '../model/system.ts';

export interface Cycles {
  /** Whether the search begins at the initial state alone, or wherever `begins` holds. */
  readonly fromStart: boolean;
  begins(visited: Visited): boolean;
  /** The states among which a cycle stays. */
  includes(visited: Visited): boolean;
  /** The steps that it may take. */
  follows(label: EdgeLabel): boolean;
  /** Whether it must take one of certain steps, and which. */
  readonly wanted: ((label: EdgeLabel) => boolean) | undefined;
  /** Whether staying for ever where nothing is owed is one. */
  readonly rests: boolean;
  readonly constraints: readonly Constraint[];
}

/** The cycles that a property forbids. */
export function forbiddenBy(system: System, property: LeadsTo<StateReader> | CycleProperty<StateReader>): Cycles {
  const position = system.properties.indexOf(property);
  const anywhere = { fromStart: false, begins: () => true, includes: () => true };
  if (isLeadsTo(property.kind)) return withoutWhatIsDue(system, property as LeadsTo<StateReader>, position);
  if (property.kind === 'storm') {
    return {
      ...anywhere,
      follows: () => true,
      wanted: ({ marks }) => marks.includes(position),
      rests: false,
      constraints: constraintsOf(system.processes),
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

/** Cycles on which something is due and never comes. */
function withoutWhatIsDue(system: System, property: LeadsTo<StateReader>, position: number): Cycles {
  const predicates = lastingPredicates(system);
  const numberOf = (side: 'from' | 'to') =>
    predicates.findIndex((predicate) => predicate.position === position && predicate.side === side);
  const [from, to] = [numberOf('from'), numberOf('to')];
  return {
    fromStart: property.kind === 'eventually',
    begins: ({ holds }) => (from < 0 ? property.kind === 'infinitely often' : (holds[from] as boolean)),
    includes: ({ holds }) => !holds[to],
    follows: () => true,
    wanted: undefined,
    rests: true,
    constraints: constraintsOf(system.processes),
  };
}

export function isOfCycles(
  property: Property<StateReader>,
): property is LeadsTo<StateReader> | CycleProperty<StateReader> {
  return isLeadsTo(property.kind) || property.kind === 'storm' || property.kind === 'progress';
}
