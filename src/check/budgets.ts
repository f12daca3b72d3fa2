/** What budgets add to a verdict: whether they bounded the run. */
import { type Budget, isBudgetSpent } from '../model/budgets/budget.ts';
import type { Exploration } from '../model/exploration.ts';
import type { BudgetReport } from './report.ts';

/** In the order of declaration. A lifted budget is none. */
export function budgetsOf({ observations, system }: Exploration): readonly BudgetReport[] {
  const spent = new Set([...observations.values()].filter(isBudgetSpent).map(({ budget }) => budget));
  return [...system.budgets.values()]
    .filter(({ limit }: Budget) => limit !== Number.POSITIVE_INFINITY)
    .map(({ name, limit, each }) => ({ name, limit, ...(each && { each }), bounded: spent.has(name) }));
}
