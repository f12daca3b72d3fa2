/**
 * Evaluates steps and predicates on states that are given by the numbers of their values, and notes every fact that an
 * evaluation shows for the first time: a value, a slot that changes, a claim that was judged.
 */
import type { Canonical } from '../../model/canonical.ts';
import type { Outcome } from '../../model/evaluated.ts';
import { keyOf } from '../../model/observation.ts';
import type { Alternative } from '../../model/process.ts';
import { State } from '../../model/state.ts';
import { type LastingMark, lastingMarks } from '../../model/state-graph.ts';
import type { System } from '../../model/system.ts';
import { describeAlternative, stepName } from '../../semantics/evaluation.ts';
import { describeProperty, holdsIn, judgeState, marksOf, violatedBy } from '../../semantics/judge.ts';
import { withinTime } from '../../semantics/time/within-time.ts';
import { Derivation, type SetOrder } from '../../semantics/tracked/derivation.ts';
import { Reads, type Source, TrackedState } from '../../semantics/tracked-state.ts';
import { Choices } from './choices/choices.ts';
import { StepRuns } from './choices/step-runs.ts';
import { Columns } from './columns.ts';
import { completeLabels, type Domain, domainsOf, type Ids, variesAmongInitials } from './domain.ts';
import type { Entry } from './entry.ts';
import { Facts } from './facts.ts';
import { Forest } from './forest.ts';
import { PartsEvaluation } from './parts-evaluation.ts';
import { Scratch } from './scratch.ts';
import { StateSource, Wholes } from './source.ts';
import type { Judged, Subject } from './subject.ts';
import type { TeacherOptions } from './teacher-options.ts';
import { decided, type Leaf, leafOf } from './tree.ts';

export class Evaluator extends Facts {
  readonly system: System;
  readonly columns: Columns;
  /** By column. */
  readonly domains: readonly Domain[];
  readonly forest: Forest;
  readonly subjects: readonly Subject[];
  readonly judged: Judged;
  readonly choices: Choices;
  readonly steps: StepRuns;
  readonly #lastingMarks: readonly LastingMark[];
  readonly footprints = new Map<string, Set<number>>();
  /** The number of values, of slots that change, and of slots that predicates read, so far. */
  #facts = 0;
  readonly #wholes: Wholes;
  readonly #reads: Reads;
  readonly #scratch = new Scratch();
  readonly #byParts: PartsEvaluation;
  #isQuiet = false;
  readonly #positions: ReadonlyMap<string, number>;

  constructor(system: System, options: TeacherOptions) {
    const {
      columns = new Columns(system),
      labelsKnown = true,
      alike,
      divideAt,
      onChoicesPay,
      isVisible = false,
    } = options;
    super();
    this.system = system;
    this.forest = new Forest(system, options);
    this.subjects = this.forest.subjects;
    this.judged = this.forest.judged;
    const mayDivide = system.restriction === undefined && columns.splits.size === 0;
    this.choices = new Choices(this.forest, mayDivide ? divideAt : Number.POSITIVE_INFINITY, onChoicesPay);
    this.columns = columns;
    this.domains = domainsOf(system, columns, alike);
    this.#wholes = new Wholes(columns, this.domains);
    if (labelsKnown) completeLabels(system, this.domains);
    this.#lastingMarks = lastingMarks(system);
    this.#seen = variesAmongInitials(system);
    this.#reads = new Reads(columns.count);
    this.steps = new StepRuns(system, this.choices, this.#reads);
    this.#byParts = new PartsEvaluation({
      ...{ isVisible, reads: this.#reads, scratch: this.#scratch },
      source: (ids, order) => this.#source(ids, order),
      result: (number, source, ids) => this.#result(number, source, ids),
      quietly: (body) => this.#quietly(body),
    });
    this.#positions = new Map(system.properties.map(({ id }, position) => [id, position]));
    for (const { id } of system.properties) this.footprints.set(id, new Set());
  }

