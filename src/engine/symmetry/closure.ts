/**
 * Verifies swaps: replicas are interchangeable if every entry that was learnt says so. The image of an entry (its path and its
 * result, with slots and values where the swap takes them) must be what the image of the subject does for those values. Only one
 * state of each orbit is visited, so the images of images are verified, too: the entries are closed under the group that the swaps
 * generate. (C. N. Ip, D. Dill, "Better verification through symmetry", FMSD 9, 1996, guarantee by syntax what is verified here.)
 *
 * Where the twin reads a slot that the path does not fix, as a loop in the order of indices does, every value that was met
 * there is tried. The images of values are not declared: initial values are their own images, and any other value gets its image
 * where it is first written.
 */
import type { Ids } from '../knowledge/domain.ts';
import type { Teacher } from '../knowledge/teacher.ts';
import { type Leaf, Node, Tree } from '../knowledge/tree.ts';
import { type Difference, disagreement } from './agreement.ts';
import type { Swap } from './swap.ts';

/** More entries than this take half a minute to verify. */
export const ENTRIES_MAX = 2 ** 20;
/** Values of an entry that a refusal names. */
const VALUES_SHOWN = 4;
/** The time for one evaluation in a state that may not be reachable, where a step might loop for ever. */
const MILLISECONDS_MAX = 1000;

/** Why replicas are not interchangeable. */
export class Refused extends Error {
  readonly swap: Swap;
  /** The subject whose image does something else. */
  readonly subject: number;
  readonly difference: Difference;

  constructor(swap: Swap, subject: number, text: string, difference: Difference = {}) {
    super(text);
    this.swap = swap;
    this.subject = subject;
    this.difference = difference;
  }
}

/** Verifying takes too long: that of all swaps, since fewer swaps would have as many entries. */
export class TooMany extends Error {
  constructor(subject: string, entriesMax: number) {
    super(`verifying it takes more than ${entriesMax.toLocaleString('en')} combinations of values, many of ${subject}`);
  }
}

/** An entry of a tree, and a state for which it was evaluated. */
export interface Learnt {
  readonly subject: number;
  readonly reads: readonly number[];
  readonly ids: readonly number[];
  readonly leaf: Leaf;
}

interface ClosedEntry extends Learnt {
  /** Whether a reachable state has these values. */
  readonly isReached: boolean;
}

/** What an entry should be for its twin. */
interface Image {
  readonly pair: Pair;
  /** The twin. */
  readonly subject: number;
  /** Changes while it is tried for other values. */
  readonly ids: number[];
}

interface Pair {
  readonly swap: Swap;
  readonly entry: ClosedEntry;
}

export class Closure {
  readonly swaps: readonly Swap[];
  readonly #teacher: Teacher;
  readonly #entriesMax: number;
  /** The entries, by subject. */
  readonly trees: readonly Tree[];
  /** By slot, the numbers of the values that states may have. */
  readonly #met: readonly Set<number>[];
  /** Those before `#next` are verified. */
  #queue: Pair[] = [];
  #next = 0;
  /** They read a value that has no image yet. */
  #waiting: Pair[] = [];
  /** By slot, those whose images read the slot although the path does not fix it. */
  readonly #unfixed = new Map<number, Set<Pair>>();
  /** By slot, whether the path of the entry that is verified fixes it: the number of that verification. */
  readonly #fixedIn: Float64Array;
  #stamp = 0;
  entries = 0;
  /** Evaluations that no state asked for. */
  evaluations = 0;

  constructor(teacher: Teacher, swaps: readonly Swap[], initials: readonly Ids[], entriesMax: number) {
    this.#teacher = teacher;
    this.#entriesMax = entriesMax;
    this.swaps = swaps;
    this.trees = teacher.trees.map(() => new Tree());
    this.#fixedIn = new Float64Array(teacher.domains.length);
    this.#met = teacher.domains.map((_, slot) => new Set(initials.map((ids) => ids[slot] as number)));
    for (const swap of swaps) this.#begin(swap, initials);
  }

