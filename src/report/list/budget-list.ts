/** Budgets as text: which of them bounded a run, and the bound of a verdict. */
import type { BudgetReport, Verdict } from '../../check/report.ts';
import { inertLine } from '../../errors.ts';
import { paragraph } from '../../trace/table.ts';

/** A line for each budget. */
export function budgetLines(budgets: readonly BudgetReport[], isStopped: boolean): string[] {
  return budgets.flatMap((budget) => {
    const named = inertLine(`The budget ${nameOf(budget)}`);
    if (budget.bounded) return paragraph(`${named} blocked steps: a larger budget may change a verdict.`);
    return paragraph(
      isStopped
        ? `${named} has blocked no step so far.`
        : `${named} blocked no step: with a larger budget every verdict is the same.`,
    );
  });
}

/** `, within edges 2 and moves 1`: what `holds` says of a run that budgets bounded. */
export function withinText(budgets: readonly BudgetReport[], verdict: Verdict): string {
  const bounding = budgets.filter(({ bounded }) => bounded).map(nameOf);
  return verdict !== 'holds' || bounding.length === 0 ? '' : inertLine(`, within ${bounding.join(' and ')}`);
}

function nameOf({ name, limit, each }: BudgetReport): string {
  return `${name} ${limit}${each ? ' each' : ''}`;
}
