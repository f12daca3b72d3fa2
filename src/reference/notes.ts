/** The bookkeeping of the reference explorer: counts, findings, coverage, and what each property had to judge. */
import { Coverage } from '../model/coverage.ts';
import type { Evaluated, Outcome } from '../model/evaluated.ts';
import { keyOf, type Observation } from '../model/observation.ts';
import { Outcomes } from '../model/outcomes.ts';
import type { Alternative } from '../model/process.ts';
import type { Property } from '../model/property.ts';
import { isOfSteps } from '../model/property-kinds.ts';
import type { State } from '../model/state.ts';
import { type LastingMark, lastingMarks } from '../model/state-graph.ts';
import type { OnRead, StateReader } from '../model/state-reader.ts';
import type { System } from '../model/system.ts';
import { evaluate, stepName } from '../semantics/evaluation.ts';
import { type Judgement, marksOf } from '../semantics/judge.ts';
import { evaluateTwice } from '../semantics/purity.ts';
import type { Situation } from '../semantics/situation.ts';
import type { Found, Target } from './found.ts';

/** An alternative is evaluated twice the first times, and then once in this many times (semantics/purity.ts). */
const DOUBTED_FIRST = 64;
const DOUBTED_ONE_IN = 32;

export class Notes {
  transitions = 0;
  evaluations = 0;
  audited = 0;
  quiescentStates = 0;
  finalStates = 0;
  /** Where each property was decided: violated, or for a `reachable` property reached. */
  readonly findings = new Map<string, Found>();
  /** Where each observation was made, by its key. */
  readonly sightings = new Map<string, Found>();
  readonly observations = new Map<string, Observation>();
  readonly exercised = new Set<string>();
  readonly coverage = new Coverage();
  readonly outcomes = new Outcomes();
  readonly footprints = new Map<string, Set<number>>();
  readonly changing = new Set<number>();
  readonly ofSteps: readonly Property<StateReader>[];
  readonly #system: System;
  readonly #marks: readonly LastingMark[];
  readonly #timesEvaluated: number[] = [];

  constructor(system: System) {
    this.#system = system;
    this.#marks = lastingMarks(system);
    this.ofSteps = system.properties.filter(isOfSteps);
    for (const { id } of system.properties) this.footprints.set(id, new Set());
  }

  evaluate(alternative: Alternative, state: State): Evaluated {
    this.evaluations++;
    this.coverage.count(alternative);
    const times = this.#timesEvaluated[alternative.position] ?? 0;
    this.#timesEvaluated[alternative.position] = times + 1;
    if (times >= DOUBTED_FIRST && times % DOUBTED_ONE_IN !== 0) return evaluate(this.#system, alternative, state);
    this.audited++;
    return evaluateTwice(this.#system, alternative, state);
  }

  /** Takes over what an evaluation noticed, in a state of some depth. */
  observed(state: number, depth: number, alternative: Alternative, evaluated: Evaluated): void {
    for (const id of evaluated.held) this.exercised.add(id);
    this.coverage.note(alternative, evaluated);
    for (const observation of evaluated.observed) {
      const key = keyOf(observation);
      this.observations.set(key, observation);
      if (evaluated.outcomes.length === 0) keepLeast(this.sightings, key, depth, { state });
      for (const { place } of evaluated.outcomes) {
        if (place !== (observation.place ?? place)) continue;
        keepLeast(this.sightings, key, depth + 1, { state, step: { alternative, place } });
      }
    }
  }

  /** A state was found for the first time. */
  found({ values }: State): void {
    values.forEach((value, slot) => {
      if (value !== this.#system.initial.values[slot]) this.changing.add(slot);
    });
  }

  /** All transitions of a state were taken. */
  visited(transitions: number, { quiescent }: Situation): void {
    this.transitions += transitions;
    if (transitions === 0) this.finalStates++;
    if (quiescent) this.quiescentStates++;
  }

  judged(id: string, judgement: Judgement, depth: number, target: Target): void {
    if (judgement !== 'nothing to judge') this.exercised.add(id);
    if (judgement === 'decided') this.decided(id, depth, target);
  }

  decided(id: string, depth: number, target: Target): void {
    keepLeast(this.findings, id, depth, target);
  }

  /** Notes what a predicate of a property reads. */
  onRead(id: string): OnRead {
    const footprint = this.footprints.get(id) as Set<number>;
    return (slot) => footprint.add(slot);
  }

  /** The numbers of the predicates that mark a step. */
  marksOf(before: State, alternative: Alternative, { name, next }: Outcome): number[] {
    const onRead = (id: string) => this.onRead(id);
    const onMark = (id: string) => this.exercised.add(id);
    return marksOf(this.#system, this.#marks, before, next, stepName(alternative, name), { onRead, onMark });
  }
}

/** Keeps the targets of least depth. */
function keepLeast(all: Map<string, Found>, key: string, depth: number, target: Target): void {
  const found = all.get(key);
  if (found === undefined || depth < found.depth) all.set(key, { depth, targets: [target] });
  else if (found.depth === depth) found.targets.push(target);
}
