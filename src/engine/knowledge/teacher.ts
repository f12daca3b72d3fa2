/**
 * The teacher holds the model. It evaluates steps and predicates on decoded states (evaluator.ts), and memoises each result by
 * the values that were read. It evaluates again only if no entry answers. There is one teacher, and it alone knows values;
 * workers know numbers.
 */
import type { UserError } from '../../errors.ts';
import { type Control, labelOf, type Process } from '../../model/process.ts';
import type { System } from '../../model/system.ts';
import { impure } from '../../semantics/purity.ts';
import { haveSameEffect, NotSplittable } from './agreement.ts';
import { ChoiceEntries } from './choices/choice-entries.ts';
import { Commutation } from './commutation.ts';
import type { Ids } from './domain.ts';
import { type Entry, same } from './entry.ts';
import { Evaluator } from './evaluator.ts';
import type { Journal } from './journal.ts';
import { Ledger } from './ledger.ts';
import { isSampled, type Recurrence, Sightings } from './recurrence.ts';
import type { Subject } from './subject.ts';
import { tabulate } from './tabulation.ts';
import type { TeacherOptions } from './teacher-options.ts';
import type { Leaf, Tree } from './tree.ts';

/** Called with each entry before any state is formed by it. */
export type OnLearnt = (number: number, reads: readonly number[], ids: Ids, leaf: Leaf) => void;

/** The result of a subject that may not be memoised: it is if its values were seen before. */
export interface Answer {
  readonly leaf: Leaf;
  readonly isMemoised: boolean;
}

export class Teacher extends Evaluator {
  /** Evaluations of steps and predicates. One that is made twice counts once. */
  evaluations = 0;
  audited = 0;
  /** Entries that read all parts of a slot that is split. */
  entriesOfAll = 0;
  /** Afterwards, each search asks for every state again, and the values of a frozen subject recur no more than before. */
  isExploring = true;
  /** Records the evaluations in order, for checkpoints. */
  journal: Journal | undefined;
  /** Told of each entry, in turn. With any, every result is memoised by its own evaluation. */
  listeners: readonly OnLearnt[] = [];
  readonly commutation: Commutation;
  readonly ledger: Ledger;
  readonly #leaves = new Map<string, Leaf>();
  readonly #sightings = new Sightings();
  readonly #choiceEntries: ChoiceEntries;

  constructor(system: System, options: TeacherOptions = {}) {
    super(system, options);
    this.commutation = new Commutation(system.terminalSlot);
    this.ledger = new Ledger(this.subjects.length, options.profile ?? false);
    this.#choiceEntries = new ChoiceEntries(this);
  }

  get trees(): readonly Tree[] {
    return this.forest.trees;
  }

  /** The names of the steps and predicates whose values hardly ever recur, if that costs time. */
  get notLearnt(): string[] {
    const costly = [...this.trees.keys()].filter((number) => this.isCostly(number));
    return [...new Set(costly.map((number) => this.describe(number)))];
  }

  /** Whether the values of a step or predicate hardly ever recur, and that costs time. */
  isCostly(number: number): boolean {
    return this.#of(number).isCostly((this.trees[number] as Tree).entries);
  }

  /** The numbers of the steps and predicates whose values hardly ever recur at present. */
  get frozen(): number[] {
    return [...this.trees.keys()].filter((number) => this.#of(number).frozen);
  }

  /** By number of the subject, the evaluations that were not memoised. */
  get asked(): number[] {
    return this.forest.recurrences.map(({ asked }) => asked);
  }

  #of(number: number): Recurrence {
    return this.forest.recurrences[number] as Recurrence;
  }

  /** Restores what a journal does not have of the run that is resumed. */
  restore(counts: Pick<Teacher, 'evaluations' | 'audited' | 'frozen' | 'asked'>): void {
    const { evaluations, audited, frozen, asked } = counts;
    this.evaluations = evaluations;
    this.audited = audited;
    for (const number of frozen) this.#of(number).frozen = true;
    asked.forEach((times, number) => {
      this.#of(number).asked = times;
    });
  }

  isTerminal(ids: Ids): boolean {
    const { terminalSlot } = this.system;
    return terminalSlot !== undefined && ids[terminalSlot] !== 0;
  }

