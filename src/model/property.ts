/** Properties: the claims about a system, by kind. semantics/judge.ts gives their meaning, property-kinds.ts what each kind needs. */

import type { LockRule } from './lock-event.ts';
import type { Shown } from './outcomes.ts';
import type { Tag } from './process.ts';

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
/** No non-terminal state without enabled system alternatives in which a program waits where it may not. */
export interface Deadlock extends Common {
  readonly kind: 'deadlock';
}
/** No explored step breaks one of the rules of lock analysis (check/locks/lock-order.ts). */
export interface LockOrder extends Common {
  readonly kind: 'lock order';
  readonly rules: readonly LockRule[];
}
/** Claims nothing; collects the distinct values that the quiescent states show. */
export interface OutcomesProperty<R> extends Common {
  readonly kind: 'outcomes';
  readonly shows: (s: R) => Shown;
}

/** Judged of infinite runs that are fair: wherever `from` holds, `to` holds then or later. */
export interface LeadsTo<R> extends Common {
  /** `eventually`: from the initial state on. `infinitely often`: from every state on. These two have no `from`. */
  readonly kind: 'leads-to' | 'eventually' | 'infinitely often';
  /** Claimed of each instance: one instance, unless the property was written for several items. */
  readonly instances: readonly Instance<R>[];
}
export interface Instance<R> {
  readonly from: StatePredicate<R> | undefined;
  readonly to: StatePredicate<R>;
}
/** Judged by the marked steps that cycles contain. */
export interface CycleProperty<R> extends Common {
  /** `storm`: no fair cycle has a step that is marked. `progress`: every cycle of system alternatives alone has one. */
  readonly kind: 'storm' | 'progress';
  readonly marked: StepPredicate<R>;
}

export type Property<R> =
  | StateProperty<R>
  | StepInvariant<R>
  | Assertion
  | Deadlock
  | OutcomesProperty<R>
  | LeadsTo<R>
  | CycleProperty<R>
  | LockOrder;
export type PropertyKind = Property<never>['kind'];

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
