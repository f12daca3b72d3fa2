/**
 * The kernel's copies of leaves, as kernel/memory-map.ts lays them out. In tables for infinite runs a copy says what the graph of all states
 * needs: the entry of an outcome has the number of its kind in place of its footprint, and a leaf decides predicates.
 */
import {
  ENTRY_BYTES,
  ENTRY_FOOTPRINT,
  LEAF_FAILED,
  LEAF_FOOTPRINTS,
  LEAF_HEAD,
  LEAF_OUTCOMES,
  LEAF_TRANSITIONS,
  LEAF_WANTED,
  MOVES,
  NO_FOOTPRINT,
  NOTHING,
  OBLIGES,
  UNKNOWN,
} from '../kernel/memory-map.ts';
import { LEAF_NEEDS } from '../kernel/stubborn/stubborn-map.ts';
import type { Leaf } from '../knowledge/tree.ts';
import { type Arena, isTemporary } from './arena.ts';
import type { Layout } from './layout.ts';
import { hasRoom, masksOf } from './outcome-masks.ts';
import { footprintBit } from './sleep-table.ts';

/** What tables for infinite runs say of the leaves of a tree. */
export interface Kinds {
  /** The trees of predicates, by number of the predicate. No other judgement is made. */
  readonly predicates: readonly number[];
  /** The numbers of the kinds of the outcomes of a leaf. */
  of(tree: number, leaf: Leaf): readonly number[];
}

/** What a copy says besides what its outcomes write: a tag for each outcome, and what is decided. */
interface Said {
  readonly tags: readonly number[];
  readonly failed: readonly number[];
  /** For stubborn sets: the address of what the entry needs, 0 if that is not known; undefined if none is chosen. */
  readonly needs: number | undefined;
}

export class Leaves {
  readonly #arena: Arena;
  readonly #layout: Layout;
  readonly #kinds: Kinds | undefined;
  readonly #copies = new Map<Leaf, number>();
  /** In tables for infinite runs or with stubborn sets: by leaf, then by what is said of it. Trees that share a leaf may differ in that. */
  readonly #kindCopies = new Map<Leaf, Map<string, number>>();
  readonly #leafAt = new Map<number, Leaf>();
  #wanted: ReadonlySet<string> = new Set();

  constructor(arena: Arena, layout: Layout, kinds: Kinds | undefined) {
    this.#arena = arena;
    this.#layout = layout;
    this.#kinds = kinds;
  }

  /** The leaf at an address. */
  at(address: number): Leaf {
    return this.#leafAt.get(address) as Leaf;
  }

  /** Whether the layout has room for all values that a leaf writes. */
  fits({ outcomes }: Leaf): boolean {
    return outcomes.every(({ writes }) => hasRoom(this.#layout.places, writes));
  }

  /**
   * A reference to a leaf of a tree. A leaf that has no room in this layout is unknown in it, although its neighbours
   * may be known. `needs`: for stubborn sets, the address of what the entry needs.
   */
  referenceTo(tree: number, leaf: Leaf, needs?: number): number {
    if (this.#isNothing(leaf) && needs === undefined) return NOTHING;
    if (!this.fits(leaf)) return UNKNOWN;
    const said = this.#said(tree, leaf, needs);
    const isOne = this.#kinds === undefined && needs === undefined;
    const [copies, key] = isOne ? [this.#copies, leaf] : [this.#kindCopiesOf(leaf), keyOf(said)];
    let address = (copies as Map<unknown, number>).get(key);
    if (address === undefined) {
      address = this.#write(leaf, said, (bytes) => this.#arena.allocate(bytes));
      (copies as Map<unknown, number>).set(key, address);
      this.#leafAt.set(address, leaf);
    }
    return reference(address, leaf);
  }

  /** A reference to a copy that is used for one state only, until `forgetAnswers` of the tables. */
  answer(tree: number, leaf: Leaf): number {
    if (this.#isNothing(leaf)) return NOTHING;
    const address = this.#write(leaf, this.#said(tree, leaf), (bytes) => this.#arena.lend(bytes));
    this.#leafAt.set(address, leaf);
    return reference(address, leaf);
  }

  /** Runs a search for observations while the leaves that made any of them are marked as wanted. */
  whileWanted<T>(keys: readonly string[], search: () => T): T {
    const wanting = new Set(keys);
    // A search may learn leaves, which are wanted from the beginning: at its end these are unmarked as well.
    const mark = (wanted: number) => {
      for (const [address, { observed }] of this.#leafAt) {
        if (isTemporary(address) || !observed.some((key) => wanting.has(key))) continue;
        this.#arena.kernel.set(address + LEAF_WANTED, wanted);
      }
    };
    this.#wanted = wanting;
    mark(1);
    try {
      return search();
    } finally {
      this.#wanted = new Set();
      mark(0);
    }
  }

  #kindCopiesOf(leaf: Leaf): Map<string, number> {
    const known = this.#kindCopies.get(leaf);
    if (known !== undefined) return known;
    const copies = new Map<string, number>();
    this.#kindCopies.set(leaf, copies);
    return copies;
  }

  #said(tree: number, leaf: Leaf, needs?: number): Said {
    if (this.#kinds === undefined)
      return { tags: leaf.outcomes.map(({ footprint }) => footprint ?? NO_FOOTPRINT), failed: leaf.failed, needs };
    const predicate = this.#kinds.predicates.indexOf(tree);
    return predicate < 0
      ? { tags: this.#kinds.of(tree, leaf), failed: [], needs }
      : { tags: [], failed: [predicate], needs };
  }

  #isNothing({ outcomes, failed, observed }: Leaf): boolean {
    return outcomes.length === 0 && failed.length === 0 && (this.#kinds !== undefined || observed.length === 0);
  }

  #write({ outcomes, observed }: Leaf, { tags, failed, needs }: Said, allocate: (bytes: number) => number): number {
    const { kernel } = this.#arena;
    const { u32, u64 } = kernel;
    const masks = outcomes.map(({ writes }) => masksOf(this.#layout, writes));
    const entries = LEAF_HEAD + 8 * Math.ceil(failed.length / 2);
    const address = allocate(entries + masks.reduce((sum, { length }) => sum + ENTRY_BYTES + 4 * length, 0));
    kernel.set(address + LEAF_OUTCOMES, outcomes.length);
    kernel.set(address + LEAF_TRANSITIONS, outcomes.length);
    kernel.set(address + LEAF_FAILED, failed.length);
    kernel.set(address + LEAF_WANTED, observed.some((key) => this.#wanted.has(key)) ? 1 : 0);
    u32.set(failed, (address + LEAF_HEAD) >>> 2);
    let footprints = 0n;
    let entry = address + entries;
    let at = entry + ENTRY_BYTES * outcomes.length;
    for (const [i, halves] of masks.entries()) {
      const tag = tags[i] as number;
      kernel.set(entry, at);
      kernel.set(entry + ENTRY_FOOTPRINT, tag);
      footprints |= footprintBit(tag);
      u32.set(halves, at >>> 2);
      entry += ENTRY_BYTES;
      at += 4 * halves.length;
    }
    u64[(address + LEAF_FOOTPRINTS) / 8] = footprints;
    if (needs !== undefined) kernel.set(address + LEAF_NEEDS, needs);
    return address;
  }
}

function keyOf({ tags, failed, needs }: Said): string {
  return `${tags.join()} ${failed.join()} ${needs ?? ''}`;
}

function reference(address: number, { obliges, outcomes }: Leaf): number {
  return address + 1 + (obliges ? OBLIGES : 0) + (outcomes.length > 0 ? MOVES : 0);
}
