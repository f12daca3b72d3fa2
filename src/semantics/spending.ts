/** What a step with a budget spends of it. */
import { UserError } from '../errors.ts';
import type { BudgetSpent } from '../model/budgets/budget.ts';
import type { Valuation } from '../model/state.ts';
import type { Arrival, Attempt } from './arrival.ts';

interface Way {
  readonly at: Arrival;
}

/**
 * The ways through a step that its budget allows, each with one of it spent. Where none is left, and the step is blocked for that alone, what
 * it notices: only that.
 */
export function withSpending<W extends Way>(
  { system, alternative, queued }: Attempt,
  before: Valuation,
  ways: readonly W[],
): readonly W[] | BudgetSpent {
  const { spends } = alternative;
  if (spends === undefined) return ways;
  if (queued !== undefined && ways.length === 0) {
    throw new UserError(
      'E_STEP',
      `begins to wait for a lock or a grace period, and spends the budget '${spends.budget.name}'.`,
      {
        hint: 'Begin with a step that spends the budget, and wait in the next one.',
      },
    );
  }
  if (ways.length === 0) return ways;
  const { budget, slot } = spends;
  const left = before.at(slot).value as number;
  if (left === 0) return { kind: 'budget spent', budget: budget.name };
  const after = system.canon.of(left - 1);
  return ways.map((way) => ({ ...way, at: { ...way.at, state: way.at.state.with(slot, after) } }));
}
