/**
 * A wide claim, such as "at most one of the labels is `critical`", reads many components, and has an entry for each combination of
 * their values. Each is cheap to evaluate; what costs is that states return to the teacher one by one. So from some number of
 * evaluations on, the decision tree of the claim is completed at once, for all combinations of the values that were met. Equal
 * subtrees are one (a multi-valued decision diagram, after R. Bryant, "Graph-based algorithms for Boolean function manipulation",
 * IEEE Trans. Comput. C-35(8), 1986): of a claim that counts, no more is left than the counts.
 */
import type { Ids } from './domain.ts';
import type { Entry } from './entry.ts';
import { type Leaf, Node, type Tree } from './tree.ts';

/** The first look at whether a claim is worth it comes after this many evaluations; each further look after twice as many. */
const FIRST_LOOK = 512;
/** An evaluation on the way of a miss costs this many times one that is made here. */
const COST_OF_MISS = 32;
/** This number of combinations takes a twentieth of a second. */
const COMBINATIONS_FEW = 2 ** 15;
/** More combinations than this take longer than a user waits without a sign of life. */
const COMBINATIONS_MAX = 2 ** 19;

/** Ten times what the evaluations take on an idle machine, and at least a second. */
const MILLISECONDS_MIN = 1000;
const MILLISECONDS_EACH = 0.02;

/** Evaluates for some numbers of values and notes nothing. Undefined where that is no answer for a state that has them. */
export type Trial = (ids: Ids) => Pick<Entry, 'reads' | 'leaf'> | undefined;

/** Decides when a claim is tabulated: when evaluating all combinations costs no more than the evaluations so far did. */
export class Looks {
  #next: number;
  readonly #isForced: boolean;

  /** `from`: for tests, the number of evaluations from which on it is tabulated, whatever it costs. */
  constructor(from: number | undefined) {
    this.#isForced = from !== undefined;
    this.#next = from ?? FIRST_LOOK;
  }

  isDue(evaluations: number): boolean {
    return evaluations >= this.#next;
  }

  /** The values that were met of each column, if the claim is worth it now. */
  valuesOf(tree: Tree, evaluations: number): ReadonlyMap<number, readonly number[]> | undefined {
    this.#next = 2 * Math.max(1, evaluations);
    const values = valuesIn(tree);
    const combinations = combinationsOf(values);
    if (combinations > COMBINATIONS_MAX) return undefined;
    const isCheap = combinations <= Math.max(COMBINATIONS_FEW, COST_OF_MISS * evaluations);
    return this.#isForced || isCheap ? values : undefined;
  }

  /** The time in which the claim has to be tabulated. */
  millisecondsFor(values: ReadonlyMap<number, readonly number[]>): number {
    return MILLISECONDS_MIN + Math.ceil(MILLISECONDS_EACH * combinationsOf(values));
  }

  /** The claim cannot be tabulated. */
  giveUp(): void {
    this.#next = Number.POSITIVE_INFINITY;
  }
}

function combinationsOf(values: ReadonlyMap<number, readonly number[]>): number {
  return values.values().reduce((product, { length }) => product * length, 1);
}

/** By column, the numbers of the values that a tree tells apart, in order. */
function valuesIn({ root }: Tree): ReadonlyMap<number, readonly number[]> {
  const values = new Map<number, Set<number>>();
  const seen = new Set<Node>();
  const left = [root];
  while (left.length > 0) {
    const at = left.pop();
    if (!(at instanceof Node) || seen.has(at)) continue;
    seen.add(at);
    const its = values.get(at.slot) ?? new Set();
    values.set(at.slot, its);
    at.children.forEach((child, id) => {
      its.add(id);
      left.push(child);
    });
  }
  return new Map([...values].map(([slot, its]) => [slot, [...its].sort((a, b) => a - b)]));
}

/** Thrown if the order of reads is not a function of the values read: the claim is not pure, and learning it says so. */
class Unordered extends Error {}

/** The complete tree for these values, without what a trial leaves open. Undefined if the claim cannot be tabulated. */
export function tabulate(
  values: ReadonlyMap<number, readonly number[]>,
  columns: number,
  trial: Trial,
): Node | Leaf | undefined {
  try {
    return new Tabulation(values, columns, trial).subtree();
  } catch (error) {
    if (error instanceof Unordered) return undefined;
    throw error;
  }
}

class Tabulation {
  readonly #values: ReadonlyMap<number, readonly number[]>;
  readonly #trial: Trial;
  readonly #ids: Uint32Array;
  /** The columns whose values are given, in the order in which they are read. */
  readonly #given: number[] = [];
  readonly #nodes = new Map<string, Node>();
  readonly #numbers = new Map<Node | Leaf, number>();

  constructor(values: ReadonlyMap<number, readonly number[]>, columns: number, trial: Trial) {
    this.#values = values;
    this.#trial = trial;
    this.#ids = new Uint32Array(columns);
    for (const [column, [first = 0]] of values) this.#ids[column] = first;
  }

  /** The tree below the given columns: one evaluation for each of its paths. */
  subtree(): Node | Leaf | undefined {
    const entry = this.#trial(this.#ids);
    if (entry === undefined) return undefined;
    const { reads, leaf } = entry;
    const given = this.#given.length;
    if (this.#given.some((column, i) => reads[i] !== column)) throw new Unordered();
    // A column that was never read before has values that are not known.
    if (reads.some((column) => !this.#values.has(column))) return undefined;
    this.#given.push(...reads.slice(given));
    let at: Node | Leaf | undefined = leaf;
    while (this.#given.length > given) {
      at = this.#node(this.#given.at(-1) as number, at);
      this.#given.pop();
    }
    return at;
  }

  /** The node of the last given column, which has `own` below its present value. */
  #node(column: number, own: Node | Leaf | undefined): Node {
    const present = this.#ids[column] as number;
    const node = new Node(column);
    for (const id of this.#values.get(column) as readonly number[]) {
      this.#ids[column] = id;
      const child = id === present ? own : this.subtree();
      if (child !== undefined) node.put(id, child);
    }
    this.#ids[column] = present;
    return this.#shared(node);
  }

  #shared(node: Node): Node {
    const parts = [node.slot];
    node.children.forEach((child, id) => {
      if (child !== undefined) parts.push(id, this.#numberOf(child));
    });
    const key = parts.join();
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    node.isShared = true;
    this.#nodes.set(key, node);
    return node;
  }

  #numberOf(child: Node | Leaf): number {
    const known = this.#numbers.get(child);
    if (known !== undefined) return known;
    this.#numbers.set(child, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}
