/** What every explorer finds about a system, in whichever way it explores, and how it asks its host whether to continue. */

import type { EvaluationProfile } from './accounts/profile.ts';
import type { Reduction } from './accounts/reduction.ts';
import type { Coverage } from './coverage.ts';
import type { LevelDigest } from './digest.ts';
import type { KeptEdges } from './kept-edges.ts';
import type { Observation } from './observation.ts';
import type { Outcomes } from './outcomes.ts';
import type { Alternative } from './process.ts';
import type { Valuation } from './state.ts';
import type { StateGraph } from './state-graph.ts';
import type { System } from './system.ts';

/**
 * Why a run did not visit every reachable state. `walks`: random walks never do. `store-buffer-full`: some store was blocked only by
 * the bound of its store buffer. `decided`: the question that the run was for is answered.
 */
export type Stopped =
  | 'max-states'
  | 'timeout'
  | 'memory'
  | 'webassembly-memory'
  | 'walks'
  | 'interrupted'
  | 'decided'
  | 'store-buffer-full';

/** Thrown if an exploration, or an answer about it, cannot be completed. The findings so far stay valid, and `stopped` is the reason. */
export class ExplorationStopped extends Error {
  readonly stopped: Stopped;

  constructor(stopped: Stopped) {
    super(`the exploration was stopped: ${stopped}`);
    this.stopped = stopped;
  }
}

/** One step of a path: an alternative and the place of its outcome among those of its choice. */
export interface PathStep {
  readonly alternative: Alternative;
  readonly place: number;
}

/** A path: the position of the initial state in which it begins among those of the system, and its steps. */
export interface Route {
  readonly start: number;
  readonly steps: readonly PathStep[];
  /** None is shorter, but one may have fewer context switches: too many were as short to compare them (`greedyPath`). */
  readonly isGreedy?: true;
  /** A shorter one may exist: only some orders of steps were explored, and the search for the least one met a limit. */
  readonly isReduced?: true;
}

/** What an exploration noticed about its properties, by their ids. */
export interface Exercise {
  /** Properties that had something to judge: an antecedent that held, a claim that held, a quiescent state. */
  readonly exercised: ReadonlySet<string>;
  /** The slots that each predicate read. */
  readonly footprints: ReadonlyMap<string, ReadonlySet<number>>;
  /** The slots that have more than one value in the states found. */
  readonly changing: ReadonlySet<number>;
  readonly quiescentStates: number;
  readonly coverage: Coverage;
  /** What steps noticed, by key. */
  readonly observations: ReadonlyMap<string, Observation>;
  /** What quiescent states showed. */
  readonly outcomes: Outcomes;
}

export interface Exploration extends Exercise {
  readonly system: System;
  /** Distinct states found. */
  readonly states: number;
  /** (state, alternative, outcome) triples of the states visited. */
  readonly transitions: number;
  /** Steps to the farthest state found. */
  readonly depth: number;
  /** Levels that were visited completely. */
  readonly levelsFinished: number;
  /** The states of each level that was begun, the first level first. Undefined where levels are not known. */
  readonly levelSizes: readonly number[] | undefined;
  /** States found and not yet visited. */
  readonly frontier: number;
  /** Every reachable state was visited. */
  readonly complete: boolean;
  /** States without any successor. */
  readonly finalStates: number;
  readonly evaluations: number;
  /** Evaluations that were repeated and compared. */
  readonly audited: number;
  /** How often it began again with what it had learnt, because the states that it stored could not be packed otherwise. */
  readonly restarts: number;
  /** Threads that visited states. */
  readonly workers: number;
  /** Steps and predicates, as error messages name them, whose inputs rarely recur: they were not memoised but evaluated in every state. */
  readonly notLearnt: readonly string[];
  /** The steps and properties by what their evaluations cost, the most expensive first. Undefined where nothing is memoised. */
  profile(): readonly EvaluationProfile[] | undefined;
  /** How fewer states were stored than the system has. Undefined where that was not asked for. */
  readonly reduction?: Reduction | undefined;
  /** Properties that were decided (violated, or for a `reachable` property found), each with the least depth in steps. */
  readonly found: ReadonlyMap<string, number>;
  /** The one least path that decides a property, by the rule of least-path.ts. */
  pathTo(property: string): Route;
  /** Finds these paths; to be called before they are asked for, where that may take long. */
  findPaths?(host: Host): Promise<void>;
  /**
   * The least path to one of these observations. It ends with the step that noticed it, or in the state where the blocked step that
   * noticed it stands; where both are equally short, with the step. Undefined where levels are not known (depth first, random
   * walks), or where a run was stopped before.
   */
  pathToObservation(...keys: readonly string[]): Route | undefined;
  /**
   * The least path to a state for which `isSo` holds, among the states in which a blocked step noticed one of these observations.
   * Undefined where there is none, or where levels are not known.
   */
  pathToState(blocked: readonly string[], isSo: (state: Valuation) => boolean): Route | undefined;
  /**
   * The digests of the levels whose states were all found: all levels, or those up to the level in which a run stopped early.
   * Undefined where levels are not known, or where memory is too small to compute them.
   */
  digests(): readonly LevelDigest[] | undefined;
  /** The reachable states as a graph, when all of them were visited. */
  graph(): StateGraph;
  /** Keeps all edges of that graph in memory; to be called before it is asked for. Undefined where there is no room for them. */
  keepEdges?(host: Host): Promise<KeptEdges | Stopped | undefined>;
  /** Releases memory and threads. Nothing may be asked afterwards. */
  close(): void | Promise<void>;
}

/** The caller of an exploration: its limits, signals and progress. */
export interface Host {
  /** Asked every 20 ms or so; gives other work its turn. `doing` is for people, where it is not exploring. */
  breathe(doing?: string): Promise<Stopped | undefined>;
  /** Whether the process may grow by `bytes`. */
  mayGrow(bytes: number): boolean;
  /** Whether the question that the run is for is answered. Asked after each level, so that every run ends in the same place. */
  isAnswered?(): boolean;
}
