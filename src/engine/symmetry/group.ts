/**
 * The group that swaps generate: for each chain of neighbours, all permutations of its replicas. Where that can be seen to be so, the
 * orbit of a state has a known size, and the states of all orbits add up to those of the whole system.
 */
import type { Swap } from './swap.ts';

/** Groups of more elements are not enumerated: each takes a swap for each state whose form is not clear. */
const ENUMERATED_MAX = 720;

export class Group {
  readonly swaps: readonly Swap[];
  /** The swaps of each chain, by their positions among all swaps. */
  readonly chains: readonly (readonly number[])[];
  /** The number of elements. */
  readonly order: number;

  constructor(swaps: readonly Swap[]) {
    const chains: Swap[][] = [];
    for (const swap of swaps) {
      const before = chains.find((chain) => follows(chain.at(-1) as Swap, swap));
      const after = chains.find((chain) => chain !== before && follows(swap, chain[0] as Swap));
      const joined = [...(before ?? []), swap, ...(after ?? [])];
      chains.splice(0, chains.length, ...chains.filter((chain) => chain !== before && chain !== after), joined);
    }
    this.swaps = chains.flat();
    let next = 0;
    this.chains = chains.map((chain) => chain.map(() => next++));
    this.order = chains.reduce((product, { length }) => product * factorial(length + 1), 1);
  }

  /** By position of the swap, whether a chain begins with it. */
  begins(position: number): boolean {
    return this.chains.some(([first]) => first === position);
  }

  /**
   * The slots that belong to one replica of a chain, and to no other: for each slot of a block, those of all replicas in order. A cell
   * of a grid that has both of its indices permuted belongs to two replicas.
   */
  blocksOf(chain: readonly number[]): number[][] {
    const swaps = chain.map((i) => this.swaps[i] as Swap);
    const others = this.swaps.filter((swap) => !swaps.includes(swap));
    const blocks: number[][] = [];
    for (const slot of swaps[0]?.slotTo.keys() ?? []) {
      const isFirst = swaps.every(({ slotTo }, i) => (i === 0) === (slotTo[slot] !== slot));
      if (!isFirst || blocks.some((block) => block.includes(slot))) continue;
      const block = [slot];
      for (const { slotTo } of swaps) block.push(slotTo[block.at(-1) as number] as number);
      const isOwn = swaps.every(({ slotTo }, i) =>
        block.every((place, j) => (slotTo[place] !== place) === (j === i || j === i + 1)),
      );
      if (isOwn && block.every((place) => others.every(({ slotTo }) => slotTo[place] === place))) blocks.push(block);
    }
    return blocks;
  }

  /** Some slots, and all those to which permutations take them. */
  spread(slots: ReadonlySet<number>): ReadonlySet<number> {
    const all = new Set(slots);
    // A Set visits what is added while it is visited.
    for (const slot of all) for (const { slotTo } of this.swaps) all.add(slotTo[slot] as number);
    return all;
  }

  /** Positions of swaps which, applied one after the other, lead through all elements; empty if there are too many. */
  get sequence(): readonly number[] {
    if (this.order > ENUMERATED_MAX) return [];
    let all: number[] = [];
    for (const chain of this.chains) {
      const inner = all;
      const outer = plainChanges(chain.length + 1).map((i) => chain[i] as number);
      all = inner.concat(outer.flatMap((swap) => [swap, ...inner]));
    }
    return all;
  }

  /** Whether the swaps behave as those of neighbours do, on all slots and on all values that have images. */
  get isProduct(): boolean {
    return this.swaps.every((a, i) =>
      this.swaps.slice(i + 1).every((b, j) => {
        const areNeighbours = j === 0 && !this.begins(i + 1);
        return areNeighbours ? isIdentity([a, b, a, b, a, b]) : isIdentity([a, b, a, b]);
      }),
    );
  }
}

/** Whether one continues the chain of the other. */
function follows(a: Swap, b: Swap): boolean {
  const moved = ({ moved: { families, axes } }: Swap) => [...families, ...axes].sort().join();
  return a.indices[1] === b.indices[0] && moved(a) === moved(b);
}

/** Whether swaps applied one after the other change nothing, as far as images are known. */
function isIdentity(swaps: readonly Swap[]): boolean {
  const [first] = swaps as readonly [Swap];
  return first.images.every((images, slot) =>
    images.every((_, id) => {
      let [at, value] = [slot, id as number | undefined];
      for (const swap of swaps) {
        if (value === undefined) return true;
        value = swap.imageOf(at, value);
        at = swap.slotTo[at] as number;
      }
      return value === undefined || (at === slot && value === id);
    }),
  );
}

/**
 * Swaps of neighbours that lead through all permutations of n things (S. Johnson, "Generation of permutations by adjacent
 * transposition", Mathematics of Computation 17(83), 1963).
 */
function plainChanges(n: number): number[] {
  if (n < 2) return [];
  const down = Array.from({ length: n - 1 }, (_, i) => n - 2 - i);
  const up = down.toReversed();
  const rest = plainChanges(n - 1);
  const all = [...down];
  for (const [i, change] of rest.entries()) {
    // The last thing stands first or last while the others change.
    const isFirst = i % 2 === 0;
    all.push(isFirst ? change + 1 : change, ...(isFirst ? up : down));
  }
  return all;
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}