  /** The numbers of the steps that are tried in a state, by its labels. */
  stepsOf(ids: Ids): number[] {
    if (this.isTerminal(ids)) return [];
    return this.system.processes.flatMap((process) =>
      process.labelSlot === undefined
        ? process.alternatives.map(({ position }) => position)
        : this.stepsAt(process, ids[process.labelSlot] as number),
    );
  }

  /** The numbers of the steps that a program has at the label with a number. */
  stepsAt({ alternativesAt, labelSlot }: Process, label: number): number[] {
    const control = this.domains[labelSlot as number]?.valueOf(label).value as Control;
    return (alternativesAt.get(labelOf(control)) ?? []).map(({ position }) => position);
  }

  /** The result of a step or judgement in a state: the memoised one, or a new one, which it learns. */
  consult(number: number, ids: Ids): Leaf {
    return this.trees[number]?.find(ids) ?? this.learn(number, ids);
  }

  /** Evaluates and memoises the result. Throws `E_IMPURE` if it contradicts an earlier one. */
  learn(number: number, ids: Ids): Leaf {
    this.#count(number);
    return this.ledger.charge(number, () => {
      const leaf = this.#memoise(number, ids, this.#evaluatePurely(number, ids));
      this.#tabulate(number);
      if (this.isExploring) this.#choiceEntries.watch(number, ids);
      return leaf;
    });
  }

