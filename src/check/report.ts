/** The result of a check: the JSON of `--format json`, from which every reporter prints. */

import type { EvaluationProfile } from '../model/accounts/profile.ts';
import type { Reduction } from '../model/accounts/reduction.ts';
import type { LevelDigest } from '../model/digest.ts';
import type { Stopped } from '../model/exploration.ts';
import type { PropertyKind } from '../model/property.ts';
import type { JsonValue } from '../model/value-json.ts';
import type { Counterexample } from './counterexample.ts';
import type { IdleStep, StepCoverage } from './coverage.ts';
import type { Explanation } from './doubt/explained.ts';
import type { LockFinding } from './locks/lock-order.ts';

/** `holds`: every reachable state was explored and stored exactly. `inconclusive`: the exploration or a judgement stopped early. */
export type Verdict = 'holds' | 'violated' | 'inconclusive';

/** `not judged`: no state, step or run of the system could violate it. It decides nothing, and `--strict` counts it as vacuous. */
export type PropertyVerdict = Verdict | 'not judged';

/** What became of one property. */
export interface PropertyReport {
  /** As declared: `P1`. */
  readonly id: string;
  /** As declared: what it claims, in words. */
  readonly title: string;
  /** Which method declared it: `invariant`, `leads-to`, ... */
  readonly kind: PropertyKind;
  /** Whether it holds. */
  readonly verdict: PropertyVerdict;
  /** Shown, but never decides the verdict. */
  readonly informational?: boolean;
  /** The property could not have failed; `vacuousBecause` gives the reason. */
  readonly vacuous?: boolean;
  /** The reason, where it is vacuous. */
  readonly vacuousBecause?: string;
  /** The least run that violates it. */
  readonly counterexample?: Counterexample;
  /** For a `reachable` property that holds: a trace to such a state. */
  readonly witness?: Counterexample;
  /** The violations of a property of lock order; `counterexample` is the first trace of the first. */
  readonly lockFindings?: readonly LockFinding[];
  /** For an `outcomes` property: the distinct values that quiescent states show, in a fixed order. */
  readonly outcomes?: readonly JsonValue[];
}

/** How large the system is, and what exploring it took. */
export interface Statistics {
  /** Distinct reachable states. */
  readonly states: number;
  /** (state, alternative, outcome) triples; self-loops count, the initial state does not. */
  readonly transitions: number;
  /** Steps to the farthest state: one less than the number of breadth-first levels. */
  readonly depth: number;
  /** Breadth-first levels that were explored completely. */
  readonly levelsFinished: number;
  /** From the beginning to the verdicts. */
  readonly seconds: number;
  /** Threads that visited states. */
  readonly workers: number;
  /** Growth of the process, for each state. */
  readonly bytesPerState: number;
  /** The largest resident size of the process. */
  readonly peakBytes: number;
  /** Evaluations of steps in TypeScript. */
  readonly evaluations: number;
  /** Evaluations that were repeated and compared. */
  readonly audited: number;
  /** Non-terminal states in which no system step is enabled. */
  readonly quiescentStates: number;
  /** States without any successor, terminal ones included. */
  readonly finalStates: number;
  /** How often the run began again, because states had to be packed otherwise. Absent if it never did. */
  readonly restarts?: number;
  /** `exact`: every state is stored. `lossy`: random walks, which may miss states. */
  readonly store: 'exact' | 'lossy';
  /**
   * Where fewer states were stored than the system has, or that was asked for. `states` and `transitions` above are those of the system
   * where symmetry tells them; all other figures count what was stored.
   */
  readonly reduced?: Reduction;
}

