/**
 * The reference explorer: what exploring means, with nothing in the way of reading it.
 *
 * Sequential breadth first search over immutable states. No step is remembered, no state is packed; every property is judged
 * in the one pass, and a violation cuts nothing. Whatever else explores must find the same states, transitions, depth,
 * verdicts and counterexamples.
 */
import { Map as ImmutableMap } from 'immutable';
import { Coverage } from '../model/coverage.ts';
import type { LevelDigest } from '../model/digest.ts';
import type { Evaluated, Outcome } from '../model/evaluated.ts';
import type { Exploration, Host, PathStep, Stopped } from '../model/exploration.ts';
import { keyOf, type Observation } from '../model/observation.ts';
import { Outcomes } from '../model/outcomes.ts';
import type { Alternative } from '../model/process.ts';
import type { Property } from '../model/property.ts';
import type { State } from '../model/state.ts';
import type { StateGraph } from '../model/state-graph.ts';
import type { OnRead, StateReader } from '../model/state-reader.ts';
import { candidates, isTerminal, type System } from '../model/system.ts';
import { evaluate, stepName } from '../semantics/evaluation.ts';
import { isMarked, type Judgement, judgeState, judgeStep, type Situation } from '../semantics/judge.ts';
import { evaluateTwice, withoutChance } from '../semantics/purity.ts';
import { digestsOf } from './digest.ts';
import type { Finding, FoundStates, Target } from './found.ts';
import { shortestPath } from './shortest.ts';
import { ReferenceGraph } from './state-graph.ts';

const SLICE_MS = 20;
// Steps may not ask for the time (purity.ts), the clock of the run must.
const now = performance.now.bind(performance);

/** What has been explored so far; states are numbered in the order in which they were found. */
export class ReferenceExplorer implements Exploration, FoundStates {
  readonly system: System;
  readonly workers = 1;
  readonly notLearnt = [];
  readonly known: State[] = [];
  readonly depthOf: number[] = [];
  /** For each state, the states of the level before it that lead to it. */
  readonly predecessors: number[][] = [];
  transitions = 0;
  evaluations = 0;
  audited = 0;
  quiescentStates = 0;
  finalStates = 0;
  complete = false;
  /** Violations, and for a `reachable` property its witnesses. */
  readonly findings = new Map<string, Finding>();
  readonly exercised = new Set<string>();
  readonly coverage = new Coverage();
  readonly observations = new Map<string, Observation>();
  readonly outcomes = new Outcomes();
  readonly #observed = new Map<string, Finding>();
  readonly footprints = new Map<string, Set<number>>();
  readonly changing = new Set<number>();
  readonly #timesEvaluated: number[] = [];
  readonly #stepInvariants: readonly Property<StateReader>[];
  #visited = 0;
  readonly #indices = ImmutableMap<State, number>().asMutable();

  constructor(system: System) {
    this.system = system;
    this.#stepInvariants = system.properties.filter(({ kind }) => kind === 'step invariant');
    for (const property of system.properties) this.footprints.set(property.id, new Set());
  }

