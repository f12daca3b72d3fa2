/** How an exploration stored fewer states than the system has, and what stood against it. */

/** Replicas of one family of processes. */
export interface ReplicaSet {
  /** As declared: `rm`. */
  readonly family: string;
  readonly indices: readonly string[];
}

/** Replicas that some step or claim tells apart. */
export interface RefusedReplicas extends ReplicaSet {
  /** Which step or claim, and for which values. */
  readonly because: string;
}

/**
 * `symmetry`: one state is stored of those that differ only in which replica is which. `partial-order`: of steps that do not affect one
 * another, not every order is explored.
 */
export type ReducedBy = 'symmetry' | 'partial-order';

export interface Reduction {
  /** Empty if nothing could be reduced. */
  readonly by: readonly ReducedBy[];
  /** Replicas that are interchangeable, with the components that belong to them. */
  readonly replicas: readonly ReplicaSet[];
  /** The number of permutations of these replicas. */
  readonly permutations: number;
  /** The states that were stored, and the transitions that were formed of them. */
  readonly stored: { readonly states: number; readonly transitions: number };
  /** Distinct reachable states of the system, which the orbits of the stored ones add up to. Absent if that is not known. */
  readonly states?: number;
  /** The same of transitions. */
  readonly transitions?: number;
  /** Evaluations that no stored state asked for: they verify that the replicas are interchangeable. */
  readonly evaluations: number;
  /** Neighbours that are not interchangeable. Absent if there are none. */
  readonly refused?: readonly RefusedReplicas[];
  /**
   * Of partial order: explorations until one learnt nothing about the steps. The states and transitions are those of the last, which does
   * not depend on threads. Absent without partial order.
   */
  readonly runs?: number;
  /** Of partial order: the states that were stored to find the shortest traces, with every step. Absent if there was nothing to find. */
  readonly statesForTraces?: number;
  /** Why nothing of this system may be reduced; beside a reduction, why the other one that was asked for did nothing. */
  readonly because?: string;
}
