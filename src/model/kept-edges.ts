/** The edges of a graph in memory, for many questions about it. */
import type { EdgeLabel } from './state-graph.ts';

/**
 * The edges of a graph in arrays. Its nodes have other numbers here, from 0 on, most of them near those of their targets. Edges from a node
 * to itself that differ in nothing are one.
 */
export interface KeptEdges {
  /** By number: the first of its edges; how many there are; the predicates that hold, a bit each (`lastingPredicates`). */
  readonly begins: Uint32Array;
  readonly degrees: Uint16Array;
  readonly holds: Uint32Array;
  /** By edge: the number of its target; twice the number of its kind, plus 1 if it changes more than ghosts. */
  readonly targets: Uint32Array;
  readonly ways: Uint8Array;
  /** By kind: the label of one of its transitions. Those of a kind differ in nothing that properties of infinite runs see. */
  readonly kinds: readonly EdgeLabel[];
  /**
   * The numbers, `from` to before `to`, of which the first and the last are an end of an edge to a lower number; without any such edge,
   * `to` is not larger than `from`. All cycles of several nodes lie between.
   */
  readonly back: { readonly from: number; readonly to: number };
  /** Whether any edge leads from a node to itself. */
  readonly loops: boolean;
  /** The number of a node of the graph. */
  numberOf(node: number): number;
  /** To be called when no number is asked for any more, and before the exploration is asked for anything. */
  release(): void;
}
