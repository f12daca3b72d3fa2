/** The bound of a verdict: the budgets that blocked a step of the run. A larger one may change the verdict. */
import type { BudgetReport, Verdict } from '../check/report.ts';
import { inertLine } from '../errors.ts';

/** `edges 2` for each budget that bounded the run. */
export function withinOf(budgets: readonly BudgetReport[] = []): readonly string[] {
  return budgets.filter(({ bounded }) => bounded).map(budgetName);
}

export function budgetName({ name, limit, each }: BudgetReport): string {
  return `${name} ${limit}${each ? ' each' : ''}`;
}

/** `within edges 2 and moves 1`; empty if no budget bounded the run. */
export function withinText(within: readonly string[] = []): string {
  return within.length === 0 ? '' : inertLine(`within ${within.join(' and ')}`);
}

/** `, within edges 2`: what `holds` says of a run that budgets bounded. */
export function holdsWithin(within: readonly string[] | undefined, verdict: Verdict): string {
  const text = withinText(within);
  return verdict !== 'holds' || text === '' ? '' : `, ${text}`;
}

/** A sentence for each budget. */
export function budgetSentences(budgets: readonly BudgetReport[], isStopped: boolean): string[] {
  return budgets.map((budget) => {
    const named = inertLine(`The budget ${budgetName(budget)}`);
    if (budget.bounded) return `${named} blocked steps: a larger budget may change a verdict.`;
    return isStopped
      ? `${named} has blocked no step so far.`
      : `${named} blocked no step: with a larger budget every verdict is the same.`;
  });
}
