/** What stubborn sets need, as the kernel reads it (kernel/stubborn/stubborn-map.ts). */
import {
  NEEDS_ELSEWHERE,
  SET_WORDS,
  STEPS,
  STUBBORN,
  SUBJECTS,
  SYSTEM_STEPS,
} from '../kernel/stubborn/stubborn-map.ts';
import type { Node } from '../knowledge/tree.ts';
import type { Needs } from '../stubborn/needs.ts';
import type { SubjectSet } from '../stubborn/subjects.ts';
import type { Arena } from './arena.ts';

const WORD_BITS = 64;

export class StubbornTables {
  readonly #arena: Arena;
  readonly #needs: Needs | undefined;
  readonly #words: number;
  readonly #trees: ReadonlySet<number>;
  readonly #addresses = new Map<SubjectSet, number>();

  constructor(arena: Arena, needs: Needs | undefined) {
    this.#arena = arena;
    this.#needs = needs;
    this.#words = Math.ceil((needs?.subjects.length ?? 0) / WORD_BITS);
    this.#trees = new Set(needs?.subjects.map(({ number }) => number));
    arena.kernel.set(STUBBORN, needs === undefined ? 0 : this.#write(needs));
  }

  /** Whether a tree is that of a subject: each of its leaves says what it needs. */
  isSubject(tree: number): boolean {
    return this.#trees.has(tree);
  }

  /** The address of the set that an entry needs; 0 if that is not known. */
  addressFor(tree: number, above: Node | undefined, id: number): number {
    const set = this.#needs?.of(tree, above, id);
    return set === undefined ? 0 : this.#addressOf(set);
  }

  #write(needs: Needs): number {
    const { subjects, steps, systemSteps, elsewhere } = needs;
    const { kernel } = this.#arena;
    const at = this.#arena.allocate(NEEDS_ELSEWHERE + 4 * subjects.length);
    kernel.set(at + SUBJECTS, subjects.length);
    kernel.set(at + STEPS, steps);
    kernel.set(at + SET_WORDS, this.#words);
    kernel.set(at + SYSTEM_STEPS, this.#addressOf(systemSteps));
    for (const [bit, set] of elsewhere.entries()) kernel.set(at + NEEDS_ELSEWHERE + 4 * bit, this.#addressOf(set));
    return at;
  }

  #addressOf(set: SubjectSet): number {
    const known = this.#addresses.get(set);
    if (known !== undefined) return known;
    const address = this.#arena.allocate(8 * this.#words);
    for (let word = 0; word < this.#words; word++) {
      this.#arena.kernel.u64[address / 8 + word] = BigInt.asUintN(WORD_BITS, set >> BigInt(WORD_BITS * word));
    }
    this.#addresses.set(set, address);
    return address;
  }
}
