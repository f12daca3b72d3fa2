/**
 * What a property of infinite runs forbids, as a question about cycles of the state graph: is there a reachable fair cycle that
 * stays among certain states, takes only certain steps, and meets certain goals?
 *
 * A run that stays in one state for ever is a cycle without steps. What a property assumes of runs narrows the question: a cycle
 * that does not satisfy the assumptions violates nothing.
 */

import { type Constraint, constraintsOf } from '../../model/fairness/constraints.ts';
import { type CycleProperty, isLeadsTo, type LastingProperty, type LeadsTo } from '../../model/property.ts';
import { type EdgeLabel, lastingMarks, lastingPredicates, type Visited } from '../../model/state-graph.ts';
import type { StateReader } from '../../model/state-reader.ts';
import type { System } from '../../model/system.ts';

export interface Cycles {
  /** The search begins at the initial state alone; otherwise, wherever `begins` holds. */
  readonly fromStart: boolean;
  begins(visited: Visited): boolean;
  /** The number of a predicate that holds in every state where the search begins. */
  readonly beginsWhere: number | undefined;
  /** Whether a state is one among which a run must stay from where the search begins on. */
  includes(visited: Visited): boolean;
  /** Whether a state is one among which the cycle itself must stay. */
  repeats(visited: Visited): boolean;
  /** Whether a cycle may take a step; `changes`: the step changes more than ghosts. */
  follows(label: EdgeLabel, changes: boolean): boolean;
  /** A cycle must meet each of them. */
  readonly goals: readonly Goal[];
  /** Whether a run that stays in one state for ever counts as a cycle. */
  readonly rests: boolean;
  readonly constraints: readonly Constraint[];
}

/** A state through which a cycle passes, or a step that it takes. */
export interface Goal {
  isNode?(visited: Visited): boolean;
  isStep?(label: EdgeLabel, changes: boolean): boolean;
}

type Property = LastingProperty<StateReader>;

/** The cycles that a property forbids, in the order of its instances: any of them violates it. */
export function forbiddenBy(system: System, property: Property): readonly Cycles[] {
  return isLeadsTo(property)
    ? property.instances.map((_, instance) => whereNeverServed(system, property, instance))
    : property.marked.map((_, instance) => whereMarked(system, property, instance));
}

/** All fair cycles that satisfy the assumptions of a property. */
export function assumedBy(system: System, property: Property): Cycles {
  const position = system.properties.indexOf(property);
  const predicates = lastingPredicates(system);
  const marks = lastingMarks(system);
  const goals: Goal[] = [];
  const always: number[] = [];
  property.assuming.forEach((assumption, number) => {
    const isIt = (one: { readonly position: number; readonly part: string; readonly number: number }) =>
      one.position === position && one.part === 'assumed' && one.number === number;
    const predicate = predicates.findIndex(isIt);
    const mark = marks.findIndex(isIt);
    if (assumption.kind === 'stabilises') always.push(predicate);
    else if (assumption.kind === 'infinitely often') goals.push({ isNode: ({ holds }) => holds[predicate] as boolean });
    else goals.push({ isStep: (label, changes) => changes && label.marks.includes(mark) });
  });
  return {
    fromStart: false,
    begins: () => true,
    beginsWhere: undefined,
    includes: () => true,
    repeats: ({ holds }) => always.every((predicate) => holds[predicate]),
    follows: () => true,
    goals,
    rests: true,
    constraints: constraintsOf(system),
  };
}

function whereMarked(system: System, property: CycleProperty<StateReader>, instance: number): Cycles {
  const position = system.properties.indexOf(property);
  const mark = lastingMarks(system).findIndex(
    (one) => one.position === position && one.part === 'marked' && one.number === instance,
  );
  const isMarked = ({ marks }: EdgeLabel) => marks.includes(mark);
  const assumed = assumedBy(system, property);
  switch (property.kind) {
    case 'storm':
      return { ...assumed, goals: [...assumed.goals, { isStep: isMarked }], rests: false };
    case 'step infinitely often':
      return { ...assumed, follows: (label, changes) => !changes || !isMarked(label) };
    case 'mapped fairness':
      // A ghost may be what maps: its steps count.
      return { ...assumed, follows: (label) => !isMarked(label) };
    case 'progress':
      return {
        ...assumed,
        follows: (label) => label.alternative.tag === 'system' && !isMarked(label),
        rests: false,
        constraints: [],
      };
  }
}

/** Cycles on which `to` is due and never holds; for *stabilises*, on which it does not always hold. */
function whereNeverServed(system: System, property: LeadsTo<StateReader>, instance: number): Cycles {
  const position = system.properties.indexOf(property);
  const predicates = lastingPredicates(system);
  const numberOf = (part: 'from' | 'to') =>
    predicates.findIndex((one) => one.position === position && one.part === part && one.number === instance);
  const [from, to] = [numberOf('from'), numberOf('to')];
  const assumed = assumedBy(system, property);
  const fails = ({ holds }: Visited) => !holds[to];
  if (property.kind === 'stabilises') return { ...assumed, goals: [...assumed.goals, { isNode: fails }] };
  return {
    ...assumed,
    fromStart: property.kind === 'eventually',
    begins: ({ holds }) => (from < 0 ? property.kind === 'infinitely often' : (holds[from] as boolean)),
    beginsWhere: from < 0 ? undefined : from,
    includes: fails,
  };
}
