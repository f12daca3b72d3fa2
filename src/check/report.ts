/** What a check gives: the JSON of `--format json`, which is also what every reporter prints from. */
import type { LevelDigest } from '../model/digest.ts';
import type { Stopped } from '../model/exploration.ts';
import type { PropertyKind } from '../model/property.ts';
import type { JsonValue } from '../model/value-json.ts';
import type { Counterexample } from './counterexample.ts';
import type { StepCoverage } from './coverage.ts';
import type { Explanation } from './doubt/explained.ts';
import type { LockFinding } from './locks/lock-order.ts';

/** `holds`: every reachable state was explored and stored exactly. `inconclusive`: something was cut short. */
export type Verdict = 'holds' | 'violated' | 'inconclusive';

export interface PropertyReport {
  readonly id: string;
  readonly title: string;
  readonly kind: PropertyKind;
  readonly verdict: Verdict;
  /** Shown, but never decides the verdict. */
  readonly informational?: boolean;
  /** It could not have failed, for the reason that `vacuousBecause` gives. */
  readonly vacuous?: boolean;
  readonly vacuousBecause?: string;
  readonly counterexample?: Counterexample;
  /** For a `reachable` property that holds: how to get there. */
  readonly witness?: Counterexample;
  /** What breaks a property of lock order; `counterexample` is the first trace of the first. */
  readonly lockFindings?: readonly LockFinding[];
  /** Of an `outcomes` property: what the quiescent states show, each once, in an order of their own. */
  readonly outcomes?: readonly JsonValue[];
}

export interface Statistics {
  /** Distinct reachable states. */
  readonly states: number;
  /** (state, alternative, outcome) triples; self-loops count, the initial state does not. */
  readonly transitions: number;
  /** Steps to the farthest state: one less than breadth-first levels. */
  readonly depth: number;
  /** Breadth-first levels that were explored in whole. */
  readonly levelsFinished: number;
  readonly seconds: number;
  readonly workers: number;
  /** Growth of the process by state. */
  readonly bytesPerState: number;
  /** The most memory that the process held at once. */
  readonly peakBytes: number;
  /** Steps run in TypeScript. */
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
  /** The fences and locked instructions that were met, by name; only where memory is weakly ordered. */
  readonly fences?: readonly string[];
  /** Of `--ablate fences`. */
  readonly ablation?: Ablation;
  /** Of `--explain`. */
  readonly explanation?: Explanation;
  /** Steps and predicates whose values hardly ever recur: each was evaluated in every state, which is slow. */
  readonly notLearnt?: readonly string[];
  /** Where it was asked for. */
  readonly coverage?: readonly StepCoverage[];
  /** Of the breadth-first levels all of whose states were found; where they were asked for. */
  readonly levels?: readonly LevelDigest[];
  /** Traces are those that were found first, not the shortest. */
  readonly notShortest?: true;
}

/** A cell without one of its fences. */
export interface Ablated {
  /** The name of the fence or locked instruction that was taken out. */
  readonly fence: string;
  /** `needed`: something changes that is decided with it and without it. `undecided`: nothing does, but something is inconclusive. */
  readonly needed: 'needed' | 'not needed here' | 'undecided';
  readonly verdict: Verdict;
  /** The properties whose verdict or outcomes change; traces are those of the cell without the fence. */
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
  /** Why there is nothing to take out. */
  readonly because?: string;
  readonly stopped?: 'interrupted';
}

/** The verdict of a cell: a violation outweighs what could not be decided. Where nothing is claimed, all that holds is that it was explored. */
export function overallVerdict(properties: readonly PropertyReport[], stopped: Stopped | undefined): Verdict {
  const deciding = properties.filter(({ informational }) => !informational);
  if (deciding.length === 0) return stopped === undefined ? 'holds' : 'inconclusive';
  if (deciding.some(({ verdict }) => verdict === 'violated')) return 'violated';
  return deciding.some(({ verdict }) => verdict === 'inconclusive') ? 'inconclusive' : 'holds';
}
