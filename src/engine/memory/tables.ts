/**
 * The kernel's copy of the teacher's knowledge, in shared memory. The teacher's thread is its only writer. It writes a
 * node or a leaf first and then publishes the one reference to it, so that a worker sees all of it or nothing.
 */

import {
  ENTRY_BYTES,
  ENTRY_FOOTPRINT,
  INDEX_SHIFT,
  LEAF_FAILED,
  LEAF_FOOTPRINTS,
  LEAF_HEAD,
  LEAF_OUTCOMES,
  LEAF_TRANSITIONS,
  LEAF_WANTED,
  MOVES,
  NO_FOOTPRINT,
  NODE_FACTOR,
  NODE_HEAD,
  NODE_WORD,
  NOTHING,
  OBLIGES,
  ROOTS,
  UNKNOWN,
} from '../kernel/memory-map.ts';
import type { Kernel } from '../kernel.ts';
import type { Ids } from '../knowledge/domain.ts';
import type { Teacher } from '../knowledge/teacher.ts';
import { type Leaf, Node, type Tree } from '../knowledge/tree.ts';
import type { Group } from '../symmetry/group.ts';
import { Agenda } from './agenda.ts';
import { Arena } from './arena.ts';
import { CanonicalTables } from './canonical-tables.ts';
import { DIGIT_BITS, type Layout, type Place } from './layout.ts';
import { masksOf } from './outcome-masks.ts';
import { footprintBit, SleepTable } from './sleep-table.ts';

export class Tables {
  readonly #kernel: Kernel;
  readonly #arena: Arena;
  readonly #agenda: Agenda;
  readonly #sleep: SleepTable;
  readonly #canonical: CanonicalTables;
  readonly #teacher: Teacher;
  readonly #layout: Layout;
  /** By slot: its place, in pieces that one node can ask for. */
  readonly #digits: readonly (readonly Place[])[];
  readonly #leaves = new Map<Leaf, number>();
  readonly #leafAt = new Map<number, Leaf>();
  #wanted: ReadonlySet<string> = new Set();
  /** By number of the tree, what it takes in this memory; a leaf that several trees share belongs to the first. */
  readonly bytesOf: number[] = [];
  /** The shared nodes that have a copy in this layout. */
  readonly #shared = new Set<Node>();

