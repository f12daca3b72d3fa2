/**
 * Decision trees: the memoised results of a step or predicate. A node branches on the value of a slot, in the order in which
 * the step read the slots; a leaf holds the result. A step is a function of what it reads, so one evaluation answers for all
 * states that agree on those values.
 */
export interface LeafOutcome {
  /** Its place among the outcomes of its choice. */
  readonly place: number;
  /** (slot, number of its value), by slot. */
  readonly writes: readonly (readonly [slot: number, id: number])[];
  /** Positions of the properties that this step decides. */
  readonly failed: readonly number[];
  /** The numbers of the predicates of infinite runs that mark it. */
  readonly marks: readonly number[];
  /** The number of its footprint (commutation.ts); none if the outcome is not memoised. */
  footprint?: number;
}

export interface Leaf {
  /** Leaves with the same key and the same footprints are interned as one leaf. */
  readonly key: string;
  readonly outcomes: readonly LeafOutcome[];
  /** Whether it has outcomes of a system alternative. */
  readonly obliges: boolean;
  /** Positions of the properties that are decided, by an outcome or by the state itself. */
  readonly failed: readonly number[];
  /** Keys of the observations that the step made. */
  readonly observed: readonly string[];
}

/** The leaf of a state that decides a property, or in which a predicate of the property holds. */
export function decided(position: number): Leaf {
  return { ...NOTHING, key: `decided ${position}`, failed: [position] };
}

const NONE: readonly never[] = [];
/** The leaf without effect: that of most steps, in most states. */
const NOTHING: Leaf = { key: '', outcomes: NONE, obliges: false, failed: NONE, observed: NONE };

export function leafOf(outcomes: readonly LeafOutcome[], system: boolean, observed: readonly string[]): Leaf {
  if (outcomes.length === 0 && observed.length === 0) return NOTHING;
  return new StepLeaf(outcomes, system && outcomes.length > 0, observed);
}

/** The leaf of a step. Its key is made when it is asked for: a result that is not memoised needs none. */
class StepLeaf implements Leaf {
  readonly outcomes: readonly LeafOutcome[];
  readonly obliges: boolean;
  readonly failed: readonly number[];
  readonly observed: readonly string[];
  #key: string | undefined;

  constructor(outcomes: readonly LeafOutcome[], obliges: boolean, observed: readonly string[]) {
    this.outcomes = outcomes;
    this.obliges = obliges;
    const failed = outcomes.some((outcome) => outcome.failed.length > 0);
    this.failed = failed ? [...new Set(outcomes.flatMap((outcome) => outcome.failed))] : NONE;
    this.observed = observed;
  }

  get key(): string {
    this.#key ??= keyOf(this);
    return this.#key;
  }
}

function keyOf({ outcomes, obliges, observed }: StepLeaf): string {
  let key = '';
  for (const { place, writes, failed, marks } of outcomes) {
    key += `${place}:`;
    for (const [slot, id] of writes) key += `${slot}=${id},`;
    key += `!${failed.join()}*${marks.join()} `;
  }
  return [key, ...(obliges ? ['obliges'] : []), ...observed].join(' ');
}

export class Node {
  readonly slot: number;
  /** By the number of the slot's value. */
  children: (Node | Leaf | undefined)[] = [];
  /** The address of the kernel's copy; 0 if there is none. */
  address = 0;
  /** Whether several nodes lead to it (tabulation.ts). It does not change any more: a path that is added below has copies. */
  isShared = false;

  constructor(slot: number) {
    this.slot = slot;
  }

  /** One that may change. */
  copy(): Node {
    const copy = new Node(this.slot);
    copy.children = this.children.slice();
    return copy;
  }

  put(id: number, child: Node | Leaf): void {
    // An array that grows by itself reserves room for a dozen more children. Most nodes never have them, and there may be
    // tens of thousands of nodes.
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
  /** The number of paths. */
  entries = 0;

  /** The leaf for a state, given by the numbers of its values; undefined if there is none. */
  find(ids: ArrayLike<number>): Leaf | undefined {
    let at = this.root;
    while (at instanceof Node) at = at.children[ids[at.slot] as number];
    return at;
  }

  /** The slots that are read on the path of a state. */
  readsOf(ids: ArrayLike<number>): number[] {
    const reads: number[] = [];
    for (let at = this.root; at instanceof Node; at = at.children[ids[at.slot] as number]) reads.push(at.slot);
    return reads;
  }

  /** Adds a path. False if it contradicts the tree: the same values led to a read of another slot, or to another leaf. */
  learn(reads: readonly number[], ids: ArrayLike<number>, leaf: Leaf): boolean {
    let above: Node | undefined;
    let at = this.root;
    for (const slot of reads) {
      if (at === undefined) {
        at = new Node(slot);
        this.#hang(at, above, ids);
      } else if (at instanceof Node && at.isShared) {
        at = at.copy();
        this.#hang(at, above, ids);
      }
      if (!(at instanceof Node) || at.slot !== slot) return false;
      above = at;
      at = at.children[ids[slot] as number];
    }
    if (at !== undefined) return at === leaf;
    this.#hang(leaf, above, ids);
    this.entries++;
    return true;
  }

  forget(): void {
    this.root = undefined;
    this.entries = 0;
  }

  #hang(child: Node | Leaf, above: Node | undefined, ids: ArrayLike<number>): void {
    if (above === undefined) this.root = child;
    else above.put(ids[above.slot] as number, child);
  }
}