  get states(): number {
    return this.known.length;
  }
  get levelsFinished(): number {
    return this.complete ? this.depth + 1 : (this.depthOf[this.#visited] ?? 0);
  }
  get depth(): number {
    return this.depthOf.at(-1) ?? 0;
  }
  get frontier(): number {
    return this.known.length - this.#visited;
  }
  get found(): ReadonlyMap<string, number> {
    return new Map([...this.findings].map(([id, { depth }]) => [id, depth]));
  }

  indexOf(state: State): number | undefined {
    return this.#indices.get(state);
  }

  pathTo(property: string): readonly PathStep[] {
    return withoutChance(() => shortestPath(this, this.findings.get(property) as Finding));
  }

  pathToObservation(...keys: readonly string[]): readonly PathStep[] {
    const findings = keys.flatMap((key) => this.#observed.get(key) ?? []);
    const depth = Math.min(...findings.map((finding) => finding.depth));
    const targets = findings.flatMap((finding) => (finding.depth === depth ? finding.targets : []));
    // A step from the level before was there first.
    const steps = targets.filter(({ step }) => step !== undefined);
    return withoutChance(() => shortestPath(this, { depth, targets: steps.length > 0 ? steps : targets }));
  }

  pathToState(_: readonly string[], isSo: (state: State) => boolean): readonly PathStep[] | undefined {
    return withoutChance(() => {
      const first = this.known.findIndex(isSo);
      if (first === -1) return undefined;
      const depth = this.depthOf[first] as number;
      const states = this.known.keys().filter((state) => this.depthOf[state] === depth);
      const targets = [...states].filter((state) => isSo(this.known[state] as State)).map((state) => ({ state }));
      return shortestPath(this, { depth, targets });
    });
  }

  digests(): readonly LevelDigest[] {
    return digestsOf(this, this.depthOf[this.#visited] ?? this.depth);
  }

  graph(): StateGraph {
    return new ReferenceGraph(this);
  }

  close(): void {}

  /** Explores in slices; more than `statesMax` states end it, and so does the host. */
  async run(host: Host, statesMax = Number.POSITIVE_INFINITY): Promise<Stopped | undefined> {
    const steps = this.#explore(host);
    for (;;) {
      const sliceEnd = now() + SLICE_MS;
      const last = withoutChance(() => {
        let step = steps.next();
        while (!step.done && now() < sliceEnd && this.known.length <= statesMax) step = steps.next();
        return step;
      });
      if (last.done) return last.value;
      if (this.known.length > statesMax) return 'max-states';
      const stopped = await host.breathe();
      if (stopped !== undefined) return stopped;
    }
  }

  /** Stops for breath after every few states. */
  *#explore(host: Host): Generator<void, Stopped | undefined> {
    this.#arrive(this.system.initial, undefined);
    for (; this.#visited < this.known.length; this.#visited++) {
      const [before, depth] = [this.depthOf[this.#visited - 1], this.depthOf[this.#visited]];
      if (before !== depth && host.isAnswered?.()) return 'decided';
      if (this.#visited % 64 === 63) yield;
      this.#visit(this.#visited);
    }
    this.complete = true;
    return undefined;
  }

  #visit(index: number): void {
    const state = this.known[index] as State;
    const terminal = isTerminal(this.system, state);
    let successors = 0;
    let obliged = false;
    for (const alternative of candidates(this.system, state)) {
      const evaluated = this.#evaluate(alternative, state);
      const { outcomes, held } = evaluated;
      for (const id of held) this.exercised.add(id);
      this.coverage.note(alternative, evaluated);
      this.#observe(index, alternative, evaluated);
      for (const outcome of outcomes) {
        this.#arrive(outcome.next, index);
        this.#judgeStep(index, alternative, outcome);
        this.marksOf(state, alternative, outcome);
      }
      successors += outcomes.length;
      obliged ||= outcomes.length > 0 && alternative.tag === 'system';
    }
    this.transitions += successors;
    if (successors === 0) this.finalStates++;
    const situation = { terminal, quiescent: !terminal && !obliged };
    if (situation.quiescent) this.quiescentStates++;
    for (const property of this.system.properties) this.#judgeState(property, index, situation);
  }

  #arrive(state: State, from: number | undefined): void {
    const known = this.#indices.get(state);
    const depth = from === undefined ? 0 : (this.depthOf[from] as number) + 1;
    if (known === undefined) {
      this.#indices.set(state, this.known.length);
      this.known.push(state);
      this.depthOf.push(depth);
      this.predecessors.push(from === undefined ? [] : [from]);
      state.values.forEach((value, slot) => {
        if (value !== this.system.initial.values[slot]) this.changing.add(slot);
      });
    } else if (from !== undefined && this.depthOf[known] === depth) {
      const predecessors = this.predecessors[known] as number[];
      if (predecessors.at(-1) !== from) predecessors.push(from);
    }
  }

  /** Each alternative is doubted while it is new, and now and then later. */
  #evaluate(alternative: Alternative, state: State): Evaluated {
    this.evaluations++;
    const times = this.#timesEvaluated[alternative.position] ?? 0;
    this.#timesEvaluated[alternative.position] = times + 1;
    if (times >= 64 && times % 32 !== 0) return evaluate(this.system, alternative, state);
    this.audited++;
    return evaluateTwice(this.system, alternative, state);
  }

  #observe(state: number, alternative: Alternative, { observed, outcomes }: Evaluated): void {
    const depth = this.depthOf[state] as number;
    for (const observation of observed) {
      const key = keyOf(observation);
      this.observations.set(key, observation);
      if (outcomes.length === 0) note(this.#observed, key, depth, { state });
      for (const { place } of outcomes) {
        if (place !== (observation.place ?? place)) continue;
        note(this.#observed, key, depth + 1, { state, step: { alternative, place } });
      }
    }
  }

  /** The positions of the properties of cycles that mark a step. */
  marksOf(before: State, alternative: Alternative, { name, next }: Outcome): number[] {
    return this.system.properties.flatMap((property, position) => {
      if (property.kind !== 'storm' && property.kind !== 'progress') return [];
      const step = stepName(alternative, name);
      if (!isMarked(this.system, property, before, next, step, this.onRead(property.id))) return [];
      this.exercised.add(property.id);
      return [position];
    });
  }

  #judgeStep(from: number, alternative: Alternative, outcome: Outcome): void {
    const depth = (this.depthOf[from] as number) + 1;
    const target = { state: from, step: { alternative, place: outcome.place } };
    for (const id of outcome.failed) this.#found(id, depth, target);
    for (const property of this.#stepInvariants) {
      const step = stepName(alternative, outcome.name);
      const judgement = judgeStep(
        this.system,
        property,
        this.known[from] as State,
        outcome.next,
        step,
        this.onRead(property.id),
      );
      this.#record(property.id, judgement, depth, target);
    }
  }

  #judgeState(property: Property<StateReader>, index: number, situation: Situation): void {
    const judgement = judgeState(
      this.system,
      property,
      this.known[index] as State,
      situation,
      this.onRead(property.id),
      this.outcomes,
    );
    this.#record(property.id, judgement, this.depthOf[index] as number, { state: index });
  }

  #record(id: string, judgement: Judgement, depth: number, target: Target): void {
    if (judgement !== 'nothing to judge') this.exercised.add(id);
    if (judgement === 'decided') this.#found(id, depth, target);
  }

  /** Notes what a predicate of a property reads. */
  onRead(id: string): OnRead {
    const footprint = this.footprints.get(id) as Set<number>;
    return (slot) => footprint.add(slot);
  }

  #found(id: string, depth: number, target: Target): void {
    note(this.findings, id, depth, target);
  }
}

/** Keeps the targets of least depth. */
function note(findings: Map<string, Finding>, id: string, depth: number, target: Target): void {
  const finding = findings.get(id);
  if (finding === undefined || depth < finding.depth) findings.set(id, { depth, targets: [target] });
  else if (finding.depth === depth) finding.targets.push(target);
}
