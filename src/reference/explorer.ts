/** The reference explorer as a check uses it: the search of explore.ts in slices, then the answers about what it found. */
import type { Coverage } from '../model/coverage.ts';
import type { LevelDigest } from '../model/digest.ts';
import type { Exploration, Host, Route, Stopped } from '../model/exploration.ts';
import type { Observation } from '../model/observation.ts';
import type { Outcomes } from '../model/outcomes.ts';
import type { State } from '../model/state.ts';
import type { StateGraph } from '../model/state-graph.ts';
import type { System } from '../model/system.ts';
import { withoutChance } from '../semantics/purity.ts';
import { inSlices } from '../semantics/slices.ts';
import { digestsOf } from './digest.ts';
import { Search } from './explore.ts';
import type { Found } from './found.ts';
import { Notes } from './notes.ts';
import { shortestPath } from './shortest.ts';
import { ReferenceGraph } from './state-graph.ts';

/** States visited between two looks at the clock. */
const STATES_AT_ONCE = 64;

export class ReferenceExplorer implements Exploration {
  readonly restarts = 0;
  readonly system: System;
  readonly workers = 1;
  readonly notLearnt = [];
  complete = false;
  readonly #notes: Notes;
  readonly #search: Search;
  readonly #statesMax: number;

  /** More than `statesMax` states end the run. */
  constructor(system: System, statesMax = Number.POSITIVE_INFINITY) {
    this.system = system;
    this.#statesMax = statesMax;
    this.#notes = new Notes(system);
    this.#search = new Search(system, this.#notes);
  }

  /** Visits every reachable state, unless a limit or the host stops it. */
  run(host: Host): Promise<Stopped | undefined> {
    return inSlices(this.#steps(host), host);
  }

  *#steps(host: Host): Generator<void, Stopped | undefined> {
    const { depthOf } = this.#search;
    for (const number of this.#search.explore()) {
      if (depthOf[number - 1] !== depthOf[number] && host.isAnswered?.()) return 'decided';
      if (number % STATES_AT_ONCE !== STATES_AT_ONCE - 1) continue;
      if (this.states > this.#statesMax) return 'max-states';
      yield;
    }
    this.complete = true;
    return undefined;
  }

  close(): void {}

  // ---- what was counted and noted -----------------------------------------------------------------------------------

  get states(): number {
    return this.#search.known.length;
  }
  get depth(): number {
    return this.#search.depthOf.at(-1) ?? 0;
  }
  get frontier(): number {
    return this.states - this.#search.visited;
  }
  get levelsFinished(): number {
    return this.complete ? this.depth + 1 : (this.#search.depthOf[this.#search.visited] ?? 0);
  }
  get levelSizes(): readonly number[] {
    const sizes: number[] = [];
    const { depthOf, visited } = this.#search;
    const begun = depthOf[Math.min(visited, this.states - 1)] ?? 0;
    for (const depth of depthOf) if (depth <= begun) sizes[depth] = (sizes[depth] ?? 0) + 1;
    return sizes;
  }
  get transitions(): number {
    return this.#notes.transitions;
  }
  get quiescentStates(): number {
    return this.#notes.quiescentStates;
  }
  get finalStates(): number {
    return this.#notes.finalStates;
  }
  get evaluations(): number {
    return this.#notes.evaluations;
  }
  get audited(): number {
    return this.#notes.audited;
  }
  get found(): ReadonlyMap<string, number> {
    return new Map([...this.#notes.findings].map(([id, { depth }]) => [id, depth]));
  }
  get exercised(): ReadonlySet<string> {
    return this.#notes.exercised;
  }
  get footprints(): ReadonlyMap<string, ReadonlySet<number>> {
    return this.#notes.footprints;
  }
  get changing(): ReadonlySet<number> {
    return this.#notes.changing;
  }
  get coverage(): Coverage {
    return this.#notes.coverage;
  }
  get observations(): ReadonlyMap<string, Observation> {
    return this.#notes.observations;
  }
  get outcomes(): Outcomes {
    return this.#notes.outcomes;
  }

  // ---- answers ------------------------------------------------------------------------------------------------------

  pathTo(property: string): Route {
    return withoutChance(() => shortestPath(this.#search, this.#notes.findings.get(property) as Found));
  }

  pathToObservation(...keys: readonly string[]): Route {
    const all = keys.flatMap((key) => this.#notes.sightings.get(key) ?? []);
    const depth = Math.min(...all.map((found) => found.depth));
    const targets = all.flatMap((found) => (found.depth === depth ? found.targets : []));
    // A step from the level before was there first.
    const steps = targets.filter(({ step }) => step !== undefined);
    return withoutChance(() => shortestPath(this.#search, { depth, targets: steps.length > 0 ? steps : targets }));
  }

  pathToState(_: readonly string[], isSo: (state: State) => boolean): Route | undefined {
    const { known, depthOf } = this.#search;
    return withoutChance(() => {
      const first = known.findIndex(isSo);
      if (first === -1) return undefined;
      const depth = depthOf[first] as number;
      const states = known.keys().filter((state) => depthOf[state] === depth);
      const targets = [...states].filter((state) => isSo(known[state] as State)).map((state) => ({ state }));
      return shortestPath(this.#search, { depth, targets });
    });
  }

  profile(): undefined {}

  digests(): readonly LevelDigest[] {
    const { depthOf, visited } = this.#search;
    return digestsOf(this.#search, depthOf[visited] ?? this.depth);
  }

  graph(): StateGraph {
    return new ReferenceGraph(this.#search, this.#notes);
  }
}