  /** Initial values are their own images, and the image of an initial state is one. */
  #begin(swap: Swap, initials: readonly Ids[]): void {
    const known = new Set(initials.map((ids) => Array.from(ids).join()));
    const imageOf = (ids: Ids) => swap.slotTo.map((slot) => ids[slot]).join();
    if (!initials.every((ids) => known.has(imageOf(ids)))) {
      throw new Refused(swap, -1, 'their initial values differ');
    }
    for (const ids of initials) {
      for (const slot of swap.slotTo.keys()) swap.define(slot, ids[slot] as number, ids[slot] as number, []);
    }
  }

  /** Adds an entry that was learnt in a reachable state. To be verified. */
  add({ subject, reads, ids, leaf }: Learnt): void {
    this.#add({ subject, reads, ids, leaf, isReached: true });
  }

  #add(entry: ClosedEntry): void {
    const { subject, reads, ids, leaf } = entry;
    const tree = this.trees[subject] as Tree;
    if (tree.find(ids) !== undefined) return;
    if (!tree.learn(reads, ids, leaf)) throw new Error('entries of one subject contradict each other');
    if (++this.entries > this.#entriesMax) {
      throw new TooMany(this.#teacher.describe(subject), this.#entriesMax);
    }
    for (const { writes } of leaf.outcomes) for (const [slot, id] of writes) this.#meet(slot, id);
    for (const swap of this.swaps) this.#queue.push({ swap, entry });
  }

  #meet(slot: number, id: number): void {
    const met = this.#met[slot] as Set<number>;
    if (met.has(id)) return;
    met.add(id);
    const again = this.#unfixed.get(slot);
    if (again === undefined) return;
    this.#unfixed.delete(slot);
    this.#queue.push(...again);
  }

  /** Verifies all entries and their images. Throws `Refused`. */
  verify(): void {
    for (;;) {
      const before = this.#definitions;
      while (this.#next < this.#queue.length) {
        const pair = this.#queue[this.#next++] as Pair;
        if (!this.#verifyOne(pair, false)) this.#waiting.push(pair);
      }
      this.#queue = this.#waiting.splice(0);
      this.#next = 0;
      if (this.#queue.length === 0) return;
      if (this.#definitions === before) this.#proceed();
    }
  }

  get #definitions(): number {
    return this.swaps.reduce((sum, { definitions }) => sum + definitions, 0);
  }

  /** All that is left has values without images. Those that were not read do not matter. */
  #proceed(): void {
    const pairs = this.#queue;
    this.#queue = [];
    const left = pairs.filter((pair) => !this.#verifyOne(pair, true));
    const [first] = left;
    if (first !== undefined && left.length === pairs.length) {
      const { swap, entry } = first;
      throw new Refused(
        swap,
        entry.subject,
        this.#about(entry, 'reads a value that no step writes for the other', swap),
      );
    }
    this.#queue.push(...left);
  }

  /** False if a value has no image yet; with `isLast`, a value that was read. */
  #verifyOne({ swap, entry }: Pair, isLast: boolean): boolean {
    const { slotTo } = swap;
    const ids = entry.ids.slice();
    let { isReached } = entry;
    for (let slot = 0; slot < ids.length; slot++) {
      const image = swap.imageOf(slot, entry.ids[slot] as number);
      if (image === undefined && !isLast) return false;
      ids[slotTo[slot] as number] = image ?? 0;
      if (image === undefined) isReached = false;
    }
    const stamp = ++this.#stamp;
    for (const slot of entry.reads) {
      if (swap.imageOf(slot, entry.ids[slot] as number) === undefined) return false;
      this.#fixedIn[slotTo[slot] as number] = stamp;
    }
    const pair = { swap, entry };
    this.#walk({ pair, subject: swap.subjectTo[entry.subject] as number, ids }, undefined, isReached);
    return true;
  }

  #isFixed(slot: number): boolean {
    return this.#fixedIn[slot] === this.#stamp;
  }

  /** Compares the entry with every result that its image may have below a node of its twin's tree. */
  #walk(image: Image, above: Node | undefined, isReached: boolean): void {
    const { pair, subject, ids } = image;
    let at = this.#below(subject, above, ids);
    if (at === undefined) {
      this.#evaluate(pair.swap, subject, ids, isReached);
      at = this.#below(subject, above, ids);
    }
    if (!(at instanceof Node)) {
      this.#compare(image, at as Leaf);
      return;
    }
    this.#walk(image, at, isReached);
    if (this.#isFixed(at.slot)) return;
    this.#note(at.slot, pair);
    const own = ids[at.slot] as number;
    for (const id of [...(this.#met[at.slot] as Set<number>)]) {
      if (id === own) continue;
      ids[at.slot] = id;
      this.#walk(image, at, false);
    }
    ids[at.slot] = own;
  }

  #below(subject: number, above: Node | undefined, ids: readonly number[]): Node | Leaf | undefined {
    return above === undefined ? this.trees[subject]?.root : above.children[ids[above.slot] as number];
  }

  #evaluate(swap: Swap, subject: number, ids: readonly number[], isReached: boolean): void {
    this.evaluations++;
    const milliseconds = isReached ? Number.POSITIVE_INFINITY : MILLISECONDS_MAX;
    const entry = this.#teacher.trying(milliseconds, () => this.#teacher.trial(subject, ids));
    if (entry === undefined) {
      const what = `${this.#teacher.describe(subject)} throws, or takes too long, where it would be the other's turn`;
      throw new Refused(swap, subject, what);
    }
    this.#add({ subject, reads: entry.reads, ids: ids.slice(), leaf: entry.leaf, isReached });
  }

  #compare({ pair: { swap, entry }, ids, subject }: Image, leaf: Leaf): void {
    const difference = disagreement(swap, entry.leaf, leaf);
    if (difference === undefined) return;
    const reads = (this.trees[subject] as Tree).readsOf(ids);
    const expected = entry.reads.map((slot) => swap.slotTo[slot] as number).find((slot) => !reads.includes(slot));
    const found = reads.find((slot) => !this.#isFixed(slot));
    throw new Refused(swap, entry.subject, this.#about(entry, 'tells them apart', swap), {
      ...(expected !== undefined && { expected }),
      ...(found !== undefined && { found }),
      ...difference,
    });
  }

  /** `step 'q2' of process 'p[0]' tells them apart, where step[0] = 1, pos[1] = 2`. */
  #about({ subject, reads, ids }: ClosedEntry, does: string, swap: Swap): string {
    const { system, domains } = this.#teacher;
    const isMoved = (slot: number) => swap.slotTo[slot] !== slot;
    // What the swap moves tells most.
    const telling = [...reads.filter(isMoved), ...reads.filter((slot) => !isMoved(slot))].slice(0, VALUES_SHOWN);
    const values = telling.map(
      (slot) => `${system.slots[slot]?.name} = ${domains[slot]?.valueOf(ids[slot] as number).text}`,
    );
    return `${this.#teacher.describe(subject)} ${does}${values.length === 0 ? '' : `, where ${values.join(', ')}`}`;
  }

  #note(slot: number, pair: Pair): void {
    const pairs = this.#unfixed.get(slot) ?? new Set();
    this.#unfixed.set(slot, pairs.add(pair));
  }
}
