/** The result of a check: the JSON of `--format json`, from which every reporter prints. */
import type { LevelDigest } from '../model/digest.ts';
import type { Stopped } from '../model/exploration.ts';
import type { PropertyKind } from '../model/property.ts';
import type { JsonValue } from '../model/value-json.ts';
import type { Counterexample } from './counterexample.ts';
import type { StepCoverage } from './coverage.ts';
import type { Explanation } from './doubt/explained.ts';
import type { LockFinding } from './locks/lock-order.ts';

/** `holds`: every reachable state was explored and stored exactly. `inconclusive`: the exploration or a judgement stopped early. */
export type Verdict = 'holds' | 'violated' | 'inconclusive';

export interface PropertyReport {
  readonly id: string;
  readonly title: string;
  readonly kind: PropertyKind;
  readonly verdict: Verdict;
  /** Shown, but never decides the verdict. */
  readonly informational?: boolean;
  /** The property could not have failed; `vacuousBecause` gives the reason. */
  readonly vacuous?: boolean;
  readonly vacuousBecause?: string;
  readonly counterexample?: Counterexample;
  /** For a `reachable` property that holds: a trace to such a state. */
  readonly witness?: Counterexample;
  /** The violations of a property of lock order; `counterexample` is the first trace of the first. */
  readonly lockFindings?: readonly LockFinding[];
  /** For an `outcomes` property: the distinct values that quiescent states show, in a fixed order. */
  readonly outcomes?: readonly JsonValue[];
}

export interface Statistics {
  /** Distinct reachable states. */
  readonly states: number;
  /** (state, alternative, outcome) triples; self-loops count, the initial state does not. */
  readonly transitions: number;
  /** Steps to the farthest state: one less than the number of breadth-first levels. */
  readonly depth: number;
  /** Breadth-first levels that were explored completely. */
  readonly levelsFinished: number;
  readonly seconds: number;
  readonly workers: number;
  /** Growth of the process, for each state. */
  readonly bytesPerState: number;
  /** The largest resident size of the process. */
  readonly peakBytes: number;
  /** Evaluations of steps in TypeScript. */
  readonly evaluations: number;
  /** Evaluations that were repeated and compared. */
  readonly audited: number;
  readonly quiescentStates: number;
  /** States without any successor, terminal ones included. */
  readonly finalStates: number;
  readonly store: 'exact' | 'lossy';
}

export interface Report {
  readonly model: string;
  readonly parameters: { readonly [name: string]: string | number | readonly string[] };
  readonly verdict: Verdict;
  readonly properties: readonly PropertyReport[];
  readonly statistics: Statistics;
  readonly stopped?: Stopped;
  /** The names of the fences and locked instructions that steps executed, where memory is weakly ordered. */
  readonly fences?: readonly string[];
  /** The result of `--ablate fences`. */
  readonly ablation?: Ablation;
  /** The result of `--explain`. */
  readonly explanation?: Explanation;
  /** Steps and predicates whose inputs rarely recur: they were not memoised but evaluated in every state, which is slow. */
  readonly notLearnt?: readonly string[];
  /** On request. */
  readonly coverage?: readonly StepCoverage[];
  /** On request: a digest of each breadth-first level whose states were all found. */
  readonly levels?: readonly LevelDigest[];
  /** Traces are the first that were found, not the shortest. */
  readonly notShortest?: true;
}

/** A cell without one of its fences. */
export interface Ablated {
  /** The name of the fence or locked instruction that was taken out. */
  readonly fence: string;
  /** `needed`: some verdict that is decided with and without the fence changes. `undecided`: none does, but some are inconclusive. */
  readonly needed: 'needed' | 'not needed here' | 'undecided';
  readonly verdict: Verdict;
  /** The properties whose verdict or outcomes change. Traces belong to the cell without the fence. */
  readonly changes: readonly {
    readonly id: string;
    readonly before: Verdict;
    readonly after: Verdict;
    readonly counterexample?: Counterexample;
    readonly witness?: Counterexample;
    readonly outcomes?: readonly [before: readonly JsonValue[], after: readonly JsonValue[]];
  }[];
  readonly stopped?: Stopped;
}

export interface Ablation {
  readonly of: 'fences';
  readonly fences: readonly Ablated[];
  /** Why there is no fence to take out. */
  readonly because?: string;
  readonly stopped?: 'interrupted';
}

/**
 * The verdict of a cell: a violation outweighs what could not be decided. Where no property is claimed, `holds` says only that everything
 * was explored.
 */
export function overallVerdict(properties: readonly PropertyReport[], stopped: Stopped | undefined): Verdict {
  const deciding = properties.filter(({ informational }) => !informational);
  if (deciding.length === 0) return stopped === undefined ? 'holds' : 'inconclusive';
  if (deciding.some(({ verdict }) => verdict === 'violated')) return 'violated';
  return deciding.some(({ verdict }) => verdict === 'inconclusive') ? 'inconclusive' : 'holds';
}
