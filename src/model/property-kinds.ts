/**
 * The kinds of properties, an entry for each: what the explorers, the judgement and the reports need to know about it. A new kind is
 * an entry here and its predicate in semantics/judge.ts. A kind without an entry does not compile.
 */
import type { LastingProperty, Property, PropertyKind } from './property.ts';

/**
 * Where a kind is judged. `claims`: inside a step, by `assert` and `unreachable`. `steps`: by a predicate over a step. The four
 * kinds of `states`: by a predicate over each such state. `infinite runs`: by the cycles of the state graph, once it is complete.
 * `lock events`: by what all explored steps together noticed of locks. `nowhere`: no state, step or run could violate it.
 */
export type JudgedIn =
  | 'states'
  | 'non-terminal states'
  | 'quiescent states'
  | 'stuck states'
  | 'claims'
  | 'steps'
  | 'infinite runs'
  | 'lock events'
  | 'nowhere';

/**
 * When a property that holds could not have failed. `unexercised`: nothing was ever there to judge. `constant`: the predicate reads
 * no component that ever changes.
 */
export type VacuousWhen = 'no quiescent state' | 'unexercised' | 'constant' | 'no lock event';

export interface KindOfProperty {
  readonly judgedIn: JudgedIn;
  /** The meaning of a deciding state or step: a violation with a counterexample, or a witness that the property holds. */
  readonly decided: 'violated' | 'reached';
  /** The first case that applies is the reason given. */
  readonly vacuous: readonly { readonly when: VacuousWhen; readonly because: string }[];
  /** Why `--explain` does not explain a violation; undefined where it does. */
  readonly unexplained?: string;
}

const NO_QUIESCENT_STATE = { when: 'no quiescent state', because: 'no quiescent state was reached' } as const;
const NO_ANTECEDENT = { when: 'unexercised', because: 'its antecedent never held' } as const;
const CONSTANT = { when: 'constant', because: 'it reads no component that ever changes' } as const;
const ENDLESS = {
  judgedIn: 'infinite runs',
  decided: 'violated',
  unexplained: 'its counterexample is an infinite run; finite ones are explained',
} as const;

export const PROPERTY_KINDS: { readonly [K in PropertyKind]: KindOfProperty } = {
  invariant: { judgedIn: 'states', decided: 'violated', vacuous: [NO_ANTECEDENT, CONSTANT] },
  reachable: {
    judgedIn: 'states',
    decided: 'reached',
    vacuous: [],
    unexplained: 'nothing reaches it, and so there is no trace',
  },
  quiescence: { judgedIn: 'quiescent states', decided: 'violated', vacuous: [NO_QUIESCENT_STATE, NO_ANTECEDENT] },
  'quiescent states': {
    judgedIn: 'non-terminal states',
    decided: 'violated',
    vacuous: [NO_QUIESCENT_STATE, NO_ANTECEDENT],
  },
  deadlock: { judgedIn: 'quiescent states', decided: 'violated', vacuous: [] },
  outcomes: { judgedIn: 'quiescent states', decided: 'violated', vacuous: [NO_QUIESCENT_STATE, NO_ANTECEDENT] },
  'step invariant': { judgedIn: 'steps', decided: 'violated', vacuous: [NO_ANTECEDENT, CONSTANT] },
  // Where an initial state maps to none it is judged of states (`judgedIn` below).
  refinement: {
    judgedIn: 'steps',
    decided: 'violated',
    vacuous: [{ when: 'unexercised', because: 'no step maps to an abstract step: each is a stutter' }],
  },
  assertion: {
    judgedIn: 'claims',
    decided: 'violated',
    vacuous: [{ when: 'unexercised', because: 'no step judged it' }],
  },
  unreachable: { judgedIn: 'claims', decided: 'violated', vacuous: [] },
  'leads-to': { ...ENDLESS, vacuous: [{ when: 'unexercised', because: 'its left side never held' }] },
  eventually: { ...ENDLESS, vacuous: [CONSTANT] },
  'infinitely often': { ...ENDLESS, vacuous: [CONSTANT] },
  stabilises: { ...ENDLESS, vacuous: [CONSTANT] },
  // Where no marked step is ever taken it is violated.
  'step infinitely often': { ...ENDLESS, vacuous: [] },
  storm: { ...ENDLESS, vacuous: [{ when: 'unexercised', because: 'it marks no step that is ever taken' }] },
  // Where a constraint is never enabled for long, every run is fair to it.
  'mapped fairness': { ...ENDLESS, vacuous: [] },
  // Without a mark it is the absence of cycles, which can fail.
  progress: { ...ENDLESS, vacuous: [] },
  'lock order': {
    judgedIn: 'lock events',
    decided: 'violated',
    vacuous: [{ when: 'no lock event', because: 'no step took a lock' }],
    unexplained: 'what breaks a lock order may take several runs; single runs are explained',
  },
};

/**
 * Where this property is judged. A `reachable` property may ask for quiescent states alone; deadlocks depend on the processes; a
 * refinement that an initial state violates is judged of no steps.
 */
export function judgedIn<R>(property: Property<R>): JudgedIn {
  if (property.kind === 'reachable' && property.quiescent) return 'quiescent states';
  if (property.kind === 'refinement' && property.wrong.length > 0) return 'states';
  return property.kind === 'deadlock' ? DEADLOCKS[property.of] : PROPERTY_KINDS[property.kind].judgedIn;
}

const DEADLOCKS = { programs: 'quiescent states', 'rule sets': 'stuck states', nothing: 'nowhere' } as const;

/** Whether it is judged of infinite runs: by their cycles, when all states are known. */
export function isLasting<R>(property: Property<R>): property is LastingProperty<R> {
  return PROPERTY_KINDS[property.kind].judgedIn === 'infinite runs';
}

/** Whether it is decided by a step, and its trace ends with that step; the others are decided by a state. */
export function isJudgedInSteps<R>(property: Property<R>): boolean {
  return ['claims', 'steps'].includes(judgedIn(property));
}

/** Whether it is judged by a predicate over a step. */
export function isOfSteps<R>(property: Property<R>): boolean {
  return judgedIn(property) === 'steps';
}

/** Whether a state or step that decides it is a witness that it holds. */
export function isReached(kind: PropertyKind): boolean {
  return PROPERTY_KINDS[kind].decided === 'reached';
}
