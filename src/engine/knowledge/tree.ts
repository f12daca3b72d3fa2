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
  return { ...NOTHING, key: `decided ${position}`, failed: [position] };
}

/** Of what does nothing: most steps, in most states. */
const NOTHING: Leaf = { key: '', outcomes: [], obliges: false, failed: [], observed: [] };

export function leafOf(outcomes: readonly LeafOutcome[], system: boolean, observed: readonly string[]): Leaf {
  if (outcomes.length === 0 && observed.length === 0) return NOTHING;
  const obliges = system && outcomes.length > 0;
  let key = '';
  for (const { place, writes, failed, marks } of outcomes) {
    key += `${place}:`;
    for (const [slot, id] of writes) key += `${slot}=${id},`;
    key += `!${failed.join()}*${marks.join()} `;
  }
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
  children: (Node | Leaf | undefined)[] = [];
  /** Where the kernel's copy stands; 0 where there is none. */
  address = 0;

  constructor(slot: number) {
    this.slot = slot;
  }

  put(id: number, child: Node | Leaf): void {
    // An array that grows by itself makes room for a dozen more, which most nodes never have: there may be tens of thousands.
    if (id >= this.children.length && id < FEW) this.children = widened(this.children, id + 1);
    this.children[id] = child;
  }
}

const FEW = 16;

function widened<T>(few: readonly T[], length: number): T[] {
  const more = new Array<T>(length);
  for (let i = 0; i < few.length; i++) more[i] = few[i] as T;
  return more;
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
    let above: Node | undefined;
    let at = this.root;
    for (const slot of reads) {
      if (at === undefined) {
        at = new Node(slot);
        this.#hang(at, above, ids);
      }
      if (!(at instanceof Node) || at.slot !== slot) return false;
      above = at;
      at = at.children[ids[slot] as number];
    }
    if (at !== undefined) return at === leaf;
    this.#hang(leaf, above, ids);
    this.lessons++;
    return true;
  }

  #hang(child: Node | Leaf, above: Node | undefined, ids: ArrayLike<number>): void {
    if (above === undefined) this.root = child;
    else above.put(ids[above.slot] as number, child);
  }
}
