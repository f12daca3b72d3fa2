/**
 * Budgets: how often environment steps may be taken. A budget bounds what is explored and is no part of the design, so nothing but the steps
 * that spend it depends on it: no step and no property can read it.
 */
import type { Observation } from '../observation.ts';

export interface Budget {
  readonly name: string;
  /** How often its steps may be taken; `Infinity` where it is lifted, and no counter exists. */
  readonly limit: number;
  /** Each process that spends it has one of its own. */
  readonly each: boolean;
}

/** The budget that a step spends, and the slot of what is left of it. */
export interface Spending {
  readonly budget: Budget;
  readonly slot: number;
}

/** A step was blocked by its budget alone. */
export interface BudgetSpent extends Observation {
  readonly kind: 'budget spent';
  readonly budget: string;
}

export function isBudgetSpent(observation: Observation): observation is BudgetSpent {
  return observation.kind === 'budget spent';
}
