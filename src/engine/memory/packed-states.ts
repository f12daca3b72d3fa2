/**
 * Packed states and what is known of them: one layout, its tables and its store, with the teacher, which adds what the
 * kernel misses to the tables.
 */

import type { Stopped } from '../../model/exploration.ts';
import {
  ANSWER_COUNT,
  ANSWERS,
  DECODED,
  LEAF_COUNT,
  LEAVES,
  MATCH_COUNT,
  MISS_COUNT,
  MISSES,
  NO_KEY,
  SUCCESSORS,
  TRANSITIONS,
} from '../kernel/memory-map.ts';
import { type Kernel, scratchOf } from '../kernel.ts';
import { NewOutcome } from '../knowledge/choices/choices.ts';
import { type Ids, initialIdsOf } from '../knowledge/domain.ts';
import type { Teacher } from '../knowledge/teacher.ts';
import type { Leaf } from '../knowledge/tree.ts';
import type { Needs } from '../stubborn/needs.ts';
import type { Group } from '../symmetry/group.ts';
import { KnowledgeFull } from './arena.ts';
import { type Layout, widerThan } from './layout.ts';
import type { Kinds } from './leaves.ts';
import { Store } from './store.ts';
import { asChosen, type Expanded, type Successor } from './successors.ts';
import { Tables } from './tables.ts';

/** A state, by its record, with the trees that have no leaf for it. */
export interface Miss {
  readonly record: number;
  readonly trees: readonly number[];
}

/** Thrown if a slot takes a value for which the layout has no room. */
export class OutOfBits extends Error {}

/** Thrown if an outcome of a divided choice has no tree in the tables yet. */
export class OutOfTrees extends OutOfBits {}

/** How fewer states are stored than there are. */
export interface Reductions {
  /** The permutations under which states are stored once. */
  readonly group?: Group | undefined;
  /** What stubborn sets need. */
  readonly needs?: Needs | undefined;
}

/** The kernel's NO_KEY, as keys are read from memory. */
export const NO_KEY_BITS = BigInt.asUintN(64, BigInt(NO_KEY));
/** The lane of the teacher's own thread. */
export const OWN = 0;
const scratch = scratchOf(OWN);

export class PackedStates {
  readonly kernel: Kernel;
  readonly teacher: Teacher;
  readonly #store: Store;
  readonly #group: Group | undefined;
  #needs: Needs | undefined;
  #layout: Layout;
  #tables: Tables;

  constructor(kernel: Kernel, teacher: Teacher, layout: Layout, statesMax: number, { group, needs }: Reductions = {}) {
    this.kernel = kernel;
    this.#group = group;
    this.#needs = needs;
    this.teacher = teacher;
    this.#layout = layout;
    this.#tables = new Tables(kernel, teacher, layout, { group, needs });
    this.#store = new Store(kernel, layout, statesMax);
  }

  get layout(): Layout {
    return this.#layout;
  }
  get tables(): Tables {
    return this.#tables;
  }
  get store(): Store {
    return this.#store;
  }

