/** What a property asks of nodes and edges (cycles.ts), as bits: by the predicates that hold in a node, and by the way of an edge. */
import { servedBy } from '../../../model/fairness/constraints.ts';
import type { KeptEdges } from '../../../model/kept-edges.ts';
import type { EdgeLabel, Visited } from '../../../model/state-graph.ts';
import type { Cycles } from '../cycles.ts';

// Of a node.
const KNOWN = 1;
export const INCLUDED = 2;
export const REPEATED = 4;
export const BEGINS = 8;

// Of a way.
/** A cycle may take it. */
export const FOLLOWED = 1;
/** It belongs to a constraint, and changes more than ghosts. */
export const SERVES = 2;

/** Before the bits of the goals that a node or a step meets. */
export const GOAL_SHIFT = 8;
/** Goals that there are bits for. */
const GOALS_MAX = 24;

/** With more predicates than this, a table of all their combinations would be large. */
const TABLE_PREDICATES_MAX = 16;
const WAYS = 256;

export class Question {
  readonly cycles: Cycles;
  /** By way. */
  readonly ways = new Uint32Array(WAYS);
  /** Words of 32 bits for the constraints. */
  readonly words: number;
  /** By way, `words` each: the constraints that a step belongs to, if it changes more than ghosts. */
  readonly served: Uint32Array;
  /** The bits of all goals. */
  readonly allGoals: number;
  readonly #nodes: Uint32Array | undefined;
  readonly #manyNodes = new Map<number, number>();
  readonly #holds: boolean[];

  constructor(cycles: Cycles, { kinds }: KeptEdges, predicates: number) {
    this.cycles = cycles;
    this.#holds = Array.from({ length: predicates }, () => false);
    this.#nodes = predicates <= TABLE_PREDICATES_MAX ? new Uint32Array(2 ** predicates) : undefined;
    this.allGoals = ((1 << cycles.goals.length) - 1) << GOAL_SHIFT;
    this.words = Math.max(1, Math.ceil(cycles.constraints.length / 32));
    this.served = new Uint32Array(this.words * WAYS);
    kinds.forEach((label, kind) => {
      this.#setWay(2 * kind, label, false);
      this.#setWay(2 * kind + 1, label, true);
    });
  }

  static canAsk({ goals }: Cycles): boolean {
    return goals.length <= GOALS_MAX;
  }

  /** The bits of a node, by the predicates that hold in it. */
  ofNode(holds: number): number {
    const known = this.#nodes === undefined ? this.#manyNodes.get(holds) : this.#nodes[holds];
    return known || this.#learn(holds);
  }

  #setWay(way: number, label: EdgeLabel, changes: boolean): void {
    const { follows, goals, constraints } = this.cycles;
    let bits = follows(label, changes) ? FOLLOWED : 0;
    for (const constraint of changes ? servedBy(constraints, label) : []) {
      bits |= SERVES;
      const word = this.words * way + (constraint >>> 5);
      this.served[word] = (this.served[word] as number) | (1 << (constraint & 31));
    }
    goals.forEach(({ isStep }, goal) => {
      if (isStep?.(label, changes)) bits |= 1 << (GOAL_SHIFT + goal);
    });
    this.ways[way] = bits;
  }

  #learn(holds: number): number {
    for (let i = 0; i < this.#holds.length; i++) this.#holds[i] = ((holds >>> i) & 1) === 1;
    // What is asked of a node depends on predicates alone.
    const visited: Visited = { holds: this.#holds, labels: [], targets: [], changes: [] };
    const { includes, repeats, begins, goals } = this.cycles;
    let bits = KNOWN;
    if (includes(visited)) bits |= INCLUDED;
    if (repeats(visited)) bits |= REPEATED;
    if (begins(visited)) bits |= BEGINS;
    goals.forEach(({ isNode }, goal) => {
      if (isNode?.(visited)) bits |= 1 << (GOAL_SHIFT + goal);
    });
    if (this.#nodes === undefined) this.#manyNodes.set(holds, bits);
    else this.#nodes[holds] = bits;
    return bits;
  }
}
