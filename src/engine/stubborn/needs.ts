/**
 * What a stubborn set needs besides each of its members, by all that the teacher knows at one time: for each entry a set of subjects, a bit
 * each. Rule E says what an enabled step needs (disturbance.ts). Rule D: a step that is blocked, or a claim, needs all steps that may change
 * any value on its path, unless what the other value leads to is known to be blocked, too, or to be judged. A step at a label that is not the
 * current one needs the steps that lead there.
 */
import type { Teacher } from '../knowledge/teacher.ts';
import { type Leaf, Node } from '../knowledge/tree.ts';
import { Chains, type Disturbed } from './chains.ts';
import { Commuting, type Follower } from './commuting.ts';
import { changesOf, Disturbance } from './disturbance.ts';
import { Path } from './entry.ts';
import { type Knowledge, type SetSubject, type SubjectSet, setSubjects } from './subjects.ts';

type ById<T> = Map<number, T>;

export class Needs {
  readonly subjects: readonly SetSubject[];
  readonly steps: number;
  /** Entries of all subjects. */
  readonly entries: number;
  readonly systemSteps: SubjectSet;
  /** By bit: what a subject needs where its label is not the current one. */
  readonly elsewhere: readonly SubjectSet[];
  /** By node, by number of the value that leads to a leaf. */
  readonly #below = new Map<Node, ById<SubjectSet>>();
  /** By subject whose tree is a single leaf. */
  readonly #alone = new Map<number, SubjectSet>();
  readonly #terminalSlot: number | undefined;
  readonly #path: Path;
  readonly #slots: number;
  /** By slot, by number of the value: the steps that may write it where the slot has another. */
  readonly #writers: ById<ById<SubjectSet>> = new Map();
  /** By slot: the subjects that may ask for its value, or write to it. */
  readonly #touch: ById<SubjectSet> = new Map();
  readonly #write: ById<SubjectSet> = new Map();

  /**
   * `knowledge`: the entries by which sets are found: those of the teacher, and where one state of each orbit is visited, their
   * images. `before`: what older entries need stays as it is there.
   */
  constructor(teacher: Teacher, knowledge: Knowledge, before?: Needs) {
    this.subjects = setSubjects(teacher, knowledge);
    this.steps = teacher.system.alternatives.length;
    this.entries = this.subjects.reduce((sum, { tree }) => sum + tree.entries, 0);
    this.#terminalSlot = teacher.system.terminalSlot;
    this.#slots = teacher.columns.count;
    this.#path = new Path(this.#slots);
    this.systemSteps = teacher.system.alternatives.reduce(
      (set, { tag, position }) => (tag === 'system' ? set | bitOf(position) : set),
      0n,
    );
    for (const subject of this.subjects) this.#index(subject);
    this.elsewhere = this.subjects.map(({ labelSlot, labels }) =>
      labelSlot === undefined ? 0n : [...labels].reduce((set, label) => set | this.#writersOf(labelSlot, label), 0n),
    );
    const chains = new Chains((subject, leaf) => this.#disturbedBy(subject, leaf), this.#path, before);
    for (const subject of setSubjects(teacher)) this.#find(subject, chains, before);
    for (const { subject, above, id, needs } of chains.settle()) this.#note(subject, above, id, needs);
  }

  /** What the subject of a tree needs in the states of an entry, `id` below `above`. Undefined if the entry was learnt later. */
  of(tree: number, above: Node | undefined, id: number): SubjectSet | undefined {
    return above === undefined ? this.#alone.get(tree) : this.#below.get(above)?.get(id);
  }

  /** Notes who reads and who writes what. */
  #index(subject: SetSubject): void {
    const bit = bitOf(subject.bit);
    if (subject.step !== undefined) {
      for (const slot of [subject.labelSlot, this.#terminalSlot]) {
        if (slot !== undefined) this.#touch.set(slot, (this.#touch.get(slot) ?? 0n) | bit);
      }
    }
    this.#eachEntry(subject, {
      onNode: ({ slot }) => this.#touch.set(slot, (this.#touch.get(slot) ?? 0n) | bit),
      onLeaf: (leaf) => {
        for (const { slot } of changesOf(this.#path, leaf)) {
          this.#touch.set(slot, (this.#touch.get(slot) ?? 0n) | bit);
          this.#write.set(slot, (this.#write.get(slot) ?? 0n) | bit);
        }
        for (const [slot, id] of leaf.outcomes.flatMap(({ writes }) => writes)) {
          if (this.#path.at(slot) === id) continue;
          const writers = this.#writers.get(slot) ?? new Map<number, SubjectSet>();
          this.#writers.set(slot, writers.set(id, (writers.get(id) ?? 0n) | bit));
        }
      },
    });
  }

  /** Finds what each entry of a subject needs; of enabled ones, when chains are settled. */
  #find(subject: SetSubject, chains: Chains, before: Needs | undefined): void {
    const unblocking: SubjectSet[] = [0n];
    this.#eachEntry(subject, {
      onBranch: (node, id) => {
        unblocking.push((unblocking.at(-1) as SubjectSet) | this.#changing(node, id, subject.step === undefined));
      },
      afterBranch: () => unblocking.pop(),
      onLeaf: (leaf, above, id, label) => {
        const isEnabled = leaf.outcomes.length > 0;
        const known = before?.of(subject.number, above, id);
        if (known === undefined && isEnabled)
          chains.begin(this.subjects[subject.bit] as SetSubject, leaf, above, id, label);
        else this.#note(subject.number, above, id, known ?? (unblocking.at(-1) as SubjectSet));
      },
    });
  }

