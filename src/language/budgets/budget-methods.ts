/** The declaration of budgets: a method of a system, and the slots that it makes. */
import { UserError } from '../../errors.ts';
import type { Budget, Spending } from '../../model/budgets/budget.ts';
import { suggestion } from '../../model/names.ts';
import type { SlotTable } from '../slot-table.ts';

declare module '../builder.ts' {
  interface SystemBuilder<D extends Declared> {
    /**
     * Declares how often environment steps may be taken: those with the option `budget`, which is an option of a step,
     * `{ environment: (s) => ..., budget: 'edges' }`, or of a process, for all its environment steps. A step spends one when it is taken, and
     * is blocked when none is left. Nothing can read a budget. The report says whether it blocked any step, and `check --grow` raises it.
     *
     * Costs states: one for each number that is left.
     *
     * @throws UserError `E_SYSTEM` for a limit that is no whole number from 0 on. When the system is built, for two budgets of one name, and
     * for a step with a budget that is not declared.
     * @example
     * const system = defineSystem({ edges: 0 })
     *   .budget('edges left', 2)
     *   .rules('device', { edge: { environment: (s) => s.update('edges', (n) => n + 1), budget: 'edges left' } })
     *   .reachable('two', 'two edges come', (s) => s.get('edges') === 2)
     *   .invariant('bound', 'no third edge comes', (s) => s.get('edges') < 3);
     * // => two: holds, bound: holds
     */
    budget(name: string, limit: number, options?: BudgetOptions): SystemBuilder<D>;
  }
}

/** Options of a budget. */
export interface BudgetOptions {
  /**
   * `true`: each process that spends it has one of its own.
   * @defaultValue one for the system
   */
  readonly each?: boolean;
}

/** The declared budget. Throws `E_SYSTEM` for a limit that is no whole number from 0 on. */
export function budgetOf(name: string, limit: number, { each = false }: BudgetOptions = {}): Budget {
  if (typeof name === 'string' && name !== '' && Number.isInteger(limit) && limit >= 0) return { name, limit, each };
  throw new UserError('E_SYSTEM', `budget '${name}' cannot be ${limit}.`, {
    hint: "Write .budget('edges', 2): a name, and a whole number from 0 on.",
  });
}

/** The budgets of a system in the making, and the slots of what is left of them. */
export class BudgetTable {
  readonly #origin: string;
  readonly #slots: SlotTable;
  readonly #budgets = new Map<string, Budget>();
  readonly #shared = new Map<string, Spending>();

  /** `limits`: of budgets whose limit is another than the declared one. */
  constructor(declared: readonly Budget[], limits: ReadonlyMap<string, number>, slots: SlotTable, origin: string) {
    this.#origin = origin;
    this.#slots = slots;
    for (const one of declared) {
      const budget = { ...one, limit: limits.get(one.name) ?? one.limit };
      if (this.#budgets.has(one.name)) {
        throw new UserError('E_SYSTEM', `two declarations of budget '${one.name}' (${origin}).`);
      }
      this.#budgets.set(one.name, budget);
      if (!budget.each) this.#add(budget, budget.name, this.#shared);
    }
  }

  get budgets(): ReadonlyMap<string, Budget> {
    return this.#budgets;
  }

  /** What the steps of one process spend, by budget: undefined for a budget that is lifted. */
  ofProcess(process: string): (budget: string) => Spending | undefined {
    const own = new Map<string, Spending>();
    return (name) => {
      const budget = this.#budgets.get(name);
      if (budget === undefined) {
        throw new UserError('E_SYSTEM', `process '${process}' (${this.#origin}) spends an unknown budget '${name}'.`, {
          hint: `${suggestion(name, this.#budgets.keys())} Declare it: .budget('${name}', 2).`,
        });
      }
      if (budget.each && !own.has(name)) this.#add(budget, `${process}.${name}`, own);
      return (budget.each ? own : this.#shared).get(name);
    };
  }

  #add(budget: Budget, slot: string, to: Map<string, Spending>): void {
    if (budget.limit === Number.POSITIVE_INFINITY) return;
    to.set(budget.name, { budget, slot: this.#slots.add(slot, 'budget', budget.limit).position });
  }
}
