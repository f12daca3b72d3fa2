/**
 * The kernel's copy of what the teacher knows, in shared memory. The teacher's thread is its only writer: a node or leaf is
 * written first, then the one reference to it is stored, so that workers see all of it or nothing.
 */
import { Agenda } from './agenda.ts';
import { Arena } from './arena.ts';
import { NOTHING, OBLIGES, ROOTS, UNKNOWN } from './kernel/memory-map.ts';
import type { Kernel } from './kernel.ts';
import { DIGIT_BITS, type Layout, type Place } from './layout.ts';
import type { Ids, Teacher } from './teacher.ts';
import { type Leaf, Node, type Tree } from './tree.ts';

const NODE_HEAD = 8;
/** Offset in a leaf (kernel/visit.ts). */
const LEAF_WANTED = 12;

export class Tables {
  readonly #kernel: Kernel;
  readonly #arena: Arena;
  readonly #agenda: Agenda;
  readonly #teacher: Teacher;
  readonly #layout: Layout;
  readonly #leaves = new Map<Leaf, number>();
  readonly #leafAt = new Map<number, Leaf>();
  #wanted: ReadonlySet<string> = new Set();

  /** Writes everything that the teacher knows so far. */
  constructor(kernel: Kernel, teacher: Teacher, layout: Layout) {
    this.#kernel = kernel;
    this.#arena = new Arena(kernel);
    this.#teacher = teacher;
    this.#layout = layout;
    this.#agenda = new Agenda(this.#arena, teacher, layout);
    const roots = this.#arena.allocate(teacher.trees.length * 4);
    kernel.set(ROOTS, roots);
    teacher.trees.forEach((tree, number) => {
      kernel.set(roots + number * 4, this.#encoded(tree.root));
    });
  }

  get bytes(): number {
    return this.#arena.bytes;
  }

  /** Publishes what was just learnt of a tree for a state. */
  publish(number: number, ids: Ids): void {
    this.#agenda.publishLabels();
    let cell = this.#kernel.get(ROOTS) + number * 4;
    let at = (this.#teacher.trees[number] as Tree).root;
    while (at instanceof Node && at.address !== 0) {
      const id = ids[at.slot] as number;
      cell = this.#cell(at, id);
      at = at.children[id];
    }
    this.#arena.publish(cell, this.#encoded(at));
  }

  /** A reference to a leaf that is used for one state and then forgotten. */
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

  /** While `search` looks for what was observed, the leaves that observed some of it are marked. */
  whileWanted<T>(keys: readonly string[], search: () => T): T {
    const wanting = new Set(keys);
    const marked = [...this.#leaves].filter(([{ observed }]) => observed.some((key) => wanting.has(key)));
    const mark = (wanted: number) => {
      for (const [, address] of marked) this.#kernel.set(address + LEAF_WANTED, wanted);
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

  /** The leaf at an address that the kernel gave. */
  leafAt(address: number): Leaf {
    return this.#leafAt.get(address) as Leaf;
  }

  #encoded(at: Node | Leaf | undefined): number {
    if (at === undefined) return UNKNOWN;
    return at instanceof Node ? this.#writeNode(at) : this.#leafReference(at);
  }

  /** A new copy of a node, whatever copies there were in another layout. */
  #writeNode(node: Node): number {
    node.address = this.#writeDigit(this.#digits(node.slot)[0] as Place);
    node.children.forEach((child, id) => {
      if (child !== undefined) this.#kernel.set(this.#cell(node, id), this.#encoded(child));
    });
    return node.address;
  }

  #writeDigit(digit: Place): number {
    const { u32 } = this.#kernel;
    const address = this.#arena.allocate(NODE_HEAD + 4 * 2 ** digit.bits);
    this.#arena.writePlace(address, digit);
    u32.fill(UNKNOWN, (address + NODE_HEAD) >>> 2, ((address + NODE_HEAD) >>> 2) + 2 ** digit.bits);
    return address;
  }

  /** Where the reference for a value of a node's slot stands; on the way there, a node for each digit of its number. */
  #cell(node: Node, id: number): number {
    const { shift } = this.#layout.places[node.slot] as Place;
    let address = node.address;
    const digits = this.#digits(node.slot);
    for (const [i, digit] of digits.entries()) {
      const cell = address + NODE_HEAD + 4 * ((id >>> (digit.shift - shift)) & (2 ** digit.bits - 1));
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

  /** A slot's place in pieces that one node can ask for, the most significant first. */
  #digits(slot: number): Place[] {
    const { word, shift, bits } = this.#layout.places[slot] as Place;
    const digits: Place[] = [];
    for (let from = 0; from < bits; from += DIGIT_BITS) {
      digits.unshift({ word, shift: shift + from, bits: Math.min(DIGIT_BITS, bits - from) });
    }
    return digits;
  }

  /** Whether the layout has room for all values that a leaf writes. */
  fits({ outcomes }: Leaf): boolean {
    return outcomes.every(({ writes }) =>
      writes.every(([slot, id]) => id < 2 ** (this.#layout.places[slot]?.bits ?? 0)),
    );
  }

  /** What was learnt and has no room in this layout is not known in it, although its neighbours may be. */
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

  /** As kernel/visit.ts describes it. */
  #writeLeaf({ outcomes, failed, observed }: Leaf, allocate: (bytes: number) => number): number {
    const { u32, u64 } = this.#kernel;
    const changes = outcomes.map(({ writes }) => this.#wordChanges(writes));
    const failedBytes = 8 * Math.ceil(failed.length / 2);
    const outcomeBytes =
      this.#layout.words === 1 ? 16 * outcomes.length : changes.reduce((sum, words) => sum + 8 + 24 * words.length, 0);
    const address = allocate(16 + failedBytes + outcomeBytes);
    const wanted = observed.some((key) => this.#wanted.has(key)) ? 1 : 0;
    u32.set([outcomes.length, outcomes.length, failed.length, wanted, ...failed], address >>> 2);
    let at = (address + 16 + failedBytes) / 8;
    for (const words of changes) {
      if (this.#layout.words === 1) {
        const [change] = words;
        u64[at++] = change?.keep ?? ~0n;
        u64[at++] = change?.put ?? 0n;
      } else {
        u64[at++] = BigInt(words.length);
        for (const { word, keep, put } of words) {
          u64[at++] = BigInt(word);
          u64[at++] = keep;
          u64[at++] = put;
        }
      }
    }
    return address;
  }

  /** What writes do to each word: the bits that stay, and those that are put in. */
  #wordChanges(writes: readonly (readonly [number, number])[]): { word: number; keep: bigint; put: bigint }[] {
    const byWord = new Map<number, { word: number; keep: bigint; put: bigint }>();
    for (const [slot, id] of writes) {
      const { word, shift, bits } = this.#layout.places[slot] as Place;
      const change = byWord.get(word) ?? { word, keep: 2n ** 64n - 1n, put: 0n };
      byWord.set(word, change);
      change.keep &= ~((2n ** BigInt(bits) - 1n) << BigInt(shift));
      change.put |= BigInt(id) << BigInt(shift);
    }
    return [...byWord.values()];
  }
}

function referenceTo(address: number, { obliges }: Leaf): number {
  return address + 1 + (obliges ? OBLIGES : 0);
}

function isNothing({ outcomes, failed, observed }: Leaf): boolean {
  return outcomes.length === 0 && failed.length === 0 && observed.length === 0;
}
