/**
 * The teacher holds the model. It evaluates steps and predicates on decoded states, and memoises each result by the values
 * that were read. It evaluates again only if no entry answers. There is one teacher, and it alone knows values; workers
 * know numbers.
 */
import type { UserError } from '../../errors.ts';
import { Coverage } from '../../model/coverage.ts';
import type { Outcome } from '../../model/evaluated.ts';
import { keyOf, type Observation } from '../../model/observation.ts';
import { Outcomes } from '../../model/outcomes.ts';
import { type Alternative, type Control, labelOf, type Process } from '../../model/process.ts';
import { State } from '../../model/state.ts';
import { type LastingMark, lastingMarks } from '../../model/state-graph.ts';
import type { System } from '../../model/system.ts';
import { describeAlternative, evaluate, stepName } from '../../semantics/evaluation.ts';
import { describeProperty, holdsIn, judgeState, judgeStep, marksOf } from '../../semantics/judge.ts';
import { impure } from '../../semantics/purity.ts';
import { Reads, type Source, TrackedState } from '../../semantics/tracked-state.ts';
import { Commutation } from './commutation.ts';
import { completeLabels, type Domain, domainsOf, type Ids, variesAmongInitials } from './domain.ts';
import type { Journal } from './journal.ts';
import { type Judged, type Subject, subjectsOf } from './subject.ts';
import { decided, type Leaf, leafOf, Tree } from './tree.ts';

/** What one evaluation gave: an entry of a tree, if it is memoised. */
export interface Entry {
  readonly reads: readonly number[];
  /** How many of the reads, from the first on, determine the outcomes. */
  readonly needed: number;
  readonly leaf: Leaf;
}

/** A tree with more paths than this must answer for `RECURRENCE_MIN` states a path on average, or it grows no further. */
const PATHS_MAX = 50_000;
const RECURRENCE_MIN = 4;

export class Teacher {
  readonly system: System;
  readonly domains: readonly Domain[];
  readonly subjects: readonly Subject[];
  readonly judged: Judged;
  readonly trees: readonly Tree[];
  readonly #lastingMarks: readonly LastingMark[];
  /** Evaluations of steps and predicates. One that is made twice counts once. */
  evaluations = 0;
  audited = 0;
  /** The same as the reference's (reference/explore.ts). */
  readonly exercised = new Set<string>();
  readonly coverage = new Coverage();
  readonly observations = new Map<string, Observation>();
  readonly outcomes = new Outcomes();
  readonly footprints = new Map<string, Set<number>>();
  /** Records the evaluations in order, for checkpoints. */
  journal: Journal | undefined;
  /** The number of values, of slots that change, and of slots that predicates read, so far. */
  #facts = 0;
  readonly commutation: Commutation;
  readonly #leaves = new Map<string, Leaf>();
  readonly #reads: Reads;
  readonly #positions: ReadonlyMap<string, number>;

  constructor(system: System, { labelsKnown = true } = {}) {
    this.system = system;
    this.domains = domainsOf(system);
    if (labelsKnown) completeLabels(system, this.domains);
    const { subjects, judged } = subjectsOf(system);
    this.subjects = subjects;
    this.#lastingMarks = lastingMarks(system);
    this.judged = judged;
    this.trees = subjects.map(() => new Tree());
    this.#reads = new Reads(system.slots.length);
    this.commutation = new Commutation(system.terminalSlot);
    this.#positions = new Map(system.properties.map(({ id }, position) => [id, position]));
    for (const { id } of system.properties) this.footprints.set(id, new Set());
    this.#seen = variesAmongInitials(system);
  }