  #note(subject: number, above: Node | undefined, id: number, needs: SubjectSet): void {
    const those = above === undefined ? this.#alone : (this.#below.get(above) ?? new Map<number, SubjectSet>());
    const key = above === undefined ? subject : id;
    those.set(key, (those.get(key) ?? 0n) | needs);
    if (above !== undefined) this.#below.set(above, those);
  }

  /** The steps that may change the value at a node, to one that is not known to lead to no more than is known here. */
  #changing(node: Node, id: number, isClaim: boolean): SubjectSet {
    let steps = 0n;
    for (const [other, writers] of this.#writers.get(node.slot) ?? []) {
      if (other !== id && !isSettled(node.children[other], isClaim)) steps |= writers;
    }
    return steps;
  }

  /** The subjects that the entry on the path disturbs, and what the step does after those with which it commutes although it touches the same slots. */
  #disturbedBy(subject: SetSubject, leaf: Leaf): Disturbed {
    const disturbance = new Disturbance(this.#path, leaf, this.#terminalSlot);
    const commuting = new Commuting(subject, this.#path, leaf, this.#slots, this.#terminalSlot);
    let subjects = 0n;
    const followers: Follower[] = [];
    for (const other of this.#near(leaf)) {
      if (!disturbance.disturbs(other)) continue;
      const after = commuting.followersBy(other);
      if (after === undefined) subjects |= bitOf(other.bit);
      else followers.push(...after);
    }
    return { subjects, followers };
  }

  /** The subjects that touch what an entry writes, or write what it reads. */
  #near(leaf: Leaf): SetSubject[] {
    let near = 0n;
    for (const { slot } of changesOf(this.#path, leaf)) near |= this.#touch.get(slot) ?? 0n;
    for (const [slot, writers] of this.#write) if (this.#path.reads(slot)) near |= writers;
    return this.subjects.filter(({ bit }) => ((near >> BigInt(bit)) & 1n) !== 0n);
  }

  #writersOf(slot: number, id: number): SubjectSet {
    return this.#writers.get(slot)?.get(id) ?? 0n;
  }

  /** Walks a tree, with the values on the path. */
  #eachEntry({ tree, step, labelSlot, labels }: SetSubject, visitor: Visitor): void {
    const { onNode, onBranch, afterBranch, onLeaf } = visitor;
    const walk = (at: Node | Leaf, above: Node | undefined, id: number, label?: number): void => {
      if (!(at instanceof Node)) {
        onLeaf(at, above, id, label);
        return;
      }
      onNode?.(at);
      at.children.forEach((child, value) => {
        if (child === undefined || (at.slot === labelSlot && label !== undefined && value !== label)) return;
        onBranch?.(at, value);
        this.#path.with(at.slot, value, () => walk(child, at, value, label));
        afterBranch?.();
      });
    };
    const { root } = tree;
    if (root === undefined) return;
    if (step === undefined) {
      walk(root, undefined, 0);
      return;
    }
    this.#path.with(this.#terminalSlot, 0, () => {
      if (labelSlot === undefined) walk(root, undefined, 0);
      // A step of a procedure is tried at several labels: an entry needs what it needs at any of them.
      for (const label of labels) this.#path.with(labelSlot, label, () => walk(root, undefined, 0, label));
    });
  }
}

interface Visitor {
  readonly onNode?: (node: Node) => void;
  /** Before and after the entries below a value. */
  readonly onBranch?: (node: Node, id: number) => void;
  readonly afterBranch?: () => void;
  readonly onLeaf: (leaf: Leaf, above: Node | undefined, id: number, label: number | undefined) => void;
}

/** Whether nothing changes for a subject where a node's slot has a value: a step stays blocked, or a claim was judged. */
function isSettled(child: Node | Leaf | undefined, isClaim: boolean): boolean {
  return child !== undefined && !(child instanceof Node) && (isClaim || child.outcomes.length === 0);
}

function bitOf(bit: number): SubjectSet {
  return 1n << BigInt(bit);
}
