/** The fair components in which some cycle is forbidden, however they were found. A lasso leads into one of them. */
import type { EdgeLabel, StateGraph } from '../../model/state-graph.ts';
import type { Cycles } from './cycles.ts';

export interface Components {
  readonly graph: StateGraph;
  readonly cycles: Cycles;
  /** Whether there is none; known when all are found. */
  readonly isEmpty: boolean;
  /** Finds all of them. Yields where the host may have its turn. */
  find(): Generator<void, undefined>;
  /** Whether a forbidden run may stay at a node for ever. */
  restsAt(node: number): boolean;
  /** Whether a node is on a forbidden cycle, or a forbidden run may stay there for ever. */
  has(node: number): boolean;
  /** Whether a node that is on a forbidden cycle is in the same component as another. */
  together(a: number, b: number): boolean;
  /** The constraints that a step belongs to if it changes something, by their numbers in `cycles.constraints`. */
  servedBy(label: EdgeLabel): readonly number[];
}
