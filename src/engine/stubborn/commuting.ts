/**
 * Which subjects commute with an enabled step although one of them changes what the other reads or writes (rule E): two increments of a
 * counter, or a process that appends to a list and one that takes its first element. In both orders each takes as many outcomes, and each
 * two outcomes lead to the same state. What the step does after the other is another entry of it, its *follower*: a set with the
 * step needs what its followers need, too (docs/decisions/partial-order.md).
 */
import { type Leaf, type LeafOutcome, Node } from '../knowledge/tree.ts';
import { Path, UNREAD } from './entry.ts';
import type { SetSubject } from './subjects.ts';

/** An entry of the same step, by its place in the tree and the values on the path to it. */
export interface Follower {
  readonly leaf: Leaf;
  readonly above: Node | undefined;
  readonly id: number;
  readonly path: readonly (readonly [slot: number, id: number])[];
}

export class Commuting {
  readonly #subject: SetSubject;
  readonly #path: Path;
  readonly #leaf: Leaf;
  readonly #terminalSlot: number | undefined;
  readonly #changes: ReadonlySet<number>;
  /** The values that the other step reads, and this one does not. */
  readonly #others: Path;
  #followers: Follower[] = [];

  /** `subject`: the step with all of its known entries; `path` and `leaf` are one of them. `slots`: how many there are. */
  constructor(subject: SetSubject, path: Path, leaf: Leaf, slots: number, terminalSlot: number | undefined) {
    this.#subject = subject;
    this.#path = path;
    this.#leaf = leaf;
    this.#terminalSlot = terminalSlot;
    this.#changes = new Set(leaf.outcomes.flatMap(({ writes }) => writes.map(([slot]) => slot)));
    this.#others = new Path(slots);
  }

  /** The followers of the entry by another step, if the two commute wherever both can be taken. */
  followersBy({ step, tree, reached, labelSlot }: SetSubject): readonly Follower[] | undefined {
    if (step === undefined || this.#decidesWhetherTried(this.#changes, labelSlot)) return undefined;
    this.#followers = [];
    const commute = this.#leaf.outcomes.every((outcome) => this.#agrees(reached.root, tree.root, outcome));
    return commute ? this.#followers : undefined;
  }

  /** Whether one of some slots decides whether a step is tried at all. */
  #decidesWhetherTried(slots: ReadonlySet<number>, labelSlot: number | undefined): boolean {
    return [labelSlot, this.#terminalSlot].some((slot) => slot !== undefined && slots.has(slot));
  }

  /**
   * Whether the other step does before an outcome of this one what it does after it. Both are walked slot by slot. Of what nobody evaluated after it, there is
   * no state; whatever the other step may read before it must be known, and not only of states that perhaps are not reachable.
   */
  #agrees(before: Node | Leaf | undefined, after: Node | Leaf | undefined, outcome: LeafOutcome): boolean {
    if (after === undefined) return true;
    if (before === undefined) return false;
    if (before instanceof Node) {
      const known = this.#before(before.slot);
      if (!(after instanceof Node) || after.slot !== before.slot) {
        return known !== UNREAD && this.#agrees(before.children[known], after, outcome);
      }
      if (known !== UNREAD) {
        const changed = valueAfter(outcome, after.slot, known);
        return this.#agrees(before.children[known], after.children[changed], outcome);
      }
      if (writeOf(outcome, after.slot) !== undefined) return false;
      return this.#ofEach(after, (child, id) => this.#agrees(before.children[id], child, outcome));
    }
    // A step that is blocked in the state before is not taken there.
    if (before.outcomes.length === 0) return true;
    if (!(after instanceof Node))
      return before.outcomes.every((first) => this.#isSquare(outcome, first, before, after));
    const id = valueAfter(outcome, after.slot, this.#before(after.slot));
    if (id !== UNREAD) return this.#agrees(before, after.children[id], outcome);
    return this.#ofEach(after, (child) => this.#agrees(before, child, outcome));
  }

  /** Whether something is true of all that is known below a node, by the value of its slot. */
  #ofEach({ slot, children }: Node, isSo: (child: Node | Leaf, id: number) => boolean): boolean {
    return children.every((child, id) => child === undefined || this.#others.with(slot, id, () => isSo(child, id)));
  }

  /** The value of a slot before both steps, if one of them read it. */
  #before(slot: number): number {
    return this.#path.reads(slot) ? this.#path.at(slot) : this.#others.at(slot);
  }

  /** Whether an outcome of this step and one of the other, `first` in `leaf`, lead to the same state in both orders. `after`: the other's entry after this step. */
  #isSquare(outcome: LeafOutcome, first: LeafOutcome, leaf: Leaf, after: Leaf): boolean {
    const writes = new Set(first.writes.map(([slot]) => slot));
    if (this.#decidesWhetherTried(writes, this.#subject.labelSlot)) return false;
    const second = outcomeAt(after, first.place, leaf.outcomes.length);
    const follower = this.#followerAfter(first);
    const own = follower && outcomeAt(follower, outcome.place, this.#leaf.outcomes.length);
    if (second === undefined || own === undefined) return false;
    const slots = [outcome, first, second, own].flatMap((each) => each.writes.map(([slot]) => slot));
    return slots.every((slot) => {
      const before = this.#before(slot);
      const otherLast = valueAfter(second, slot, valueAfter(outcome, slot, before));
      return otherLast === valueAfter(own, slot, valueAfter(first, slot, before));
    });
  }

  /** What this step does after an outcome of the other one; undefined if that is not known. */
  #followerAfter(first: LeafOutcome): Leaf | undefined {
    const { reached, labelSlot } = this.#subject;
    const always = [labelSlot, this.#terminalSlot].filter((slot) => slot !== undefined);
    const path = always.map((slot): [number, number] => [slot, this.#path.at(slot)]);
    let [at, above, id]: [Node | Leaf | undefined, Node | undefined, number] = [reached.root, undefined, 0];
    while (at instanceof Node) {
      above = at;
      id = valueAfter(first, at.slot, this.#before(at.slot));
      if (id === UNREAD) return undefined;
      path.push([at.slot, id]);
      at = at.children[id];
    }
    const isAnother = path.some(([slot, value]) => this.#path.at(slot) !== value);
    if (at !== undefined && isAnother) this.#followers.push({ leaf: at, above, id, path });
    return at;
  }
}

function writeOf({ writes }: LeafOutcome, wanted: number): number | undefined {
  return writes.find(([slot]) => slot === wanted)?.[1];
}

function valueAfter(outcome: LeafOutcome, slot: number, before: number): number {
  return writeOf(outcome, slot) ?? before;
}

/** The outcome at a place of a choice with so many. */
function outcomeAt({ outcomes }: Leaf, place: number, count: number): LeafOutcome | undefined {
  return outcomes.length === count ? outcomes.find((each) => each.place === place) : undefined;
}