  /** The slots that take more than one value in reachable states: only those are evaluated. */
  get changing(): ReadonlySet<number> {
    return new Set(this.system.slots.map(({ position }) => position).filter((slot) => this.#seen[slot]));
  }
  readonly #seen: boolean[];

  stateOf(ids: Ids): State {
    return new State(this.system.slots.map(({ position }) => this.#wholes.valueOf(position, ids)));
  }

  /** The number of facts that are known besides the trees; it only grows. */
  protected get known(): number {
    return this.#facts + this.noted;
  }

  /** The result of a step or predicate in a state, and what it read. */
  evaluate(number: number, ids: Ids): Entry {
    this.#reads.begin();
    if (this.columns.splits.size > 0) return this.#byParts.evaluate(number, ids);
    const { leaf, needed } = this.#result(number, this.#wholeSource(ids), ids);
    return { reads: this.#reads.slots, needed, leaf };
  }

  /** The result with values that are not tracked, and what it read; notes no facts unless `noting`. */
  evaluatePlain(number: number, ids: Ids, noting = false): Entry {
    this.#reads.begin();
    const evaluateIt = () => this.#result(number, this.#source(ids, undefined), ids);
    return { reads: this.#reads.slots, ...(noting ? evaluateIt() : this.#quietly(evaluateIt)) };
  }

  /** The result where no state may have the values. Undefined if it throws. Only within `trying`. */
  trial(number: number, ids: Ids): Pick<Entry, 'reads' | 'leaf'> | undefined {
    try {
      return this.evaluate(number, ids);
    } catch {
      return undefined;
    }
  }

  /** What trials give, which note nothing. Undefined after a time limit: where no state is, a predicate may loop for ever. */
  trying<T>(milliseconds: number, trials: () => T): T | undefined {
    return this.#quietly(() =>
      milliseconds === Number.POSITIVE_INFINITY ? trials() : withinTime(milliseconds, trials)?.value,
    );
  }

  /** The split slots that an evaluation is given as tracked values. */
  givenTo(number: number, ids: Ids): number[] {
    this.#reads.begin();
    const source = this.#source(ids, 'inserted');
    this.#quietly(() => this.#result(number, source, ids));
    return [...source.given];
  }

  /** Where no slot is split: less to make for each evaluation. */
  #wholeSource(ids: Ids): Source {
    const valueAt = (slot: number) => (this.domains[slot] as Domain).valueOf(ids[slot] as number);
    return { valueAt, onRead: this.steps.branchReads.note };
  }

  #source(ids: Ids, order: SetOrder | undefined): StateSource {
    const { columns, domains } = this;
    return new StateSource({ columns, domains, wholes: this.#wholes, reads: this.#reads }, ids, order);
  }

  #quietly<T>(body: () => T): T {
    const before = this.#isQuiet;
    try {
      this.#isQuiet = true;
      return body();
    } finally {
      this.#isQuiet = before;
    }
  }

  get #noted(): Facts {
    return this.#isQuiet ? this.#scratch : this;
  }

  #result(number: number, source: Source, ids: Ids): Pick<Entry, 'leaf' | 'needed'> {
    const subject = this.subjects[number] as Subject;
    switch (subject.kind) {
      case 'step':
        return this.#step(subject, source, ids);
      case 'judgement':
        return { leaf: this.#judgement(subject, source), needed: 0 };
      case 'predicate':
        return { leaf: this.#predicate(subject, source), needed: 0 };
    }
  }

  #step(subject: Subject & { kind: 'step' }, source: Source, ids: Ids): Pick<Entry, 'leaf' | 'needed'> {
    const { alternative } = subject;
    const before = new TrackedState(source);
    const evaluated = this.steps.run(subject, before, !this.#isQuiet);
    // Reads from here on determine the properties that the step decides, not its outcomes.
    const needed = this.#reads.slots.length;
    if (evaluated === undefined) return { leaf: leafOf([], false, []), needed };
    const { outcomes, held, observed } = evaluated;
    const noted = this.#noted;
    noted.coverage.note(alternative, evaluated);
    for (const observation of observed) noted.observations.set(keyOf(observation), observation);
    for (const id of held) noted.exercised.add(id);
    const leaf = leafOf(
      outcomes.map((outcome) => ({
        place: this.steps.branchReads.goOn(outcome.place),
        failed: [
          ...outcome.failed.map((id) => this.#positions.get(id) as number),
          ...this.#violated(alternative, before, outcome),
        ],
        marks: this.#marks(alternative, before, outcome),
        writes: this.#writes(outcome.next, ids),
      })),
      alternative.tag === 'system',
      [...new Set(observed.map(keyOf))],
    );
    return { leaf, needed };
  }

  /** The number that each column gets, by column. */
  #writes(next: TrackedState, ids: Ids): [column: number, id: number][] {
    const { splits } = this.columns;
    const writes: [number, number][] = [];
    for (const [slot, value] of next.writes()) {
      const split = splits.get(slot);
      if (split === undefined) writes.push(this.#write(slot, value as Canonical, ids));
      else {
        const parts = value instanceof Derivation ? value.changed() : split.split.partsOf(value).entries();
        for (const [i, part] of parts) writes.push(this.#write(split.columns[i] as number, part, ids));
      }
    }
    return splits.size === 0 ? writes : writes.sort(([a], [b]) => a - b);
  }

  #write(column: number, value: Canonical, ids: Ids): [column: number, id: number] {
    const domain = this.domains[column] as Domain;
    const before = domain.size;
    const id = domain.idOf(value);
    if (id === before) this.#facts++;
    const slot = this.columns.slotOf[column] as number;
    if (id !== ids[column] && !this.#seen[slot] && !this.#isQuiet) {
      this.#seen[slot] = true;
      this.#facts++;
    }
    return [column, id];
  }

  /** The positions of the properties of steps that an outcome violates. */
  #violated(alternative: Alternative, before: TrackedState, { name, next }: Outcome<TrackedState>): number[] {
    const onRead = (id: string) => this.#onRead(id);
    const onJudged = (id: string) => this.#noted.exercised.add(id);
    return violatedBy(this.system, before, next, () => stepName(alternative, name), { onRead, onJudged });
  }

  #judgement({ property, position, situation }: Subject & { kind: 'judgement' }, source: Source): Leaf {
    const state = new TrackedState(source);
    const judgement = judgeState(
      this.system,
      property,
      state,
      situation,
      this.#onRead(property.id),
      this.#noted.outcomes,
    );
    if (judgement !== 'nothing to judge') this.#noted.exercised.add(property.id);
    return judgement === 'decided' ? decided(position) : leafOf([], false, []);
  }

  #predicate({ property, predicate }: Subject & { kind: 'predicate' }, source: Source): Leaf {
    const onRead = predicate.part === 'assumed' ? undefined : this.#onRead(property.id);
    const holds = holdsIn(this.system, property, predicate, new TrackedState(source), onRead);
    if (holds && predicate.part === 'from') this.#noted.exercised.add(property.id);
    return holds ? decided(predicate.position) : leafOf([], false, []);
  }

  /** The numbers of the predicates that mark an outcome. */
  #marks(alternative: Alternative, before: TrackedState, { name, next }: Outcome<TrackedState>): number[] {
    const onRead = (id: string) => this.#onRead(id);
    const onMark = (id: string) => this.#noted.exercised.add(id);
    return marksOf(this.system, this.#lastingMarks, before, next, stepName(alternative, name), { onRead, onMark });
  }

  #onRead(id: string): (slot: number) => void {
    const footprint = this.footprints.get(id) as Set<number>;
    return (slot) => {
      if (this.#isQuiet) {
        if (this.columns.splits.size > 0) this.#scratch.noteRead(id, slot);
        return;
      }
      if (!footprint.has(slot)) this.#facts++;
      footprint.add(slot);
    };
  }

  /** How reports and error messages name a subject. */
  describe(number: number): string {
    const subject = this.subjects[number] as Subject;
    if (subject.kind === 'step') return describeAlternative(this.system, subject.alternative);
    return describeProperty(this.system, subject.property);
  }
}
