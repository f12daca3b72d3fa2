/**
 * Evaluates steps and predicates on states that are given by the numbers of their values, and notes every fact that an
 * evaluation shows for the first time: a value, a slot that changes, a claim that was judged.
 */
import type { UserError } from '../../errors.ts';
import { Coverage } from '../../model/coverage.ts';
import type { Outcome } from '../../model/evaluated.ts';
import { keyOf, type Observation } from '../../model/observation.ts';
import { Outcomes } from '../../model/outcomes.ts';
import type { Alternative } from '../../model/process.ts';
import { State } from '../../model/state.ts';
import { type LastingMark, lastingMarks } from '../../model/state-graph.ts';
import type { System } from '../../model/system.ts';
import { describeAlternative, evaluate, stepName } from '../../semantics/evaluation.ts';
import { describeProperty, holdsIn, judgeState, judgeStep, marksOf } from '../../semantics/judge.ts';
import { impure } from '../../semantics/purity.ts';
import { Reads, type Source, TrackedState } from '../../semantics/tracked-state.ts';
import { completeLabels, type Domain, domainsOf, type Ids, variesAmongInitials } from './domain.ts';
import { type Judged, type Subject, subjectsOf } from './subject.ts';
import { decided, type Leaf, leafOf } from './tree.ts';

/** What one evaluation gave: an entry of a tree, if it is memoised. */
export interface Entry {
  readonly reads: readonly number[];
  /** How many of the reads, from the first on, determine the outcomes. */
  readonly needed: number;
  readonly leaf: Leaf;
}

export class Evaluator {
  readonly system: System;
  readonly domains: readonly Domain[];
  readonly subjects: readonly Subject[];
  readonly judged: Judged;
  readonly #lastingMarks: readonly LastingMark[];
  /** The same as the reference's (reference/explore.ts). */
  readonly exercised = new Set<string>();
  readonly coverage = new Coverage();
  readonly observations = new Map<string, Observation>();
  readonly outcomes = new Outcomes();
  readonly footprints = new Map<string, Set<number>>();
  /** The number of values, of slots that change, and of slots that predicates read, so far. */
  #facts = 0;
  readonly #reads: Reads;
  readonly #positions: ReadonlyMap<string, number>;

  constructor(system: System, labelsKnown: boolean) {
    this.system = system;
    this.domains = domainsOf(system);
    if (labelsKnown) completeLabels(system, this.domains);
    const { subjects, judged } = subjectsOf(system);
    this.subjects = subjects;
    this.judged = judged;
    this.#lastingMarks = lastingMarks(system);
    this.#seen = variesAmongInitials(system);
    this.#reads = new Reads(system.slots.length);
    this.#positions = new Map(system.properties.map(({ id }, position) => [id, position]));
    for (const { id } of system.properties) this.footprints.set(id, new Set());
  }

  /** The slots that take more than one value in reachable states: only those are evaluated. */
  get changing(): ReadonlySet<number> {
    return new Set(this.system.slots.map(({ position }) => position).filter((slot) => this.#seen[slot]));
  }
  readonly #seen: boolean[];

  stateOf(ids: Ids): State {
    return new State(this.domains.map((domain, slot) => domain.valueOf(ids[slot] as number)));
  }

  /** The number of facts that are known besides the trees; it only grows. */
  protected get known(): number {
    const { exercised, observations, outcomes, coverage } = this;
    return this.#facts + exercised.size + observations.size + outcomes.size + coverage.facts;
  }

  /** The result of a step or predicate in a state, and what it read. */
  evaluate(number: number, ids: Ids): Entry {
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

  protected impure(number: number): UserError {
    return impure(this.system, this.describe(number));
  }

  /** How reports and error messages name a subject. */
  describe(number: number): string {
    const subject = this.subjects[number] as Subject;
    if (subject.kind === 'step') return describeAlternative(this.system, subject.alternative);
    return describeProperty(this.system, subject.property);
  }
}
