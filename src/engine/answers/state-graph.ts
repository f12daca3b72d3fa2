/**
 * The stored states as a graph. A node is a bucket of the table, and its edges are formed again from the decision trees, so
 * the graph itself is not stored. Visiting a node costs as much as visiting a state, and a look-up in the table for each
 * transition. For properties of infinite runs the edges are kept besides, where memory allows (../edges).
 */
import type { State } from '../../model/state.ts';
import type { StateGraph, Visited } from '../../model/state-graph.ts';
import { labelsOf, type StoredLabel } from '../edges/edge-labels.ts';
import { HOLDS, LEAF_COUNT, LEAVES, MATCHES, NO_NODE, NO_TREE } from '../kernel/memory-map.ts';
import { scratchOf } from '../kernel.ts';
import type { Ids } from '../knowledge/domain.ts';
import { isTemporary } from '../memory/arena.ts';
import { OWN, type PackedStates } from '../memory/packed-states.ts';

const scratch = scratchOf(OWN);

/** The graph of packed states. All of them must have been visited, and none may be added. */
export class TableGraph implements StateGraph {
  readonly bound: number;
  readonly initials: readonly number[];
  readonly #packed: PackedStates;
  readonly #visited: { labels: StoredLabel[]; targets: number[]; changes: boolean[]; readonly holds: boolean[] };
  readonly #hasGhosts: boolean;
  /** By number of the tree, then by address of the leaf. */
  readonly #labels: Map<number, readonly StoredLabel[]>[];

  constructor(packed: PackedStates) {
    const { teacher, kernel, store } = packed;
    this.#packed = packed;
    this.bound = store.buckets;
    this.initials = packed.initialKeys().map((key) => kernel.run.nodeOf(key) >>> 0);
    this.#visited = { labels: [], targets: [], changes: [], holds: teacher.judged.lasting.map(() => false) };
    this.#hasGhosts = teacher.system.slots.some(({ ghost }) => ghost);
    this.#labels = teacher.trees.map(() => new Map());
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
        () => this.#idsOf(node),
        () => {
          // Leaves that the teacher lends must be read before it takes them back.
          if (kernel.run.enumerateNode(OWN, node) !== 0) this.#read(node);
        },
      );
    } else {
      this.#read(node);
    }
    return this.#visited;
  }

  stateOf(node: number): State {
    return this.#packed.teacher.stateOf(this.#idsOf(node));
  }

  #idsOf(node: number): Ids {
    return this.#packed.decode(BigInt.asUintN(64, this.#packed.kernel.run.keyOfNode(node)));
  }

  #read(node: number): void {
    const { u8, u32 } = this.#packed.kernel;
    const { labels, targets, changes, holds } = this.#visited;
    for (let i = 0; i < holds.length; i++) holds[i] = u8[scratch + HOLDS + i] !== 0;
    const leaves = u32[(scratch + LEAF_COUNT) >>> 2] as number;
    let edges = 0;
    for (let i = 0; i < leaves; i++) {
      const at = (scratch + LEAVES + 8 * i) >>> 2;
      for (const label of this.#labelsOf(u32[at] as number, u32[at + 1] as number)) labels[edges++] = label;
    }
    labels.length = edges;
    targets.length = edges;
    changes.length = edges;
    const first = (scratch + MATCHES) >>> 2;
    for (let i = 0; i < edges; i++) {
      const target = u32[first + i] as number;
      targets[i] = target;
      changes[i] = target !== node;
    }
    if (this.#hasGhosts) this.#lookBehindGhosts(node);
  }

  /** A step to another state may have changed nothing but ghosts. */
  #lookBehindGhosts(node: number): void {
    const { labels, changes } = this.#visited;
    let ids: Ids | undefined;
    for (let i = 0; i < labels.length; i++) {
      const { besidesGhosts } = labels[i] as StoredLabel;
      if (!changes[i] || besidesGhosts === undefined) continue;
      ids ??= this.#idsOf(node);
      changes[i] = besidesGhosts.some(([column, id]) => (ids as Ids)[column] !== id);
    }
  }

  #labelsOf(tree: number, address: number): readonly StoredLabel[] {
    const known = this.#labels[tree]?.get(address);
    if (known !== undefined) return known;
    const { teacher, tables } = this.#packed;
    const labels = labelsOf(teacher, tree, tables.leafAt(address));
    // The next leaf that is lent may have the same address.
    if (!isTemporary(address)) this.#labels[tree]?.set(address, labels);
    return labels;
  }
}
