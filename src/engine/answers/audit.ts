/**
 * The audit compares what the tables have of a sampled state with a fresh evaluation of everything that may happen in it.
 * Outcomes, claims and the order of reads must agree, and the kernel's successors must agree with what the steps write. When
 * the level is done, all successors must be stored, including those of outcomes that slept. States are sampled by a hash of
 * their keys. For states of one word, the sample does not depend on the number of workers; for states of several words, it
 * does.
 */
import { UserError } from '../../errors.ts';
import { AUDIT_MASK } from '../kernel/memory-map.ts';
import type { Ids } from '../knowledge/domain.ts';
import type { Teacher } from '../knowledge/teacher.ts';
import type { LeafOutcome } from '../knowledge/tree.ts';
import type { Layout } from '../memory/layout.ts';
import type { PackedStates } from '../memory/packed-states.ts';
import type { Expanded, Successor } from '../memory/successors.ts';
import { type StepLeaf, takenIn, tellsOrdersApart } from './both-orders.ts';

/** The successors of this many audited states of a level are kept; those of the others are formed again. */
const KEPT = 4096;

export class Audit {
  #packed: PackedStates | undefined;
  /** The audited states of this level, the first of them with their successors. Keys are valid in their layout only. */
  #expected: {
    readonly record: number;
    readonly layout: Layout;
    readonly keys?: readonly bigint[];
    readonly isReduced: boolean;
  }[] = [];
  /** Whether a step was left out, of a stubborn set, that another one affects. In a run that learns more, that is no fault. */
  #isDoubtful = false;

  get #teacher(): Teacher {
    return (this.#packed as PackedStates).teacher;
  }

  open(packed: PackedStates, oneIn: number): void {
    this.#packed = packed;
    this.#expected = [];
    this.#isDoubtful = false;
    this.sampleOneIn(oneIn);
  }

  /** Samples one state in `oneIn` from now on, rounded down to a power of two; none for 0. */
  sampleOneIn(oneIn: number): void {
    const { u64 } = (this.#packed as PackedStates).kernel;
    u64[AUDIT_MASK / 8] = oneIn === 0 ? 2n ** 64n - 1n : 2n ** BigInt(Math.floor(Math.log2(oneIn))) - 1n;
  }

  /**
   * Audits the states of these records, which a lane has visited. Throws `E_IMPURE` if a step or predicate gives another
   * result than before.
   */
  records(records: readonly number[], lane: number): void {
    for (const record of records) this.#state(record, lane);
  }

  /** To be called when all states of a level have been visited, while no task runs: their successors must be stored. */
  level(): void {
    const packed = this.#packed as PackedStates;
    for (const { record, layout, keys, isReduced } of this.#expected.splice(0)) {
      const known = layout === packed.layout ? keys : undefined;
      const now = known ?? packed.successorsOf(packed.keyAt(record)).map(({ key }) => key);
      const isStored = (key: bigint) => packed.kernel.run.has(packed.canonical(key)) !== 0;
      // Of a stubborn set, some steps were taken.
      if (isReduced ? now.some(isStored) : now.every(isStored)) continue;
      throw this.#broken(`a state that the steps of ${this.#teacher.system.origin} lead to was not found`);
    }
  }

  /** To be called after the last run with stubborn sets. */
  mustBeFree(): void {
    if (!this.#isDoubtful) return;
    throw this.#broken(`steps of ${this.#teacher.system.origin} were taken not to affect one another, and do`);
  }

  #state(record: number, lane: number): void {
    const packed = this.#packed as PackedStates;
    const ids = packed.decodeRecord(record);
    const leaves = this.#teacher.stepsOf(ids).map((step) => ({ step, leaf: this.#teacher.audit(step, ids) }));
    for (const judgement of this.#judgementsOf(ids, leaves)) this.#teacher.audit(judgement, ids);
    const key = packed.keyAt(record);
    const successors = packed.successorsOf(key);
    const keys = this.#expected.length < KEPT ? successors.map(({ key: next }) => next) : undefined;
    const taken = takenIn(packed, record);
    this.#isDoubtful ||= taken !== undefined && tellsOrdersApart(this.#teacher, ids, leaves, taken, record);
    this.#expected.push({ record, layout: packed.layout, ...(keys && { keys }), isReduced: taken !== undefined });
    const expanded = packed.expandedBy(lane, key) ?? keysOf(successors, key);
    this.#permuted(ids, successors);
    if (this.#leadTo(leaves, ids, successors) && agree(expanded, keysOf(successors, key))) return;
    throw this.#broken(`the tables of ${this.#teacher.system.origin} lead elsewhere than its steps`);
  }

  /** Where replicas are interchangeable, what a swap makes of a state must lead to the same orbits. */
  #permuted(ids: Ids, successors: readonly Successor[]): void {
    const packed = this.#packed as PackedStates;
    const isProduct = packed.group?.isProduct;
    for (const swap of packed.group?.swaps ?? []) {
      const image = new Array<number>(ids.length);
      for (const [slot, to] of swap.slotTo.entries()) image[to] = swap.imageOf(slot, ids[slot] as number) ?? -1;
      const after = image.includes(-1) ? [] : packed.successorsOf(packed.store.keyOf(image));
      const orbits = (all: readonly Successor[]) =>
        all
          .map(({ key }) => packed.canonical(key))
          .sort()
          .join();
      // Where orbits have several forms, theirs may differ.
      if (!image.includes(-1) && (!isProduct || orbits(after) === orbits(successors))) continue;
      throw this.#broken(`replicas of ${this.#teacher.system.origin} were taken for interchangeable and are not`);
    }
  }

  /** The numbers of the judgements that are made of a state in its situation. */
  #judgementsOf(ids: Ids, leaves: readonly StepLeaf[]): readonly number[] {
    const { active, quiescent, stuck, terminal } = this.#teacher.judged;
    if (this.#teacher.isTerminal(ids)) return terminal;
    if (leaves.some(({ leaf }) => leaf.obliges)) return active;
    return leaves.some(({ leaf }) => leaf.outcomes.length > 0) ? quiescent : stuck;
  }

  /** Whether the kernel's successors of a state are those that its steps write, in each step's order. */
  #leadTo(leaves: readonly StepLeaf[], ids: Ids, successors: readonly Successor[]): boolean {
    const packed = this.#packed as PackedStates;
    const expected = leaves.flatMap(({ step, leaf }) => leaf.outcomes.map((outcome) => ({ step, outcome })));
    // The outcomes of a divided choice come in the order of their trees.
    const inOrder = <T extends { readonly step: number; readonly outcome: LeafOutcome }>(them: readonly T[]) =>
      them.toSorted((a, b) => a.step - b.step || a.outcome.place - b.outcome.place);
    const found = inOrder(successors);
    return (
      expected.length === found.length &&
      inOrder(expected).every(({ step, outcome: { writes } }, i) => {
        const { step: other, key } = found[i] as Successor;
        return step === other && isAfter(packed.decode(key), ids, writes);
      })
    );
  }

  #broken(what: string): UserError {
    return new UserError('E_INTERNAL', `${what}.`, {
      hint: 'This is a bug of Everywhen, and no verdict of this run can be trusted. Please report it with the model.',
    });
  }
}

function keysOf(successors: readonly Successor[], own: bigint): Expanded {
  return { keys: successors.map(({ key }) => key).filter((key) => key !== own), transitions: successors.length };
}

function agree(a: Expanded, b: Expanded): boolean {
  const text = ({ keys, transitions }: Expanded) => `${transitions}:${[...keys].sort().join()}`;
  return text(a) === text(b);
}

/** Whether `next` has the values of `before` with `writes` applied. */
function isAfter(next: Ids, before: Ids, writes: LeafOutcome['writes']): boolean {
  const written = new Map(writes);
  for (let slot = 0; slot < before.length; slot++) {
    if (next[slot] !== (written.get(slot) ?? before[slot])) return false;
  }
  return next.length === before.length;
}
