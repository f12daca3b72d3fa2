/**
 * The kernel's copy of the teacher's knowledge, in shared memory. The teacher's thread is its only writer. It writes a
 * node or a leaf first and then publishes the one reference to it, so that a worker sees all of it or nothing.
 */

import { VARS } from '../kernel/edges/edge-map.ts';
import { INDEX_SHIFT, NODE_FACTOR, NODE_HEAD, NODE_WORD, ROOTS, UNKNOWN } from '../kernel/memory-map.ts';
import type { Kernel } from '../kernel.ts';
import type { Ids } from '../knowledge/domain.ts';
import type { Judged } from '../knowledge/subject.ts';
import type { Teacher } from '../knowledge/teacher.ts';
import { type Leaf, Node, type Tree } from '../knowledge/tree.ts';
import type { Needs } from '../stubborn/needs.ts';
import type { Group } from '../symmetry/group.ts';
import { Agenda } from './agenda.ts';
import { Arena } from './arena.ts';
import { CanonicalTables } from './canonical-tables.ts';
import { DIGIT_BITS, type Layout, type Place } from './layout.ts';
import { type Kinds, Leaves } from './leaves.ts';
import { SleepTable } from './sleep-table.ts';
import { StubbornTables } from './stubborn-tables.ts';

export interface TablesOptions {
  readonly kinds?: Kinds | undefined;
  readonly group?: Group | undefined;
  readonly needs?: Needs | undefined;
}

export class Tables {
  readonly #kernel: Kernel;
  readonly #arena: Arena;
  readonly #agenda: Agenda;
  readonly #sleep: SleepTable;
  readonly #canonical: CanonicalTables;
  readonly #stubborn: StubbornTables;
  readonly #teacher: Teacher;
  readonly #layout: Layout;
  /** By slot: its place, in pieces that one node can ask for. */
  readonly #digits: readonly (readonly Place[])[];
  readonly #leaves: Leaves;
  /** By number of the tree, what it takes in this memory; a leaf that several trees share belongs to the first. */
  readonly bytesOf: number[] = [];
  /** The shared nodes that have a copy in this layout. */
  readonly #shared = new Set<Node>();

  /**
   * Writes everything that the teacher knows so far; with `kinds`, what the graph of all states needs of it, in the form
   * that kernel/edges/edges.ts reads. `group`: the permutations under which states are stored once. `needs`: for stubborn sets.
   */
  constructor(kernel: Kernel, teacher: Teacher, layout: Layout, { kinds, group, needs }: TablesOptions = {}) {
    this.#kernel = kernel;
    this.#arena = new Arena(kernel);
    this.#teacher = teacher;
    this.#layout = layout;
    this.#digits = layout.places.map(digitsOf);
    this.#agenda = new Agenda(this.#arena, teacher, layout, kinds && judgedFor(kinds));
    this.#leaves = new Leaves(this.#arena, layout, kinds);
    this.#sleep = new SleepTable(kernel, teacher.commutation);
    this.#canonical = new CanonicalTables(this.#arena, layout, group);
    this.#stubborn = new StubbornTables(this.#arena, needs);
    const roots = this.#arena.allocate(teacher.trees.length * 4);
    kernel.set(ROOTS, roots);
    kernel.set(VARS, kinds === undefined ? 0 : this.#writeVars());
    this.#sleep.publish();
    const isAsked = (number: number) =>
      kinds === undefined || teacher.subjects[number]?.kind === 'step' || kinds.predicates.includes(number);
    teacher.trees.forEach((tree, number) => {
      const before = this.bytes;
      kernel.set(roots + number * 4, isAsked(number) ? this.#encoded(number, tree.root, undefined, 0) : UNKNOWN);
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
    let above: Node | undefined;
    let id = 0;
    while (at instanceof Node && at.address !== 0) {
      above = at;
      id = ids[at.slot] as number;
      cell = this.#cell(at, id);
      at = at.children[id];
    }
    const before = this.bytes;
    this.#arena.publish(cell, this.#encoded(number, at, above, id));
    this.bytesOf[number] = (this.bytesOf[number] as number) + this.bytes - before;
  }

  /** A reference to a leaf of a tree that is used for one state only, until `forgetAnswers`. */
  answer(number: number, leaf: Leaf): number {
    this.#agenda.publishLabels();
    return this.#leaves.answer(number, leaf);
  }

  forgetAnswers(): void {
    this.#arena.forget();
  }

  /** Runs a search for observations while the leaves that made any of them are marked as wanted. */
  whileWanted<T>(keys: readonly string[], search: () => T): T {
    return this.#leaves.whileWanted(keys, search);
  }

  /** The leaf at an address. */
  leafAt(address: number): Leaf {
    return this.#leaves.at(address);
  }

  /** Whether the layout has room for all values that a leaf writes. */
  fits(leaf: Leaf): boolean {
    return this.#leaves.fits(leaf);
  }

  /** A reference to what stands below a node, where its slot has the value with number `id`. */
  #encoded(tree: number, at: Node | Leaf | undefined, above: Node | undefined, id: number): number {
    if (at === undefined) return UNKNOWN;
    if (at instanceof Node) return this.#writeNode(tree, at);
    const needs = this.#stubborn.isSubject(tree) ? this.#stubborn.addressFor(tree, above, id) : undefined;
    return this.#leaves.referenceTo(tree, at, needs);
  }

  /** A new copy of a node; copies in another layout are void. */
  #writeNode(tree: number, node: Node): number {
    if (this.#shared.has(node)) return node.address;
    if (node.isShared) this.#shared.add(node);
    node.address = this.#writeDigit(this.#digits[node.slot]?.[0] as Place);
    node.children.forEach((child, id) => {
      if (child !== undefined) this.#kernel.set(this.#cell(node, id), this.#encoded(tree, child, node, id));
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

  /** A mask for each word: the bits that are not of ghosts. */
  #writeVars(): number {
    const { system, columns } = this.#teacher;
    const words = new BigUint64Array(this.#layout.words).fill(2n ** 64n - 1n);
    this.#layout.places.forEach(({ word, shift, bits }, column) => {
      if (!system.slots[columns.slotOf[column] as number]?.ghost) return;
      words[word] = (words[word] as bigint) & ~((2n ** BigInt(bits) - 1n) << BigInt(shift));
    });
    return this.#arena.write(new Uint32Array(words.buffer));
  }
}

/** Predicates are asked in every state, as if they were judgements. */
function judgedFor({ predicates }: Kinds): Judged {
  return { active: predicates, quiescent: predicates, stuck: predicates, terminal: predicates, lasting: predicates };
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
