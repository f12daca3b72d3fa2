/**
 * Decision trees: what is known of a step or predicate. A node asks for the value of a slot, in the order in which the step
 * read it; a leaf says what comes of it. A step is a function of what it reads, so one evaluation answers for all states
 * that agree on those values.
 */
export interface LeafOutcome {
  /** Its place among the outcomes of its choice. */
  readonly place: number;
  /** (slot, number of its value), by slot. */
  readonly writes: readonly (readonly [slot: number, id: number])[];
  /** Positions of the properties that this step decides. */
  readonly failed: readonly number[];
  /** Positions of the properties of cycles that mark it. */
  readonly marks: readonly number[];
  /** The number of what it depends on and what it writes (commutation.ts); where that is not remembered, none. */
  readonly footprint?: number;
}

export interface Leaf {
  /** Two leaves with one key, and the same footprints, are one leaf. */
  readonly key: string;
  readonly outcomes: readonly LeafOutcome[];
  /** There are outcomes, of a system alternative. */
  readonly obliges: boolean;
  /** Positions of the properties that are decided, by an outcome or by the state itself. */
  readonly failed: readonly number[];
  /** Keys of what the step noticed. */
  readonly observed: readonly string[];
}

/** A state decides a property, or a predicate of it holds there. */
export function decided(position: number): Leaf {
  return { ...leafOf([], false, []), key: `decided ${position}`, failed: [position] };
}

export function leafOf(outcomes: readonly LeafOutcome[], system: boolean, observed: readonly string[]): Leaf {
  const obliges = system && outcomes.length > 0;
  const key = outcomes
    .map(
      ({ place, writes, failed, marks }) =>
        `${place}:${writes.map((write) => write.join('=')).join()}!${failed.join()}*${marks.join()}`,
    )
    .join(' ');
  return {
    key: [key, ...(obliges ? ['obliges'] : []), ...observed].join(' '),
    outcomes,
    obliges,
    failed: [...new Set(outcomes.flatMap(({ failed }) => failed))],
    observed,
  };
}

export class Node {
  readonly slot: number;
  /** By the number of the slot's value. */
  readonly children: (Node | Leaf | undefined)[] = [];
  /** Where the kernel's copy stands; 0 where there is none. */
  address = 0;

  constructor(slot: number) {
    this.slot = slot;
  }
}

export class Tree {
  root: Node | Leaf | undefined;
  /** Paths learnt. */
  lessons = 0;
  /** Its values hardly ever recur: it is asked again and again instead of growing (see teacher.ts). */
  frozen = false;

  /** What is known for a state, given by the numbers of its values. */
  find(ids: ArrayLike<number>): Leaf | undefined {
    let at = this.root;
    while (at instanceof Node) at = at.children[ids[at.slot] as number];
    return at;
  }

  /** The slots that are read on the way to what is known for a state. */
  readsOf(ids: ArrayLike<number>): number[] {
    const reads: number[] = [];
    for (let at = this.root; at instanceof Node; at = at.children[ids[at.slot] as number]) reads.push(at.slot);
    return reads;
  }

  /** Adds a path. False where it contradicts what is known: after the same values, another slot was read or another leaf met. */
  learn(reads: readonly number[], ids: ArrayLike<number>, leaf: Leaf): boolean {
    let put = (next: Node | Leaf): void => {
      this.root = next;
    };
    let at = this.root;
    for (const slot of reads) {
      if (at === undefined) {
        at = new Node(slot);
        put(at);
      }
      if (!(at instanceof Node) || at.slot !== slot) return false;
      const { children } = at;
      const id = ids[slot] as number;
      put = (next) => {
        children[id] = next;
      };
      at = children[id];
    }
    if (at !== undefined) return at === leaf;
    put(leaf);
    this.lessons++;
    return true;
  }
}