  #count(number: number): void {
    this.evaluations++;
    this.ledger.count(number);
    const subject = this.subjects[number] as Subject;
    if (subject.kind !== 'step') return;
    this.coverage.count(subject.alternative);
    this.choices.count(subject.alternative.position);
  }

  /** Whether the result of a subject is memoised only when its values are seen for the second time. */
  freezes(number: number, statesVisited: number): boolean {
    this.choices.states = statesVisited;
    return this.listeners.length === 0 && this.#of(number).decide((this.trees[number] as Tree).entries, statesVisited);
  }

  /** Evaluates a frozen subject. */
  ask(number: number, ids: Ids): Answer {
    this.#count(number);
    return this.ledger.charge(number, () => this.#ask(number, ids));
  }

  #ask(number: number, ids: Ids): Answer {
    const before = this.known;
    // Tracked values would only cost time: their grain did not help while the subject was learnt.
    const entry = this.#isSplit ? this.evaluatePlain(number, ids, true) : this.#evaluatePurely(number, ids);
    const isSecond = this.isExploring && this.#sightings.isSecond(number, entry.reads, ids);
    if (this.isExploring) this.#of(number).note(isSecond);
    if (this.isExploring) this.#choiceEntries.watch(number, ids);
    if (isSecond) {
      const again = this.#isSplit ? this.#evaluatePurely(number, ids) : entry;
      return { leaf: this.#memoise(number, ids, again), isMemoised: true };
    }
    this.#noteSeen(number, ids, entry.reads, before);
    this.#tabulate(number);
    const tabulated = this.trees[number]?.find(ids);
    return { leaf: tabulated ?? entry.leaf, isMemoised: tabulated !== undefined };
  }

  /** Completes the tree of a claim if that is worth it. Its values have been met, and what is noted of it is noted. */
  #tabulate(number: number): void {
    const [subject, tree, looks] = [this.subjects[number], this.trees[number] as Tree, this.forest.looks[number]];
    const evaluations = this.ledger.evaluations[number] as number;
    if (
      this.listeners.length > 0 ||
      !looks?.isDue(evaluations) ||
      subject?.kind !== 'judgement' ||
      this.#isSplit ||
      !this.isExploring
    )
      return;
    const { id, kind } = subject.property;
    if (kind === 'outcomes' || !this.exercised.has(id)) return;
    const values = looks.valuesOf(tree, evaluations);
    if (values === undefined) return;
    const leaves = new Map<string, Leaf>();
    const trial = (ids: Ids) => {
      const tried = this.trial(number, ids);
      if (tried === undefined) return undefined;
      const leaf = leaves.get(tried.leaf.key) ?? this.#interned(tried.leaf);
      leaves.set(leaf.key, leaf);
      return { reads: tried.reads, leaf };
    };
    const root = this.trying(looks.millisecondsFor(values), () => tabulate(values, this.columns.count, trial));
    if (root === undefined) looks.giveUp();
    else tree.root = root;
  }

  /** Repeats an evaluation that was not memoised. */
  see(number: number, ids: Ids): void {
    this.#evaluateOnce(number, ids);
  }

  #memoise(number: number, ids: Ids, { leaf: fresh, reads, needed }: Entry): Leaf {
    const subject = this.subjects[number] as Subject;
    if (subject.kind === 'step') {
      const as = `${number}.${this.choices.editionOf(number)}`;
      this.commutation.mark(fresh, subject.alternative, reads.slice(0, needed), as);
    }
    const leaf = this.#interned(fresh);
    if (this.columns.readsAll(reads)) this.entriesOfAll++;
    if (!this.trees[number]?.learn(reads, ids, leaf)) throw this.impure(number);
    this.journal?.note('memoised', number, reads, ids);
    for (const tell of this.listeners) tell(number, reads, ids, leaf);
    return leaf;
  }

  get #isSplit(): boolean {
    return this.columns.splits.size > 0;
  }

  /**
   * Evaluates, by samples twice. Throws `E_IMPURE` if the two differ. With split slots, compares each result with that of the
   * values themselves, and throws `NotSplittable` if the two differ.
   */
  #evaluatePurely(number: number, ids: Ids): Entry {
    // When predicates of infinite runs are asked for, it is too late to begin again with other columns.
    if (this.#choiceEntries.isFor(number))
      return this.#choiceEntries.evaluate(number, ids, this.isExploring && this.#isTwice(number));
    const isPlain = this.#isSplit && this.subjects[number]?.kind === 'predicate';
    const entry = isPlain ? this.evaluatePlain(number, ids, true) : this.evaluate(number, ids);
    if (isPlain) return entry;
    if (this.#isSplit) this.#compare(number, ids, entry);
    if (this.#isTwice(number) && !same(entry, this.evaluate(number, ids))) throw this.impure(number);
    return entry;
  }

  #isTwice(number: number): boolean {
    return isSampled((this.trees[number] as Tree).entries + this.#of(number).asked);
  }

  /** Evaluates again and compares the result with the memoised one, if there is one. Throws `E_IMPURE` if they differ. */
  audit(number: number, ids: Ids): Leaf {
    return this.ledger.charge(number, () => this.#audit(number, ids));
  }

  #audit(number: number, ids: Ids): Leaf {
    this.audited++;
    if (this.choices.isDivided(number)) return this.#choiceEntries.audit(number, ids);
    const tree = this.trees[number] as Tree;
    const known = tree.find(ids);
    const entry = this.#evaluateOnce(number, ids);
    if (this.#isSplit) this.#compare(number, ids, entry);
    if (known !== undefined && !same(entry, { reads: tree.readsOf(ids), leaf: known })) throw this.impure(number);
    return entry.leaf;
  }

  /** Divides choices and puts them together, where that is due; the tables must then be written anew. */
  settleChoices(): void {
    this.#choiceEntries.settle();
  }

  #compare(number: number, ids: Ids, entry: Entry): void {
    if (haveSameEffect(entry.leaf, this.evaluatePlain(number, ids).leaf, ids)) return;
    if (!same(entry, this.evaluate(number, ids))) throw this.impure(number);
    throw new NotSplittable(this.givenTo(number, ids));
  }

  /** Evaluates without memoising. The journal records it if it showed something for the first time. */
  #evaluateOnce(number: number, ids: Ids): Entry {
    const before = this.known;
    const entry = this.evaluate(number, ids);
    this.#noteSeen(number, ids, entry.reads, before);
    return entry;
  }

  #noteSeen(number: number, ids: Ids, reads: readonly number[], knownBefore: number): void {
    if (this.known > knownBefore) this.journal?.note('seen', number, reads, ids);
  }

  impure(number: number): UserError {
    return impure(this.system, this.describe(number));
  }

  #interned(leaf: Leaf): Leaf {
    const key = `${leaf.key}@${leaf.outcomes.map(({ footprint }) => footprint).join()}`;
    const known = this.#leaves.get(key);
    if (known === undefined) this.#leaves.set(key, leaf);
    return known ?? leaf;
  }
}
