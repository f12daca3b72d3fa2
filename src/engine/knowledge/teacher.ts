/**
 * The teacher holds the model. It evaluates steps and predicates on decoded states, remembers what each read and what came of
 * it, and is asked again only where that does not answer. There is one, and it alone knows values; workers know numbers.
 */
import type { UserError } from '../../errors.ts';
import { Coverage } from '../../model/coverage.ts';
import type { Outcome } from '../../model/evaluated.ts';
import { keyOf, type Observation } from '../../model/observation.ts';
import { Outcomes } from '../../model/outcomes.ts';
import { type Alternative, type Control, labelOf, type Process } from '../../model/process.ts';
import { isOfCycles } from '../../model/property.ts';
import { State } from '../../model/state.ts';
import type { System } from '../../model/system.ts';
import { describeAlternative, evaluate, stepName } from '../../semantics/evaluation.ts';
import { holdsIn, isMarked, judgeState, judgeStep } from '../../semantics/judge.ts';
import { impure } from '../../semantics/purity.ts';
import { Reads, type Source, TrackedState } from '../../semantics/tracked-state.ts';
import { Commutation } from './commutation.ts';
import { completeLabels, type Domain, domainsOf, type Ids } from './domain.ts';
import type { Journal } from './journal.ts';
import { type Judged, type Subject, subjectsOf } from './subject.ts';
import { decided, type Leaf, leafOf, Tree } from './tree.ts';

export interface Lesson {
  readonly reads: readonly number[];
  /** How many of them, the first, say what the outcomes are. */
  readonly needed: number;
  readonly leaf: Leaf;
}

/** From so many paths on, a tree must answer for `RECURRENCE_MIN` states a path on average, or it grows no further. */
const PATHS_MAX = 50_000;
const RECURRENCE_MIN = 4;

