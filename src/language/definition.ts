/** The declarations of a system so far, as data. */
import type { Budget } from '../model/budgets/budget.ts';
import type { Declarations, ReplicaKey } from '../model/declaration.ts';
import type { Fairness } from '../model/fairness/fairness.ts';
import type { AuthoredMemory } from '../model/memory.ts';
import type { Observable } from '../model/observable.ts';
import type { Tag } from '../model/process.ts';
import type { Property, StatePredicate } from '../model/property.ts';
import type { StateReader } from '../model/state-reader.ts';
import type { InitialStates } from './initial-states.ts';
import type { ParsedLabel } from './label.ts';

export interface Definition {
  readonly components: Declarations;
  readonly processes: readonly AuthoredProcess[];
  readonly procedures: readonly AuthoredProcedure[];
  readonly properties: readonly Property<StateReader>[];
  readonly budgets: readonly Budget[];
  /** Names of components that say whether something is owed. */
  readonly owed: readonly string[];
  /** Names of components that say whether an object is freed. */
  readonly objects: readonly string[];
  readonly observables: readonly Observable[];
  /** Each makes initial states of every one so far. */
  readonly initials: readonly InitialStates[];
  readonly deadlock: 'judged' | 'allowed';
  /** The states that are no deadlocks. */
  readonly mayRest: StatePredicate<StateReader> | undefined;
  /** Of processes that declare none. */
  readonly fairness: Fairness;
  readonly memory: AuthoredMemory;
}

/** A program or rule set; with `indices`, a process for each index. */
export interface AuthoredProcess {
  readonly name: string;
  readonly kind: 'program' | 'rules';
  readonly indices: readonly ReplicaKey[] | undefined;
  readonly labels: readonly ParsedLabel[];
  readonly end: 'halt' | 'loop';
  /** Where it begins; by default at its first label. */
  readonly start?: string | ((index: ReplicaKey) => string) | undefined;
  readonly tag: Tag;
  /** Of its environment steps. */
  readonly budget?: string | undefined;
  readonly column: string | ((index: ReplicaKey) => string) | undefined;
  readonly cpu: string | ((index: ReplicaKey) => string) | undefined;
  readonly fairness: Fairness;
  /** The priority of an interrupt handler. */
  readonly interrupt?: number | ((index: ReplicaKey) => number) | undefined;
  readonly stores: boolean | undefined;
  readonly preemptible?: boolean | undefined;
  readonly mayWaitAt: readonly string[];
  readonly locals: Declarations;
}

export interface AuthoredProcedure {
  readonly name: string;
  readonly labels: readonly ParsedLabel[];
  readonly locals: Declarations;
  readonly mayWaitAt: readonly string[];
}