/** What `check` gives, and `--format json` prints. */
export interface Report {
  /** The name of the model. */
  readonly model: string;
  /** All parameters with their values. */
  readonly parameters: { readonly [name: string]: string | number | readonly string[] };
  /** Of all properties that are not informational: a violation outweighs what is inconclusive. */
  readonly verdict: Verdict;
  /** In the order of declaration. */
  readonly properties: readonly PropertyReport[];
  /** How large the system is, and what exploring it took. */
  readonly statistics: Statistics;
  /** Why the run stopped early. */
  readonly stopped?: Stopped;
  /** The declared budgets. Where one of them bounded the run, a larger one may change a verdict. Absent if there are none. */
  readonly budgets?: readonly BudgetReport[];
  /** The names of the fences and locked instructions that steps executed, where memory is weakly ordered. */
  readonly fences?: readonly string[];
  /** Under `memory: 'pso'`, the names of the locked instructions that steps executed: full barriers here, which that ordering does not promise. */
  readonly fullBarriers?: readonly string[];
  /** The result of `--ablate fences`. */
  readonly ablation?: Ablation;
  /** The result of `--grow`. */
  readonly growth?: Growth;
  /** The result of `--explain`. */
  readonly explanation?: Explanation;
  /** Steps and predicates whose inputs rarely recur: they were not memoised but evaluated in every state, which is slow. */
  readonly notLearnt?: readonly string[];
  /** The same steps and properties, with what they cost and read. `seconds` are 0 unless `profile` was asked for. */
  readonly slow?: readonly EvaluationProfile[];
  /** On request: what the evaluations of each step and property cost, the most expensive first. */
  readonly profile?: readonly EvaluationProfile[];
  /**
   * The steps that are enabled in no reachable state, in the order of declaration; where the run stopped early, in none that was visited.
   * Absent if there are none.
   */
  readonly neverEnabled?: readonly IdleStep[];
  /** On request. */
  readonly coverage?: readonly StepCoverage[];
  /** On request: a digest of each breadth-first level whose states were all found. */
  readonly levels?: readonly LevelDigest[];
  /**
   * Collections were learnt by their parts, and outcomes of choices by themselves (`RunOptions.parts`): sound if no step or claim compares a
   * collection by `===`, and no outcome of a choice depends on what its step did for another one.
   */
  readonly parts?: true;
  /**
   * Learning collections and choices by their parts would have saved most of the time, and this is why it was not done: a place in the model,
   * and what it does.
   */
  readonly hidden?: string;
  /** Traces are the first that were found, not the shortest. */
  readonly notShortest?: true;
}

/** A budget, and whether it mattered. */
export interface BudgetReport {
  readonly name: string;
  readonly limit: number;
  /** Each process that spends it has one of its own. */
  readonly each?: true;
  /**
   * Some step of a visited state was blocked by this budget alone. If no step was and all states were visited, every larger limit gives
   * the same states and verdicts.
   */
  readonly bounded: boolean;
}

/** A property whose verdict, or outcomes, are others in another cell. The traces are those of the other cell. */
export interface ChangedVerdict {
  readonly id: string;
  readonly before: PropertyVerdict;
  readonly after: PropertyVerdict;
  readonly counterexample?: Counterexample;
  readonly witness?: Counterexample;
  readonly outcomes?: readonly [before: readonly JsonValue[], after: readonly JsonValue[]];
}

/** A cell without one of its fences. */
export interface Ablated {
  /** The name of the fence or locked instruction that was taken out. */
  readonly fence: string;
  /** `needed`: some verdict that is decided with and without the fence changes. `undecided`: none does, but some are inconclusive. */
  readonly needed: 'needed' | 'not needed here' | 'undecided';
  readonly verdict: Verdict;
  /** The properties whose verdict or outcomes change. Traces belong to the cell without the fence. */
  readonly changes: readonly ChangedVerdict[];
  readonly stopped?: Stopped;
}

export interface Ablation {
  readonly of: 'fences';
  readonly fences: readonly Ablated[];
  /** Why there is no fence to remove. */
  readonly because?: string;
  readonly stopped?: 'interrupted';
}

/** A cell judged with larger and larger limits of one budget. */
export interface Growth {
  /** The name of the budget. */
  readonly budget: string;
  /** The limits with which the cell was judged, the declared one first. */
  readonly limits: readonly {
    readonly limit: number;
    readonly verdict: Verdict;
    readonly states: number;
  }[];
  /**
   * `never blocked`: with the last limit no step is blocked by the budget alone. `fixed point`: without the budget there are finitely many
   * states, and no claim about states or steps changes. `changed`: some verdict is another than with the declared limit. `stopped`: a limit
   * of the run was reached.
   */
  readonly ended: 'never blocked' | 'fixed point' | 'changed' | 'stopped';
  /** The properties whose verdict with the last limit is proved to be that of every larger one. */
  readonly proved: readonly string[];
  /** The properties of which nothing is known with larger limits. */
  readonly open: readonly string[];
  /** The verdicts that are others with the last limit than with the declared one. */
  readonly changes: readonly ChangedVerdict[];
  /** `holds`: every property that counts holds with every limit from the declared one on. */
  readonly verdict: Verdict;
  /** Why it was stopped. */
  readonly stopped?: Stopped;
}

/**
 * The verdict of a cell: a violation outweighs what could not be decided. Where no property is claimed, `holds` says only that everything
 * was explored.
 */
export function overallVerdict(properties: readonly PropertyReport[], stopped: Stopped | undefined): Verdict {
  const deciding = properties.filter(({ informational, verdict }) => !informational && verdict !== 'not judged');
  if (deciding.length === 0) return stopped === undefined ? 'holds' : 'inconclusive';
  if (deciding.some(({ verdict }) => verdict === 'violated')) return 'violated';
  return deciding.some(({ verdict }) => verdict === 'inconclusive') ? 'inconclusive' : 'holds';
}