export class Teacher {
  readonly system: System;
  readonly domains: readonly Domain[];
  readonly subjects: readonly Subject[];
  readonly judged: Judged;
  readonly trees: readonly Tree[];
  /** Evaluations of steps and predicates, those made twice counted once. */
  evaluations = 0;
  audited = 0;
  /** As the reference has them (reference/explore.ts). */
  readonly exercised = new Set<string>();
  readonly coverage = new Coverage();
  readonly observations = new Map<string, Observation>();
  readonly outcomes = new Outcomes();
  readonly footprints = new Map<string, Set<number>>();
  /** Where it is noted what was learnt in which order, if anybody wants to know. */
  journal: Journal | undefined;
  /** Values, slots that change and slots that predicates read, so far. */
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
    this.judged = judged;
    this.trees = subjects.map(() => new Tree());
    this.#reads = new Reads(system.slots.length);
    this.commutation = new Commutation(system.terminalSlot);
    this.#positions = new Map(system.properties.map(({ id }, position) => [id, position]));
    for (const { id } of system.properties) this.footprints.set(id, new Set());
  }

  /** The slots that take more than one value. Every value that has a number is one of a reachable state. */
  get changing(): ReadonlySet<number> {
    return new Set(this.system.slots.map(({ position }) => position).filter((slot) => this.#seen[slot]));
  }
  readonly #seen: boolean[] = [];

  /** The names of the steps and predicates whose values hardly ever recur. */
  get notLearnt(): string[] {
    return this.frozen.map((number) => this.#describe(this.subjects[number] as Subject));
  }

  /** The numbers of the steps and predicates whose values hardly ever recur. */
  get frozen(): number[] {
    return [...this.trees.keys()].filter((number) => this.trees[number]?.frozen);
  }

  /** What else another run knew, whose lessons were learnt again. */
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

  /** The numbers of the steps that a state's labels leave to be tried. */
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

  /** What comes of a step or judgement in a state: what is known of it, or what one evaluation says, which then is known. */
  consult(number: number, ids: Ids): Leaf {
    return this.trees[number]?.find(ids) ?? this.learn(number, ids);
  }

  /** Evaluates twice and remembers. Throws `E_IMPURE` where the results differ. */
  learn(number: number, ids: Ids): Leaf {
    const [first, second] = [this.#evaluate(number, ids), this.#evaluate(number, ids)];
    this.evaluations++;
    if (!same(first, second)) throw this.#impure(number);
    const needed = first.reads.slice(0, first.needed);
    const leaf = this.#interned(this.commutation.marked(first.leaf, this.system.alternatives[number], needed));
    if (!this.trees[number]?.learn(first.reads, ids, leaf)) throw this.#impure(number);
    this.journal?.note('lesson', number, first.reads, ids);
    return leaf;
  }

  /** Whether a tree's paths are too many for what they answer, when so many states were visited. Sets its `frozen`. */
  freezes(number: number, statesVisited: number): boolean {
    const tree = this.trees[number] as Tree;
    tree.frozen = tree.lessons > PATHS_MAX && tree.lessons * RECURRENCE_MIN > statesVisited;
    return tree.frozen;
  }

  /** What comes of it, without remembering. */
  ask(number: number, ids: Ids): Leaf {
    this.evaluations++;
    return this.#glance(number, ids).leaf;
  }

  /** Evaluates what is known already and compares. Throws `E_IMPURE` where it says something else now. */
  audit(number: number, ids: Ids): Leaf {
    const tree = this.trees[number] as Tree;
    const known = tree.find(ids);
    const lesson = this.#glance(number, ids);
    this.audited++;
    if (known !== undefined && !same(lesson, { reads: tree.readsOf(ids), leaf: known })) throw this.#impure(number);
    return lesson.leaf;
  }

  /** What is not remembered is noted all the same where it showed something for the first time. */
  #glance(number: number, ids: Ids): Lesson {
    const before = this.#known;
    const lesson = this.#evaluate(number, ids);
    if (this.#known > before) this.journal?.note('glance', number, lesson.reads, ids);
    return lesson;
  }

  /** How much is known besides trees; it only grows. */
  get #known(): number {
    const { exercised, observations, outcomes, coverage } = this;
    return this.#facts + exercised.size + observations.size + outcomes.size + coverage.facts;
  }

  #evaluate(number: number, ids: Ids): Lesson {
    this.#reads.begin();
    const source: Source = {
      valueAt: (slot) => (this.domains[slot] as Domain).valueOf(ids[slot] as number),
      onRead: this.#reads.note,
    };
    const subject = this.subjects[number] as Subject;
    const { leaf, needed } = this.#result(subject, source, ids);
    return { reads: this.#reads.slots, needed, leaf };
  }

  #result(subject: Subject, source: Source, ids: Ids): Pick<Lesson, 'leaf' | 'needed'> {
    switch (subject.kind) {
      case 'step':
        return this.#step(subject.alternative, source, ids);
      case 'judgement':
        return { leaf: this.#judgement(subject, source), needed: 0 };
      case 'predicate':
        return { leaf: this.#predicate(subject, source), needed: 0 };
    }
  }

  #step(alternative: Alternative, source: Source, ids: Ids): Pick<Lesson, 'leaf' | 'needed'> {
    const before = new TrackedState(source);
    const evaluated = evaluate(this.system, alternative, before);
    // What is read from here on says what the step decides, not what it does.
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

  /** The positions of the step invariants that an outcome violates: part of what the step does, as its assertions are. */
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
    const holds = holdsIn(this.system, property, predicate, new TrackedState(source), this.#onRead(property.id));
    if (holds && predicate.side === 'from') this.exercised.add(property.id);
    return holds ? decided(predicate.position) : leafOf([], false, []);
  }

  /** The positions of the properties of cycles that mark an outcome. */
  #marks(alternative: Alternative, before: TrackedState, outcome: Outcome<TrackedState>): number[] {
    return this.system.properties.flatMap((property, position) => {
      if (!isOfCycles(property)) return [];
      const step = stepName(alternative, outcome.name);
      if (!isMarked(this.system, property, before, outcome.next, step, this.#onRead(property.id))) return [];
      this.exercised.add(property.id);
      return [position];
    });
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
    return `${subject.property.kind} '${subject.property.id}' (${this.system.origin})`;
  }
}

function same(a: Pick<Lesson, 'reads' | 'leaf'>, b: Pick<Lesson, 'reads' | 'leaf'>): boolean {
  return (
    a.leaf.key === b.leaf.key && a.reads.length === b.reads.length && a.reads.every((slot, i) => slot === b.reads[i])
  );
}
