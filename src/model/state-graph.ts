/**
 * The reachable states as a graph, for properties of infinite runs. Its edges are not stored: the explorer finds them again when a
 * state is visited.
 */
import type { Alternative } from './process.ts';
import { isLeadsTo } from './property.ts';
import type { System } from './system.ts';

/** A transition without its target. One object stands for all transitions that are alike. */
export interface EdgeLabel {
  readonly alternative: Alternative;
  /** The outcome's place in its choice. */
  readonly place: number;
  /** The positions of the properties of cycles that mark it. */
  readonly marks: readonly number[];
  /** Keys of what the step noticed (observation.ts). */
  readonly observed: readonly string[];
}

/** A visited state. The next visit overwrites it. */
export interface Visited {
  /** By number of the predicate (`lastingPredicates`). */
  readonly holds: readonly boolean[];
  /** No system alternative is enabled: a run may stay here for ever. */
  readonly rests: boolean;
  /** Its transitions, and the target of each. */
  readonly labels: readonly EdgeLabel[];
  readonly targets: readonly number[];
}

export interface StateGraph {
  /** Every node is a number below this; not every number is a node. */
  readonly bound: number;
  readonly initial: number;
  /** The least node that is not below a number; undefined where there is none. May skip nodes where `predicate` does not hold. */
  nodeFrom(number: number, predicate?: number): number | undefined;
  visit(node: number): Visited;
}

/** A predicate that a property of infinite runs asks of states. */
export interface LastingPredicate {
  /** Of the property. */
  readonly position: number;
  /** Of which of its instances. */
  readonly instance: number;
  readonly side: 'from' | 'to';
}

/** All of them, by number. */
export function lastingPredicates({ properties }: Pick<System, 'properties'>): readonly LastingPredicate[] {
  return properties.flatMap((property, position) =>
    isLeadsTo(property)
      ? property.instances.flatMap(({ from }, instance) => [
          ...(from === undefined ? [] : [{ position, instance, side: 'from' as const }]),
          { position, instance, side: 'to' as const },
        ])
      : [],
  );
}
