/** Properties: the claims about a system, by kind. semantics/judge.ts gives their meaning, property-kinds.ts what each kind needs. */

import type { LockRule } from './locks/lock-event.ts';
import type { Shown } from './outcomes.ts';
import type { Alternative, Tag } from './process.ts';
import type { State } from './state.ts';
import type { JsonValue } from './value-json.ts';

/** A step as properties and traces name it. */
export interface StepName {
  /** The process, `sender[1]` for a replica. */
  readonly process: string;
  /** The label of the process, or the name of the rule. */
  readonly label: string;
  /** The name among several alternatives of the label. */
  readonly alternative?: string;
  /** The name of the outcome of a choice. */
  readonly outcome?: string;
  /** Whose step it is. */
  readonly tag: Tag;
}

/** The options of a property that is judged of states or steps. */
export interface PropertyOptions<W> {
  /**
   * Shown and counted, but never decides a verdict or an exit code.
   * @defaultValue false
   */
  readonly informational?: boolean;
  /**
   * The antecedent: where it does not hold there is nothing to judge. A property whose antecedent never holds is reported as vacuous.
   * @defaultValue always
   */
  readonly when?: W;
}

interface Common {
  /** The specification's name for it: `P1`. */
  readonly id: string;
  /** Its claim, in words. */
  readonly title: string;
  readonly informational: boolean;
}
/** A predicate over a state as `StateReader` shows it. Engines know no more of components than their positions. */
export type StatePredicate<R> = (s: R) => boolean;
export type StepPredicate<R> = (before: R, after: R, step: StepName) => boolean;

export interface StateProperty<R> extends Common {
  /**
   * `invariant`: holds in every reachable state. `reachable`: in at least one. `quiescence`: in every non-terminal state
   * where no system alternative is enabled. `quiescent states`: describes exactly those states.
   */
  readonly kind: 'invariant' | 'reachable' | 'quiescence' | 'quiescent states';
  readonly holds: StatePredicate<R>;
  readonly when: StatePredicate<R> | undefined;
  /** For `reachable`: the state must be quiescent. */
  readonly quiescent?: boolean;
}
export interface StepInvariant<R> extends Common {
  readonly kind: 'step invariant';
  readonly holds: StepPredicate<R>;
  readonly when: StepPredicate<R> | undefined;
}
/** Judged inside steps, by `assert` and `unreachable`. */
export interface Assertion extends Common {
  readonly kind: 'assertion' | 'unreachable';
}
export interface Deadlock<R> extends Common {
  readonly kind: 'deadlock';
  /**
   * Which states are deadlocks. `programs`: the quiescent states in which a program waits at a label where it may not wait for ever.
   * `rule sets`, of a system without programs: the non-terminal states without any enabled step. `nothing`: none can be, so the
   * property is not judged.
   */
  readonly of: 'programs' | 'rule sets' | 'nothing';
  /** The system may rest in these states: they are no deadlocks. */
  readonly mayRest: StatePredicate<R> | undefined;
}
/** No explored step breaks one of the rules of lock analysis (check/locks/lock-order.ts). */
export interface LockOrder extends Common {
  readonly kind: 'lock order';
  readonly rules: readonly LockRule[];
}
/**
 * Every initial state maps to an initial state of a specification, and every step to one of its steps or to none (a stutter).
 * M. Abadi and L. Lamport, "The existence of refinement mappings", TCS 82(2), 1991.
 */
