/**
 * The reachable states as a graph, for properties of infinite runs. Its edges are not stored: the explorer finds them again when a
 * state is visited.
 */
import type { Alternative } from './process.ts';
import { isLeadsTo, isOfCycles } from './property.ts';
import { isLasting } from './property-kinds.ts';
import type { State } from './state.ts';
import type { System } from './system.ts';

/** A transition without its target. One object stands for all transitions that are alike. */
export interface EdgeLabel {
  readonly alternative: Alternative;
  /** The outcome's place in its choice. */
  readonly place: number;
  /** The alternative that received, where it is a rendezvous: the step serves its process, too. */
  readonly receiver: Alternative | undefined;
  /** The numbers of the step predicates that mark it (`lastingMarks`). */
  readonly marks: readonly number[];
  /** Keys of what the step noticed (observation.ts). */
  readonly observed: readonly string[];
}

/** A visited state. The next visit overwrites it. */
export interface Visited {
  /** By number of the predicate (`lastingPredicates`). */
  readonly holds: readonly boolean[];
  /** Its transitions; the target of each; and whether it changes more than ghosts (fairness.ts). */
  readonly labels: readonly EdgeLabel[];
  readonly targets: readonly number[];
  readonly changes: readonly boolean[];
}

export interface StateGraph {
  /** Every node is a number below this; not every number is a node. */
  readonly bound: number;
  readonly initials: readonly number[];
  /** The least node that is not below a number; undefined where there is none. May skip nodes where `predicate` does not hold. */
  nodeFrom(number: number, predicate?: number): number | undefined;
  visit(node: number): Visited;
  /** The values of a node. */
  stateOf(node: number): State;
}

/** A predicate that a property of infinite runs has: which of its instances or assumptions. */
interface PartOf<Part> {
  /** Of the property. */
  readonly position: number;
  readonly part: Part;
  /** Of the instance or the assumption. */
  readonly number: number;
}
/** A predicate over states. */
export type LastingPredicate = PartOf<'from' | 'to' | 'assumed'>;
/** A predicate over steps. */
export type LastingMark = PartOf<'marked' | 'assumed'>;

/** The predicates over states that properties of infinite runs have, by number. */
export function lastingPredicates({ properties }: Pick<System, 'properties'>): readonly LastingPredicate[] {
  return properties.flatMap((property, position): LastingPredicate[] => {
    if (!isLasting(property)) return [];
    const instances = isLeadsTo(property) ? property.instances : [];
    return [
      ...instances.flatMap(({ from }, number) => [
        ...(from === undefined ? [] : [{ position, part: 'from' as const, number }]),
        { position, part: 'to' as const, number },
      ]),
      ...property.assuming.flatMap((assumption, number) =>
        'holds' in assumption ? [{ position, part: 'assumed' as const, number }] : [],
      ),
    ];
  });
}

/** The predicates over steps that properties of infinite runs have, by number. */
export function lastingMarks({ properties }: Pick<System, 'properties'>): readonly LastingMark[] {
  return properties.flatMap((property, position): LastingMark[] => {
    if (!isLasting(property)) return [];
    const marked = isOfCycles(property) ? property.marked : [];
    return [
      ...marked.map((_, number) => ({ position, part: 'marked' as const, number })),
      ...property.assuming.flatMap((assumption, number) =>
        'marked' in assumption ? [{ position, part: 'assumed' as const, number }] : [],
      ),
    ];
  });
}