  /**
   * Continues in a layout with room for more values, while no task runs; otherwise returns why there is no room for it.
   * Throws `OutOfBits` if the run must start again.
   */
  widen(wider: Layout, mayGrow: (bytes: number) => boolean): Stopped | undefined {
    // In another layout, another state of an orbit is the least. With stubborn sets, a run begins again anyway.
    if (this.#group !== undefined || this.isReduced) throw new OutOfBits();
    const layout = widerThan(this.#layout, wider);
    if (layout.words === 1 && this.#layout.words > 1) throw new OutOfBits();
    const stopped = this.#store.widen(layout, mayGrow);
    if (stopped === 'another-place' || stopped === 'words-full') throw new OutOfBits();
    if (stopped !== undefined) return stopped;
    this.#layout = layout;
    this.#tables = new Tables(this.kernel, this.teacher, layout);
    return undefined;
  }

  /**
   * Writes the tables anew, while no task runs: with `kinds`, for the graph of all states. Throws `KnowledgeFull`, and
   * then they must be written again without.
   */
  rewriteTables(kinds?: Kinds): void {
    const [group, needs] = [this.#group, this.#needs];
    this.#tables = new Tables(this.kernel, this.teacher, this.#layout, { kinds, group, needs });
  }

  /** Chooses stubborn sets by other needs from now on, while no task runs. */
  chooseBy(needs: Needs): void {
    this.#needs = needs;
    this.rewriteTables();
  }

  /** Whether not all steps are taken in every state. */
  get isReduced(): boolean {
    return this.#needs !== undefined;
  }

  /** Divides choices and puts them together, where that is due, while no task runs. Throws `KnowledgeFull`. */
  settleChoices(): void {
    this.teacher.settleChoices();
    this.rewriteTables();
  }

  /** The numbers of a state's values: a view that the next call overwrites. */
  decode(key: bigint): Ids {
    this.kernel.run.decode(OWN, key);
    return this.#decoded();
  }

  decodeRecord(record: number): Ids {
    this.kernel.run.decodeRecord(OWN, record);
    return this.#decoded();
  }

  #decoded(): Ids {
    const from = (scratch + DECODED) >>> 2;
    return this.kernel.u32.slice(from, from + this.layout.places.length);
  }

  /** What a task of a lane missed, state by state. */
  missesOf(lane: number): Miss[] {
    const region = scratchOf(lane);
    const misses: { record: number; trees: number[] }[] = [];
    for (let i = 0; i < this.kernel.get(region + MISS_COUNT); i++) {
      const record = this.kernel.get(region + MISSES + 8 * i);
      const tree = this.kernel.get(region + MISSES + 8 * i + 4);
      const last = misses.at(-1);
      if (last?.record === record) last.trees.push(tree);
      else misses.push({ record, trees: [tree] });
    }
    return misses;
  }

  /** Learns what was missed in a state. Throws `OutOfBits`, or the `UserError` of a broken step. */
  teach(ids: Ids, trees: readonly number[]): void {
    for (const tree of trees) {
      const known = this.teacher.trees[tree]?.find(ids);
      if (known === undefined && this.#freezes(tree)) continue;
      // An entry may be known but not published: it was learned for another state of this task, or the layout had no
      // room for it.
      this.#mustFit(known ?? withTrees(() => this.teacher.learn(tree, ids)));
      this.#publish(tree, ids);
    }
  }

  /** Runs a call of the kernel that visits one state until nothing is missed. `missed`: the trees that are known to miss it. */
  untilKnown(idsOf: () => Ids, call: () => void, missed: readonly number[] = []): void {
    try {
      if (missed.length > 0) this.#answerAll(missed, idsOf());
      for (;;) {
        call();
        const [miss] = this.missesOf(OWN);
        if (miss === undefined) return;
        const ids = idsOf();
        this.teach(ids, miss.trees);
        this.#answerAll(miss.trees, ids);
      }
    } finally {
      this.kernel.set(scratch + ANSWER_COUNT, 0);
      this.tables.forgetAnswers();
    }
  }

  /** What is known of a state: the leaves of its steps, by number. */
  leavesOf(key: bigint): { readonly step: number; readonly leaf: Leaf }[] {
    this.untilKnown(
      () => this.decode(key),
      () => this.kernel.run.enumerate(OWN, key),
    );
    return Array.from({ length: this.kernel.get(scratch + LEAF_COUNT) }, (_, i) => ({
      step: this.teacher.forest.stepOf(this.kernel.get(scratch + LEAVES + 8 * i)),
      leaf: this.tables.leafAt(this.kernel.get(scratch + LEAVES + 8 * i + 4)),
    }));
  }

  /** The numbers of the values of the initial states, in their order. */
  initialIds(): Ids[] {
    return initialIdsOf(this.teacher);
  }

  /** The keys of the initial states, in their order. */
  initialKeys(): bigint[] {
    return this.initialIds().map((ids) => this.store.keyOf(ids));
  }

  /** All transitions of a state, in no order that means anything. */
  successorsOf(key: bigint): Successor[] {
    const leaves = this.leavesOf(key);
    let next = SUCCESSORS / 8;
    const successors = leaves.flatMap(({ step, leaf }) =>
      leaf.outcomes.map((outcome) => ({ step, leaf, outcome, key: this.kernel.u64[next++] as bigint })),
    );
    if (!successors.some((successor) => successor.key === NO_KEY_BITS)) {
      // Random walks, which estimate, go by the order.
      return this.teacher.choices.areDivided ? asChosen(successors) : successors;
    }
    // Only states that were not visited lead to new words, and those are visited here while no thread runs.
    if (!this.store.words.grow()) throw new KnowledgeFull();
    return this.successorsOf(key);
  }

  /** The result of visiting a state with the bundles of a lane. Undefined if a tree has no leaf for the state. */
  expandedBy(lane: number, key: bigint): Expanded | undefined {
    const region = scratchOf(lane);
    if (this.kernel.run.enumerateAsExpanded(lane, key) === 0) return undefined;
    const first = SUCCESSORS / 8;
    const keys = [...this.kernel.u64.subarray(first, first + this.kernel.get(region + MATCH_COUNT))];
    return { keys: keys.filter((next) => next !== key), transitions: this.kernel.count(region + TRANSITIONS) };
  }

  /** The key of the state that is stored in place of the state with a key. */
  canonical(key: bigint): bigint {
    if (this.#group === undefined) return key;
    const canonical = BigInt.asUintN(64, this.kernel.run.canonicalOf(OWN, key));
    if (canonical !== NO_KEY_BITS) return canonical;
    // No thread runs where a form is asked for.
    if (!this.store.words.grow()) throw new KnowledgeFull();
    return this.canonical(key);
  }

  get group(): Group | undefined {
    return this.#group;
  }

  keyAt(record: number): bigint {
    return BigInt.asUintN(64, this.kernel.run.keyAt(record));
  }

  /** Answers for the trees that did not learn what they miss, until the state has been visited. */
  #answerAll(trees: readonly number[], ids: Ids): void {
    for (const tree of trees) if (this.teacher.trees[tree]?.find(ids) === undefined) this.#answer(tree, ids);
  }

  #answer(tree: number, ids: Ids): void {
    const { leaf, isMemoised } = withTrees(() => this.teacher.ask(tree, ids));
    this.#mustFit(leaf);
    if (isMemoised) {
      this.#publish(tree, ids);
      return;
    }
    const count = this.kernel.get(scratch + ANSWER_COUNT);
    this.kernel.set(scratch + ANSWERS + 8 * count, tree);
    this.kernel.set(scratch + ANSWERS + 8 * count + 4, this.tables.answer(tree, leaf));
    this.kernel.set(scratch + ANSWER_COUNT, count + 1);
  }

  #publish(tree: number, ids: Ids): void {
    this.teacher.ledger.charge(tree, () => this.tables.publish(tree, ids));
  }

  #freezes(tree: number): boolean {
    return this.teacher.freezes(tree, this.store.log.states);
  }

  #mustFit(leaf: Leaf): void {
    if (!this.tables.fitsWithImages(leaf)) throw new OutOfBits();
  }
}

function withTrees<T>(evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    throw error instanceof NewOutcome ? new OutOfTrees() : error;
  }
}