  /** Writes everything that the teacher knows so far. `group`: the permutations under which states are stored once. */
  constructor(kernel: Kernel, teacher: Teacher, layout: Layout, group?: Group) {
    this.#kernel = kernel;
    this.#arena = new Arena(kernel);
    this.#teacher = teacher;
    this.#layout = layout;
    this.#digits = layout.places.map(digitsOf);
    this.#agenda = new Agenda(this.#arena, teacher, layout);
    this.#sleep = new SleepTable(kernel, teacher.commutation);
    this.#canonical = new CanonicalTables(this.#arena, layout, group);
    const roots = this.#arena.allocate(teacher.trees.length * 4);
    kernel.set(ROOTS, roots);
    this.#sleep.publish();
    teacher.trees.forEach((tree, number) => {
      const before = this.bytes;
      kernel.set(roots + number * 4, this.#encoded(tree.root));
      this.bytesOf[number] = this.bytes - before;
    });
  }

  get bytes(): number {
    return this.#arena.bytes;
  }

  /** Publishes the entry of a tree that was just learned for a state. */
  publish(number: number, ids: Ids): void {
    this.#agenda.publishLabels();
    this.#sleep.publish();
    this.#canonical.publish();
    let cell = this.#kernel.get(ROOTS) + number * 4;
    let at = (this.#teacher.trees[number] as Tree).root;
    while (at instanceof Node && at.address !== 0) {
      const id = ids[at.slot] as number;
      cell = this.#cell(at, id);
      at = at.children[id];
    }
    const before = this.bytes;
    this.#arena.publish(cell, this.#encoded(at));
    this.bytesOf[number] = (this.bytesOf[number] as number) + this.bytes - before;
  }

  /** A reference to a leaf that is used for one state only, until `forgetAnswers`. */
  answer(leaf: Leaf): number {
    if (isNothing(leaf)) return NOTHING;
    this.#agenda.publishLabels();
    const address = this.#writeLeaf(leaf, (bytes) => this.#arena.lend(bytes));
    this.#leafAt.set(address, leaf);
    return referenceTo(address, leaf);
  }

  forgetAnswers(): void {
    this.#arena.forget();
  }

  /** Runs a search for observations while the leaves that made any of them are marked as wanted. */
  whileWanted<T>(keys: readonly string[], search: () => T): T {
    const wanting = new Set(keys);
    // A search may learn leaves, which are wanted from the beginning: at its end these are unmarked as well.
    const mark = (wanted: number) => {
      for (const [{ observed }, address] of this.#leaves)
        if (observed.some((key) => wanting.has(key))) this.#kernel.set(address + LEAF_WANTED, wanted);
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

  /** The leaf at an address. */
  leafAt(address: number): Leaf {
    return this.#leafAt.get(address) as Leaf;
  }

  #encoded(at: Node | Leaf | undefined): number {
    if (at === undefined) return UNKNOWN;
    return at instanceof Node ? this.#writeNode(at) : this.#leafReference(at);
  }

  /** A new copy of a node; copies in another layout are void. */
  #writeNode(node: Node): number {
    if (this.#shared.has(node)) return node.address;
    if (node.isShared) this.#shared.add(node);
    node.address = this.#writeDigit(this.#digits[node.slot]?.[0] as Place);
    node.children.forEach((child, id) => {
      if (child !== undefined) this.#kernel.set(this.#cell(node, id), this.#encoded(child));
    });
    return node.address;
  }

  #writeDigit(digit: Place): number {
    const { u32, u64 } = this.#kernel;
    const values = 2 ** (digit.bits + gapsBelow(digit));
    const address = this.#arena.allocate(NODE_HEAD + 4 * values);
    const { mask, factor } = askingFor(digit);
    u64[address / 8] = mask;
    u64[(address + NODE_FACTOR) / 8] = factor;
    u64[(address + NODE_WORD) / 8] = BigInt(8 * digit.word);
    u32.fill(UNKNOWN, (address + NODE_HEAD) >>> 2, ((address + NODE_HEAD) >>> 2) + values);
    return address;
  }

  /**
   * The address of the reference for a value of a node's slot. Nodes for the digits of its number are added on the way
   * there.
   */
  #cell(node: Node, id: number): number {
    const { shift } = this.#layout.places[node.slot] as Place;
    let address = node.address;
    const digits = this.#digits[node.slot] as readonly Place[];
    for (const [i, digit] of digits.entries()) {
      const value = (id >>> (digit.shift - shift)) & (2 ** digit.bits - 1);
      const cell = address + NODE_HEAD + 4 * (value << gapsBelow(digit));
      const next = digits[i + 1];
      if (next === undefined) return cell;
      if (this.#kernel.get(cell) === UNKNOWN) {
        const written = this.#writeDigit(next);
        this.#arena.publish(cell, written);
      }
      address = this.#kernel.get(cell);
    }
    throw new Error('a slot without bits');
  }

  /** Whether the layout has room for all values that a leaf writes, and for their images. */
  fitsWithImages(leaf: Leaf): boolean {
    return this.fits(leaf) && this.#canonical.fits;
  }

  /** Whether the layout has room for all values that a leaf writes. */
  fits({ outcomes }: Leaf): boolean {
    return outcomes.every(({ writes }) =>
      writes.every(([slot, id]) => id < 2 ** (this.#layout.places[slot]?.bits ?? 0)),
    );
  }

  /**
   * A reference to a leaf. A leaf that has no room in this layout is unknown in it, although its neighbours may be
   * known.
   */
  #leafReference(leaf: Leaf): number {
    if (isNothing(leaf)) return NOTHING;
    if (!this.fits(leaf)) return UNKNOWN;
    let address = this.#leaves.get(leaf);
    if (address === undefined) {
      address = this.#writeLeaf(leaf, (bytes) => this.#arena.allocate(bytes));
      this.#leaves.set(leaf, address);
      this.#leafAt.set(address, leaf);
    }
    return referenceTo(address, leaf);
  }

  /** Writes a leaf as kernel/memory-map.ts lays it out. */
  #writeLeaf({ outcomes, failed, observed }: Leaf, allocate: (bytes: number) => number): number {
    const { u32, u64 } = this.#kernel;
    const masks = outcomes.map(({ writes }) => masksOf(this.#layout, writes));
    const entries = LEAF_HEAD + 8 * Math.ceil(failed.length / 2);
    const address = allocate(entries + masks.reduce((sum, { length }) => sum + ENTRY_BYTES + 4 * length, 0));
    this.#kernel.set(address + LEAF_OUTCOMES, outcomes.length);
    this.#kernel.set(address + LEAF_TRANSITIONS, outcomes.length);
    this.#kernel.set(address + LEAF_FAILED, failed.length);
    this.#kernel.set(address + LEAF_WANTED, observed.some((key) => this.#wanted.has(key)) ? 1 : 0);
    u32.set(failed, (address + LEAF_HEAD) >>> 2);
    let footprints = 0n;
    let entry = address + entries;
    let at = entry + ENTRY_BYTES * outcomes.length;
    for (const [i, halves] of masks.entries()) {
      const footprint = outcomes[i]?.footprint ?? NO_FOOTPRINT;
      this.#kernel.set(entry, at);
      this.#kernel.set(entry + ENTRY_FOOTPRINT, footprint);
      footprints |= footprintBit(footprint);
      u32.set(halves, at >>> 2);
      entry += ENTRY_BYTES;
      at += 4 * halves.length;
    }
    u64[(address + LEAF_FOOTPRINTS) / 8] = footprints;
    return address;
  }
}

/** A place in pieces that one node can ask for, the most significant first. */
function digitsOf({ word, shift, bits }: Place): Place[] {
  const digits: Place[] = [];
  for (let from = 0; from < bits; from += DIGIT_BITS) {
    digits.unshift({ word, shift: shift + from, bits: Math.min(DIGIT_BITS, bits - from) });
  }
  return digits;
}

/**
 * The index of a node is the upper six bits of a product (kernel/gather.ts). Bits above the lowest of these have zeros
 * below them.
 */
function gapsBelow({ shift }: Place): number {
  return Math.max(0, shift - INDEX_SHIFT);
}

function askingFor({ shift, bits }: Place): { readonly mask: bigint; readonly factor: bigint } {
  return {
    mask: (2n ** BigInt(bits) - 1n) << BigInt(shift),
    factor: 1n << BigInt(Math.max(0, INDEX_SHIFT - shift)),
  };
}

function referenceTo(address: number, { obliges, outcomes }: Leaf): number {
  return address + 1 + (obliges ? OBLIGES : 0) + (outcomes.length > 0 ? MOVES : 0);
}

function isNothing({ outcomes, failed, observed }: Leaf): boolean {
  return outcomes.length === 0 && failed.length === 0 && observed.length === 0;
}
