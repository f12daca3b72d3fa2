/**
 * The entries of reachable states, as far as they are known: those of the states that were visited, and their images under the permutations.
 * What verified the permutations has more, of combinations of values that perhaps no state has (symmetry/closure.ts). No verdict comes from
 * these, so nothing may be left out because one of them is known.
 */
import { type Leaf, Node, Tree } from '../knowledge/tree.ts';
import type { Swap } from '../symmetry/swap.ts';

interface Entry {
  readonly subject: number;
  readonly ids: readonly number[];
}

/** Of a value without an image. No tree leads on from it. */
const NO_ID = -1;

export class Reached {
  /** By subject. */
  readonly trees: readonly Tree[];
  readonly known: readonly Tree[];
  readonly #swaps: readonly Swap[];
  #entries = 0;

  /** `known`: all entries that the swaps were verified by. */
  constructor(known: readonly Tree[], swaps: readonly Swap[]) {
    this.known = known;
    this.#swaps = swaps;
    this.trees = known.map(() => new Tree());
  }

  /** Adds the entries that are not in yet of a list that grows. */
  update(entries: readonly Entry[]): void {
    const queue = entries.slice(this.#entries);
    this.#entries = entries.length;
    for (let entry = queue.pop(); entry !== undefined; entry = queue.pop()) {
      const { subject, ids } = entry;
      const found = pathOf(this.known[subject] as Tree, ids);
      const tree = this.trees[subject] as Tree;
      if (found === undefined || tree.find(ids) !== undefined) continue;
      tree.learn(found.reads, ids, found.leaf);
      for (const swap of this.#swaps) queue.push(imageOf(entry, swap));
    }
  }
}

function imageOf({ subject, ids }: Entry, swap: Swap): Entry {
  const image: number[] = [];
  ids.forEach((id, slot) => {
    image[swap.slotTo[slot] as number] = id === NO_ID ? NO_ID : (swap.imageOf(slot, id) ?? NO_ID);
  });
  return { subject: swap.subjectTo[subject] as number, ids: image };
}

function pathOf({ root }: Tree, ids: readonly number[]): { readonly reads: number[]; readonly leaf: Leaf } | undefined {
  const reads: number[] = [];
  let at = root;
  while (at instanceof Node) {
    reads.push(at.slot);
    at = at.children[ids[at.slot] as number];
  }
  return at && { reads, leaf: at };
}