export interface Refinement<R> extends Common {
  readonly kind: 'refinement';
  readonly spec: Specification;
  /** Its result describes a state of the specification (`Specification.stateOf`). */
  readonly mapping: (s: R) => unknown;
  /** The initial states that map to no initial state of the specification. Where there are any, no step is judged. */
  readonly wrong: readonly State[];
}
/** The abstract system, as a refinement asks it. */
export interface Specification {
  /** What the fairness of its steps demands of an infinite run. */
  readonly obligations: readonly Obligation[];
  /** The state that a mapping describes. Throws `E_MAPPING`, which names the system's `origin` if it is known, where it describes none. */
  stateOf(mapped: unknown, origin?: string): State;
  isInitial(state: State): boolean;
  /** The steps that are enabled in a state, in the order of declaration. */
  stepsFrom(state: State): readonly AbstractStep[];
  /** The values of a state by name. */
  valuesOf(state: State): { readonly [name: string]: JsonValue };
}
export interface AbstractStep {
  readonly step: StepName;
  readonly next: State;
  readonly alternative: Alternative;
}
/** A fairness constraint of a specification (fairness/fairness.ts), as a claim about pairs of its states. */
export interface Obligation {
  /** Its rule set, and the rule if it is about one: `rm[0] 'prepare'`. */
  readonly name: string;
  readonly strength: 'weak' | 'strong';
  isEnabled(state: State): boolean;
  /** Whether one of its steps leads from one state to the other. */
  isTaken(from: State, to: State): boolean;
}

/** Claims nothing; collects the distinct values that the quiescent states show. */
export interface OutcomesProperty<R> extends Common {
  readonly kind: 'outcomes';
  readonly shows: (s: R) => Shown;
}

/** Claimed of the fair infinite runs that satisfy all assumptions. Judged by their cycles. */
interface Lasting<R> extends Common {
  readonly assuming: readonly Assumption<R>[];
}
/** Judged by the states of fair infinite runs. */
export interface LeadsTo<R> extends Lasting<R> {
  /**
   * `leads-to`: wherever `from` holds, `to` holds then or later. `eventually`: `to` holds in some state. `infinitely often`: in
   * infinitely many. `stabilises`: in all states from some point on. Only the first has a `from`.
   */
  readonly kind: 'leads-to' | 'eventually' | 'infinitely often' | 'stabilises';
  /** Claimed of each instance: one instance, unless the property was written for several items. */
  readonly instances: readonly Instance<R>[];
}
export interface Instance<R> {
  readonly from: StatePredicate<R> | undefined;
  readonly to: StatePredicate<R>;
}
/** Judged by the marked steps of infinite runs. */
export interface CycleProperty<R> extends Lasting<R> {
  /**
   * `storm`: no fair run takes a marked step infinitely often. `step infinitely often`: every fair run takes a marked step that
   * changes something infinitely often. `progress`: every cycle of system alternatives alone has a marked step. `mapped fairness`: every
   * fair run maps to a run that is fair to one constraint of a specification. Its marked steps are those that map to a step of the
   * constraint, and it assumes that the constraint is enabled: from some point on (weak), or infinitely often (strong).
   */
  readonly kind: 'storm' | 'progress' | 'step infinitely often' | 'mapped fairness';
  /** Claimed of each predicate by itself: one, unless the property was written for several items. */
  readonly marked: readonly StepPredicate<R>[];
}

/**
 * What is assumed of a run. `infinitely often`: the predicate holds in infinitely many states. `stabilises`: in all states from some
 * point on. `step infinitely often`: a marked step that changes something is taken infinitely often.
 */
export type Assumption<R> =
  | { readonly kind: 'infinitely often' | 'stabilises'; readonly holds: StatePredicate<R> }
  | { readonly kind: 'step infinitely often'; readonly marked: StepPredicate<R> };

export type Property<R> =
  | StateProperty<R>
  | StepInvariant<R>
  | Refinement<R>
  | Assertion
  | Deadlock<R>
  | OutcomesProperty<R>
  | LeadsTo<R>
  | CycleProperty<R>
  | LockOrder;
export type PropertyKind = Property<never>['kind'];
export type LastingProperty<R> = LeadsTo<R> | CycleProperty<R>;

export function isLeadsTo<R>(property: Property<R>): property is LeadsTo<R> {
  return 'instances' in property;
}

/** Whether it is judged by the steps that cycles contain. */
export function isOfCycles<R>(property: Property<R>): property is CycleProperty<R> {
  return 'marked' in property;
}

/** The rules that the properties of lock order look for, all properties together. */
export function lockRulesOf(properties: readonly Property<never>[]): ReadonlySet<LockRule> {
  return new Set(properties.flatMap((property) => (property.kind === 'lock order' ? property.rules : [])));
}