  /** The slots that take more than one value in reachable states: only those are evaluated. */
  get changing(): ReadonlySet<number> {
    return new Set(this.system.slots.map(({ position }) => position).filter((slot) => this.#seen[slot]));
  }
  readonly #seen: boolean[];

  /** The names of the steps and predicates whose values hardly ever recur. */
  get notLearnt(): string[] {
    return this.frozen.map((number) => this.#describe(this.subjects[number] as Subject));
  }

  /** The numbers of the steps and predicates whose values hardly ever recur. */
  get frozen(): number[] {
    return [...this.trees.keys()].filter((number) => this.trees[number]?.frozen);
  }

  /** Restores what a journal does not have of the run that is resumed. */
  restore({ evaluations, audited, frozen }: Pick<Teacher, 'evaluations' | 'audited' | 'frozen'>): void {
    this.evaluations = evaluations;
    this.audited = audited;
    for (const number of frozen) (this.trees[number] as Tree).frozen = true;
  }

  stateOf(ids: Ids): State {
    return new State(this.domains.map((domain, slot) => domain.valueOf(ids[slot] as number)));
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

  /** Evaluates twice and memoises the result. Throws `E_IMPURE` if the two differ. */
  learn(number: number, ids: Ids): Leaf {
    const [first, second] = [this.#evaluate(number, ids), this.#evaluate(number, ids)];
    this.evaluations++;
    if (!same(first, second)) throw this.#impure(number);
    const needed = first.reads.slice(0, first.needed);
    const leaf = this.#interned(this.commutation.marked(first.leaf, this.system.alternatives[number], needed));
    if (!this.trees[number]?.learn(first.reads, ids, leaf)) throw this.#impure(number);
    this.journal?.note('memoised', number, first.reads, ids);
    return leaf;
  }

  /** Whether a tree has too many entries for the states that were visited. Sets the tree's `frozen`. */
  freezes(number: number, statesVisited: number): boolean {
    const tree = this.trees[number] as Tree;
    tree.frozen = tree.entries > PATHS_MAX && tree.entries * RECURRENCE_MIN > statesVisited;
    return tree.frozen;
  }

  /** Evaluates without memoising the result. */
  ask(number: number, ids: Ids): Leaf {
    this.evaluations++;
    return this.#evaluateOnce(number, ids).leaf;
  }

  /** Evaluates again and compares the result with the memoised one, if there is one. Throws `E_IMPURE` if they differ. */
  audit(number: number, ids: Ids): Leaf {
    const tree = this.trees[number] as Tree;
    const known = tree.find(ids);
    const entry = this.#evaluateOnce(number, ids);
    this.audited++;
    if (known !== undefined && !same(entry, { reads: tree.readsOf(ids), leaf: known })) throw this.#impure(number);
    return entry.leaf;
  }

  /** Evaluates without memoising. The journal records it if it showed something for the first time. */
  #evaluateOnce(number: number, ids: Ids): Entry {
    const before = this.#known;
    const entry = this.#evaluate(number, ids);
    if (this.#known > before) this.journal?.note('seen', number, entry.reads, ids);
    return entry;
  }

  /** The number of facts that are known besides the trees; it only grows. */
  get #known(): number {
    const { exercised, observations, outcomes, coverage } = this;
    return this.#facts + exercised.size + observations.size + outcomes.size + coverage.facts;
  }

  #evaluate(number: number, ids: Ids): Entry {
    this.#reads.begin();
    const source: Source = {
      valueAt: (slot) => (this.domains[slot] as Domain).valueOf(ids[slot] as number),
      onRead: this.#reads.note,
    };
    const subject = this.subjects[number] as Subject;
    const { leaf, needed } = this.#result(subject, source, ids);
    return { reads: this.#reads.slots, needed, leaf };
  }

  #result(subject: Subject, source: Source, ids: Ids): Pick<Entry, 'leaf' | 'needed'> {
    switch (subject.kind) {
      case 'step':
        return this.#step(subject.alternative, source, ids);
      case 'judgement':
        return { leaf: this.#judgement(subject, source), needed: 0 };
      case 'predicate':
        return { leaf: this.#predicate(subject, source), needed: 0 };
    }
  }

  #step(alternative: Alternative, source: Source, ids: Ids): Pick<Entry, 'leaf' | 'needed'> {
    const before = new TrackedState(source);
    const evaluated = evaluate(this.system, alternative, before);
    // Reads from here on determine the properties that the step decides, not its outcomes.
    const needed = this.#reads.slots.length;
    const { outcomes, held, observed } = evaluated;
    this.coverage.note(alternative, evaluated);
    for (const observation of observed) this.observations.set(keyOf(observation), observation);
    for (const id of held) this.exercised.add(id);
    const leaf = leafOf(
      outcomes.map((outcome) => ({
        place: outcome.place,
        failed: [
          ...outcome.failed.map((id) => this.#positions.get(id) as number),
          ...this.#stepInvariants(alternative, before, outcome),
        ],
        marks: this.#marks(alternative, before, outcome),
        writes: outcome.next.writes().map(([slot, value]): [number, number] => {
          const domain = this.domains[slot] as Domain;
          const before = domain.size;
          const id = domain.idOf(value);
          if (id === before) this.#facts++;
          if (id !== ids[slot] && !this.#seen[slot]) {
            this.#seen[slot] = true;
            this.#facts++;
          }
          return [slot, id];
        }),
      })),
      alternative.tag === 'system',
      [...new Set(observed.map(keyOf))],
    );
    return { leaf, needed };
  }

  /** The positions of the step invariants that an outcome violates. They are part of the step's result, as its assertions are. */
  #stepInvariants(alternative: Alternative, before: TrackedState, outcome: Outcome<TrackedState>): number[] {
    return this.system.properties.flatMap((property, position) => {
      if (property.kind !== 'step invariant') return [];
      const step = stepName(alternative, outcome.name);
      const judgement = judgeStep(this.system, property, before, outcome.next, step, this.#onRead(property.id));
      if (judgement !== 'nothing to judge') this.exercised.add(property.id);
      return judgement === 'decided' ? [position] : [];
    });
  }

  #judgement({ property, position, situation }: Subject & { kind: 'judgement' }, source: Source): Leaf {
    const state = new TrackedState(source);
    const judgement = judgeState(this.system, property, state, situation, this.#onRead(property.id), this.outcomes);
    if (judgement !== 'nothing to judge') this.exercised.add(property.id);
    return judgement === 'decided' ? decided(position) : leafOf([], false, []);
  }

  #predicate({ property, predicate }: Subject & { kind: 'predicate' }, source: Source): Leaf {
    const onRead = predicate.part === 'assumed' ? undefined : this.#onRead(property.id);
    const holds = holdsIn(this.system, property, predicate, new TrackedState(source), onRead);
    if (holds && predicate.part === 'from') this.exercised.add(property.id);
    return holds ? decided(predicate.position) : leafOf([], false, []);
  }

  /** The numbers of the predicates that mark an outcome. */
  #marks(alternative: Alternative, before: TrackedState, { name, next }: Outcome<TrackedState>): number[] {
    const onRead = (id: string) => this.#onRead(id);
    const onMark = (id: string) => this.exercised.add(id);
    return marksOf(this.system, this.#lastingMarks, before, next, stepName(alternative, name), { onRead, onMark });
  }

  #onRead(id: string): (slot: number) => void {
    const footprint = this.footprints.get(id) as Set<number>;
    return (slot) => {
      if (!footprint.has(slot)) this.#facts++;
      footprint.add(slot);
    };
  }

  #interned(leaf: Leaf): Leaf {
    const key = `${leaf.key}@${leaf.outcomes.map(({ footprint }) => footprint).join()}`;
    const known = this.#leaves.get(key);
    if (known === undefined) this.#leaves.set(key, leaf);
    return known ?? leaf;
  }

  #impure(number: number): UserError {
    const subject = this.subjects[number] as Subject;
    return impure(this.system, this.#describe(subject));
  }

  #describe(subject: Subject): string {
    if (subject.kind === 'step') return describeAlternative(this.system, subject.alternative);
    return describeProperty(this.system, subject.property);
  }
}

function same(a: Pick<Entry, 'reads' | 'leaf'>, b: Pick<Entry, 'reads' | 'leaf'>): boolean {
  return (
    a.leaf.key === b.leaf.key && a.reads.length === b.reads.length && a.reads.every((slot, i) => slot === b.reads[i])
  );
}
