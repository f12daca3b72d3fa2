/** What every explorer finds out of a system, whichever way it explores, and how it asks whether to go on. */
import type { Coverage } from './coverage.ts';
import type { LevelDigest } from './digest.ts';
import type { Observation } from './observation.ts';
import type { Outcomes } from './outcomes.ts';
import type { Alternative } from './process.ts';
import type { Valuation } from './state.ts';
import type { StateGraph } from './state-graph.ts';
import type { System } from './system.ts';

/**
 * Why a run did not come to every reachable state; `walks`: it was never to; `store-buffer-full`: the only thing that kept some
 * store from being made was the bound of its store buffer; `decided`: what was asked is answered.
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

/** Thrown where an exploration, or an answer about it, cannot be completed: what was found so far stands, and `stopped` says why. */
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

/** What an exploration noticed of its properties, by their ids. */
export interface Exercise {
  /** Properties that had something to judge: an antecedent that held, a claim that held, a quiescent state. */
  readonly exercised: ReadonlySet<string>;
  /** The slots that each predicate read. */
  readonly footprints: ReadonlyMap<string, ReadonlySet<number>>;
  /** The slots whose value differs from the initial one in some state. */
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
  /** Levels that were visited in whole. */
  readonly levelsFinished: number;
  /** States found and not yet visited. */
  readonly frontier: number;
  /** Every reachable state was visited. */
  readonly complete: boolean;
  /** States without any successor. */
  readonly finalStates: number;
  readonly evaluations: number;
  /** Evaluations that were repeated and compared. */
  readonly audited: number;
  /** Threads that visited states. */
  readonly workers: number;
  /** Steps and predicates, as error messages name them, whose values hardly ever recur: each was evaluated in every state. */
  readonly notLearnt: readonly string[];
  /** Properties that were decided (violated; or a state that shall be reachable, found), with the least depth in steps. */
  readonly found: ReadonlyMap<string, number>;
  /** The one least path that decides a property, by the rule of check/least-path.ts. */
  pathTo(property: string): readonly PathStep[];
  /**
   * The least path to where one of these was observed: it ends with the step that noticed it, or in the state in which a step was
   * blocked that did; where both are as short, with the step. Undefined where nobody knows the levels (depth first, random walks),
   * or where a run was stopped before.
   */
  pathToObservation(...keys: readonly string[]): readonly PathStep[] | undefined;
  /**
   * The least path to a state that is so, among those in which a step was blocked that noticed one of these. Undefined where there
   * is none, or where nobody knows the levels.
   */
  pathToState(blocked: readonly string[], isSo: (state: Valuation) => boolean): readonly PathStep[] | undefined;
  /**
   * Of the levels all of whose states were found: all, or those up to the one in which a run was cut short. Undefined where nobody
   * knows the levels, or where there is no room to find out.
   */
  digests(): readonly LevelDigest[] | undefined;
  /** The reachable states as a graph, when all of them were visited. */
  graph(): StateGraph;
  /** Gives memory and threads back; nothing can be asked any more. */
  close(): void | Promise<void>;
}

/** Whoever runs an exploration: its limits, its signals, its progress. */
export interface Host {
  /** Asked every 20 ms or so; gives other work its turn. `doing` is for people, where it is not exploring. */
  breathe(doing?: string): Promise<Stopped | undefined>;
  /** Whether the process may grow by so many bytes. */
  mayGrow(bytes: number): boolean;
  /** Asked after each level, so that a run ends in the same place every time: whether what was asked is answered. */
  isAnswered?(): boolean;
}
