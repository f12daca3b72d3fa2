/** States and the steps between them, as the page draws them: all of a small system, or those around a walk. The server sends it as JSON. */
import type { Tag } from '../model/process.ts';
import type { Path, Situation } from './position.ts';

/** More states are not drawn: nobody could read them. */
export const NODES_MAX = 200;
/** More steps are not drawn. */
export const EDGES_MAX = 1_500;
/** The farthest neighbourhood. */
export const AROUND_MAX = 20;

export interface GraphView {
  /** Every reachable state is here. */
  readonly isWhole: boolean;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly leftOut: LeftOut;
  /** The states of the present walk in turn, by their positions; -1 of one that is not here. */
  readonly walk: readonly number[];
}

export interface GraphNode {
  /** The walk that leads there: a shortest one where it is known, otherwise by way of the present walk. */
  readonly path: Path;
  /** What the last step of that walk changed. */
  readonly changes: readonly string[];
  readonly isInitial: boolean;
  /** The properties that are violated in this state. */
  readonly violates: readonly string[];
  readonly situation: Situation;
  /** The number of steps that lead to states which are not here. */
  readonly more: number;
}

export interface GraphEdge {
  /** Positions in `nodes`. */
  readonly from: number;
  readonly to: number;
  /** The index of the step in its state. */
  readonly index: number;
  readonly process: string;
  readonly step: string;
  readonly tag: Tag;
  /** The properties that this step violates. */
  readonly violates: readonly string[];
}

export interface LeftOut {
  /** Some states within the distance are not here, because there are too many. */
  readonly isCut: boolean;
  /** Steps between these states that are not drawn. */
  readonly edges: number;
  /** `known`: the states that lead here are here. `unknown`: only those of the walk, until all states are explored. `too many`: so many that they are not kept. */
  readonly before: 'known' | 'unknown' | 'being found' | 'too many';
}
