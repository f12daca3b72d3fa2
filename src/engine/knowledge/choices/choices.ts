/**
 * Which choices are *divided*: each of their outcomes is learnt by itself, in a tree of its own, its *branch*. Its path is what was read
 * before the choice, then what the outcome's function read. The tree of the alternative itself has what the step does where it does
 * not choose. To the kernel a branch is a tree like any other. docs/decisions/engine.md, "Outcomes that are learnt by themselves".
 */

import type { Forest } from '../forest.ts';
import { BRANCHES_MAX, ChoiceWatch } from './choice-watch.ts';

/** Trees of all subjects together, beyond which no choice is divided: a state may miss them all. */
const TREES_MAX = 1024;
/** The first look at what a divided choice costs comes after this many evaluations; each further look after twice as many. */
const FIRST_LOOK = 4096;
/** A divided choice that needs this many evaluations a state is put together again. */
const EVALUATIONS_MANY = 4;

/** Where exploring again must be worth it, the first look at an undivided choice comes later. */
const TELL_FROM = 1600;

/** Thrown if the outcomes of a divided choice are not what they are alone. It has been put together; what was explored is void. */
export class Indivisible extends Error {
  constructor() {
    super('an outcome of a choice depends on the others');
  }
}

/** Thrown if a divided choice offers an outcome that has no branch yet. */
export class NewOutcome extends Error {
  constructor() {
    super('an outcome has no tree');
  }
}

interface Divided {
  readonly branches: Map<string, number>;
  /** Evaluations since it was divided; at which number of them is the next look, and when was the last one. */
  evaluations: number;
  next: number;
  last: { readonly evaluations: number; readonly states: number };
}

export class Choices {
  /** States that were visited. */
  states = 0;
  readonly #forest: Forest;
  readonly #divideAt: number | undefined;
  readonly #isOff: boolean;
  readonly #onPay: (() => void) | undefined;
  /** All of these are by position of the alternative. */
  readonly #watches = new Map<number, ChoiceWatch>();
  readonly #divided = new Map<number, Divided>();
  readonly #editions = new Map<number, number>();
  readonly #whole = new Set<number>();
  readonly #wanted = new Map<number, Set<string>>();
  readonly #due = new Set<number>();

  /**
   * `divideAt`: as in ChoiceWatch; undefined if the engine decides, infinite if no choice is ever divided. `onPay`: called
   * instead of dividing one.
   */
  constructor(forest: Forest, divideAt: number | undefined, onPay?: () => void) {
    this.#forest = forest;
    this.#onPay = onPay;
    this.#divideAt = divideAt;
    this.#isOff = divideAt === Number.POSITIVE_INFINITY;
  }

  /** The watch over an alternative that may be divided. */
  watchOf(position: number): ChoiceWatch | undefined {
    if (this.#isOff || this.#whole.has(position) || this.#divided.has(position)) return undefined;
    const known = this.#watches.get(position);
    if (known !== undefined) return known;
    const watch = new ChoiceWatch(this.#divideAt, this.#onPay === undefined ? undefined : TELL_FROM);
    this.#watches.set(position, watch);
    return watch;
  }

  get areDivided(): boolean {
    return this.#divided.size > 0;
  }

  isDivided(position: number): boolean {
    return this.#divided.has(position);
  }

  /** The trees that have the outcomes of an alternative. */
  treesOf(position: number): readonly number[] {
    return [position, ...(this.#divided.get(position)?.branches.values() ?? [])];
  }

  /** Makes footprints of before a change and after it different, so that their numbers only grow. */
  editionOf(position: number): number {
    return this.#editions.get(position) ?? 0;
  }

  /** Whether trees must be added or removed. */
  get isDue(): boolean {
    return this.#due.size > 0;
  }

  /** To be called after an evaluation that the watch has noted. */
  heed({ verdict }: ChoiceWatch, position: number): void {
    if (verdict === 'leave whole') this.leaveWhole(position);
    else if (verdict === 'divide') this.#due.add(position);
  }

  /** Counts an evaluation of a divided choice. If there are many, it is put together. */
  count(position: number): void {
    const divided = this.#divided.get(position);
    if (divided === undefined || ++divided.evaluations < divided.next) return;
    const { evaluations, last } = divided;
    const states = this.states - last.states;
    divided.last = { evaluations, states: this.states };
    divided.next *= 2;
    if (this.#divideAt !== undefined || evaluations - last.evaluations <= EVALUATIONS_MANY * states) return;
    this.#whole.add(position);
    this.#due.add(position);
  }

  /** Throws `NewOutcome` if one of these outcomes has no branch. */
  mustHave(position: number, names: readonly string[]): void {
    const { branches } = this.#divided.get(position) as Divided;
    const missing = names.filter((name) => !branches.has(name));
    if (missing.length === 0) return;
    const wanted = this.#wanted.get(position) ?? new Set();
    for (const name of missing) wanted.add(name);
    this.#wanted.set(position, wanted);
    this.#due.add(position);
    throw new NewOutcome();
  }

  /** Puts a choice together, for ever. */
  leaveWhole(position: number): void {
    this.#whole.add(position);
    this.#watches.delete(position);
    this.#join(position);
  }

  /**
   * Divides choices, adds branches, and puts choices together, as is due, while no task runs. The tables must be written anew then.
   * `isDivisible`: whether an alternative is, as far as trials show.
   */
  settle(isDivisible: (position: number, names: Iterable<string>) => boolean): void {
    for (const position of this.#due) this.#settle(position, isDivisible);
    this.#due.clear();
    this.#wanted.clear();
  }

  #settle(position: number, isDivisible: (position: number, names: Iterable<string>) => boolean): void {
    const divided = this.#divided.get(position);
    const names =
      (divided === undefined ? this.#watches.get(position)?.names : this.#wanted.get(position)) ?? new Set();
    const branches = (divided?.branches.size ?? 0) + names.size;
    const isMany = branches > BRANCHES_MAX || this.#forest.size + names.size > TREES_MAX;
    if (isMany || this.#whole.has(position) || (divided === undefined && !isDivisible(position, names))) {
      this.leaveWhole(position);
      return;
    }
    if (this.#onPay !== undefined) {
      this.#onPay();
      this.leaveWhole(position);
      return;
    }
    const now = divided ?? this.#divide(position);
    for (const name of names) now.branches.set(name, this.#forest.addBranch(position, name));
  }

  #divide(position: number): Divided {
    const last = { evaluations: 0, states: this.states };
    const divided = { branches: new Map<string, number>(), evaluations: 0, next: FIRST_LOOK, last };
    this.#divided.set(position, divided);
    this.#watches.delete(position);
    this.#changed(position);
    return divided;
  }

  #join(position: number): void {
    const divided = this.#divided.get(position);
    if (divided === undefined) return;
    this.#divided.delete(position);
    for (const tree of divided.branches.values()) this.#forest.forget(tree);
    this.#changed(position);
  }

  #changed(position: number): void {
    this.#forest.forget(position);
    this.#editions.set(position, this.editionOf(position) + 1);
  }
}
