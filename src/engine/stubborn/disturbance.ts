/**
 * Which subjects an enabled step *disturbs* (rule E): those whose result it may change, or that may change its own. For the others the two
 * orders are known to do the same. It is read off the decision trees: what nobody evaluated happens in no state in which the step could be
 * taken first.
 */
import { type Leaf, Node } from '../knowledge/tree.ts';
import { type Path, type Written, writtenBy } from './entry.ts';
import type { SetSubject } from './subjects.ts';

type Known = Node | Leaf | undefined;

/** What one entry of a step read and may write, besides what it leaves as it was. */
export class Disturbance {
  readonly #path: Path;
  /** By slot. */
  readonly #written = new Map<number, Written>();
  readonly #terminalSlot: number | undefined;

  constructor(path: Path, leaf: Leaf, terminalSlot: number | undefined) {
    this.#path = path;
    this.#terminalSlot = terminalSlot;
    for (const written of changesOf(path, leaf)) this.#written.set(written.slot, written);
  }

  /** Whether the entry disturbs a subject. */
  disturbs({ tree, reached, step, labelSlot, labels }: SetSubject): boolean {
    if (tree.root === undefined) return false;
    if (step === undefined) return this.#walk(tree.root, reached.root, true);
    let isDirty = this.#terminalSlot !== undefined && this.#written.has(this.#terminalSlot);
    if (labelSlot !== undefined) {
      const isRead = this.#path.reads(labelSlot);
      // While this step can be taken, that program is where no such step is tried.
      if (isRead && !labels.has(this.#path.at(labelSlot))) return false;
      if (this.#written.has(labelSlot)) {
        if (!isRead) return true;
        isDirty = true;
      }
    }
    return isDirty ? this.#walkDirty(reached.root, false) : this.#walk(tree.root, reached.root, false);
  }

  /** Before any slot that the entry changes. Of entries that no reachable state may have, what they read counts, and not what they know. */
  #walk(at: Known, reached: Known, isClaim: boolean): boolean {
    if (at === undefined) return false;
    if (!(at instanceof Node)) return !isClaim && at.outcomes.length > 0 && this.#collides(at);
    const isRead = this.#path.reads(at.slot);
    const written = this.#written.get(at.slot);
    if (written !== undefined) {
      const child = isRead ? below(reached, this.#path.at(at.slot)) : undefined;
      // Where neither is known, no state has the other values on the path, neither before the step nor after it.
      if (child === undefined) return !isRead || written.ids.some((id) => at.children[id] !== undefined);
      const isHarmless = isClaim && written.ids.every((id) => this.#isContained(at.children[id], child));
      if (isHarmless) return !written.always && this.#walk(at.children[this.#path.at(at.slot)], child, isClaim);
      return this.#walkDirty(child, isClaim);
    }
    if (isRead) {
      const id = this.#path.at(at.slot);
      return this.#walk(at.children[id], below(reached, id), isClaim);
    }
    return at.children.some((child, id) => child !== undefined && this.#walk(child, below(reached, id), isClaim));
  }

  /** Behind a slot that the entry changes: only what the entry reads, too, is known of the order in which the subject is before it. */
  #walkDirty(at: Known, isClaim: boolean): boolean {
    if (at === undefined) return true;
    if (!(at instanceof Node)) return !isClaim && at.outcomes.length > 0;
    return !this.#path.reads(at.slot) || this.#walkDirty(at.children[this.#path.at(at.slot)], isClaim);
  }

  /**
   * Whether all that is known of a claim under a value that was written is known, slot by slot, under the value before, too. Then whatever is
   * seen after the step was seen before it. Only at the first slot that the step changes, and where no other that it changes is read below.
   */
  #isContained(after: Known, before: Known): boolean {
    if (after === undefined) return true;
    if (before === undefined) return false;
    if (!(before instanceof Node)) return true;
    if (!(after instanceof Node) || after.slot !== before.slot || this.#written.has(after.slot)) return false;
    return after.children.every((child, id) => this.#isContained(child, before.children[id]));
  }

  /** Whether the outcomes of another step write what this one reads or writes. */
  #collides(leaf: Leaf): boolean {
    return writtenBy(leaf).some(({ slot, only, always }) => {
      const isRead = this.#path.reads(slot);
      if (isRead && only !== this.#path.at(slot)) return true;
      const own = this.#written.get(slot);
      if (own === undefined) return false;
      const isSame = own.only !== undefined && own.only === only && own.always && always;
      return isRead || !isSame;
    });
  }
}

function below(at: Known, id: number): Known {
  return at instanceof Node ? at.children[id] : undefined;
}

/** What an entry writes, but for the values that it read there. */
export function changesOf(path: Path, leaf: Leaf): readonly Written[] {
  return writtenBy(leaf).filter(({ slot, only }) => !path.reads(slot) || only !== path.at(slot));
}
