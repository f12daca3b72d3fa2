/** The edges of a graph in memory, for many questions about it. */
import type { EdgeLabel } from './state-graph.ts';

/** The edges of a graph in arrays. Its nodes have other numbers here, most of them near those of their targets. */
export interface KeptEdges {
  /** The numbers of the nodes, `from` to before `to` of each range, ascending. */
  readonly ranges: readonly { readonly from: number; readonly to: number }[];
  /** By number: the first of its edges; how many there are; the predicates that hold, a bit each (`lastingPredicates`). */
  readonly begins: Uint32Array;
  readonly degrees: Uint16Array;
  readonly holds: Uint32Array;
  /** By edge: the number of its target; twice the number of its kind, plus 1 if it changes more than ghosts. */
  readonly targets: Uint32Array;
  readonly ways: Uint8Array;
  /** By kind: the label of one of its transitions. Those of a kind differ in nothing that properties of infinite runs see. */
  readonly kinds: readonly EdgeLabel[];
  /** The number of a node of the graph. */
  numberOf(node: number): number;
}
