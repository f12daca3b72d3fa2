/**
 * The stored states as a graph: a node is a bucket of the table, and its edges are found again from the decision trees. Nothing
 * is stored for it; a visit costs what visiting a state costs, and a search in the table for each transition.
 */
import type { EdgeLabel, StateGraph, Visited } from '../../model/state-graph.ts';
import { HOLDS, LEAF_COUNT, LEAVES, MATCHES, NO_NODE, NO_TREE, RESTS } from '../kernel/memory-map.ts';
import { scratchOf } from '../kernel.ts';
import type { Leaf } from '../knowledge/tree.ts';
import { isTemporary } from '../memory/arena.ts';
import { OWN, type PackedStates } from '../memory/packed-states.ts';

const scratch = scratchOf(OWN);

/** The graph of packed states, all of which were visited and to which none will be added. */
export class TableGraph implements StateGraph {
  readonly bound: number;
  readonly initial: number;
  readonly #packed: PackedStates;
  readonly #visited: { rests: boolean; labels: EdgeLabel[]; targets: number[]; readonly holds: boolean[] };
  /** By number of the alternative, then by address of the leaf. */
  readonly #labels: Map<number, readonly EdgeLabel[]>[];

  constructor(packed: PackedStates, initialKey: bigint) {
    const { teacher, kernel, store } = packed;
    this.#packed = packed;
    this.bound = store.buckets;
    this.initial = kernel.run.nodeOf(initialKey) >>> 0;
    this.#visited = { rests: false, labels: [], targets: [], holds: teacher.judged.lasting.map(() => false) };
    this.#labels = teacher.system.alternatives.map(() => new Map());
  }

  nodeFrom(number: number, predicate?: number): number | undefined {
    const { kernel, teacher } = this.#packed;
    const tree = predicate === undefined ? NO_TREE : (teacher.judged.lasting[predicate] as number);
    const node = kernel.run.nodeFrom(OWN, number, tree) >>> 0;
    return node === NO_NODE ? undefined : node;
  }

  visit(node: number): Visited {
    const { kernel } = this.#packed;
    if (kernel.run.enumerateNode(OWN, node) === 0) {
      this.#packed.untilKnown(
        () => this.#packed.decode(BigInt.asUintN(64, kernel.run.keyOfNode(node))),
        () => {
          // What the teacher lends is read before it is taken back.
          if (kernel.run.enumerateNode(OWN, node) !== 0) this.#read();
        },
      );
    } else {
      this.#read();
    }
    return this.#visited;
  }

  #read(): void {
    const { u8, u32 } = this.#packed.kernel;
    const { labels, targets, holds } = this.#visited;
    for (let i = 0; i < holds.length; i++) holds[i] = u8[scratch + HOLDS + i] !== 0;
    this.#visited.rests = u32[(scratch + RESTS) >>> 2] !== 0;
    const leaves = u32[(scratch + LEAF_COUNT) >>> 2] as number;
    let edges = 0;
    for (let i = 0; i < leaves; i++) {
      const at = (scratch + LEAVES + 8 * i) >>> 2;
      for (const label of this.#labelsOf(u32[at] as number, u32[at + 1] as number)) labels[edges++] = label;
    }
    labels.length = edges;
    targets.length = edges;
    const first = (scratch + MATCHES) >>> 2;
    for (let i = 0; i < edges; i++) targets[i] = u32[first + i] as number;
  }

  #labelsOf(step: number, address: number): readonly EdgeLabel[] {
    const known = this.#labels[step]?.get(address);
    if (known !== undefined) return known;
    const labels = this.#made(step, this.#packed.tables.leafAt(address));
    // The next leaf that is lent may stand at the same address.
    if (!isTemporary(address)) this.#labels[step]?.set(address, labels);
    return labels;
  }

  #made(step: number, { outcomes, observed }: Leaf): EdgeLabel[] {
    const alternative = this.#packed.teacher.system.alternatives[step] as EdgeLabel['alternative'];
    return outcomes.map(({ place, marks }) => ({ alternative, place, marks, observed }));
  }
}
