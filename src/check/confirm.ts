/** A trace is shown only once it was seen to decide its property, on the meaning of the model alone. */
import { UserError } from '../errors.ts';
import { isLasting, type Property } from '../model/property.ts';
import type { State } from '../model/state.ts';
import type { StateReader } from '../model/state-reader.ts';
import { candidates, isTerminal, type System } from '../model/system.ts';
import { evaluate, stepName } from '../semantics/evaluation.ts';
import { judgeState, judgeStep } from '../semantics/judge.ts';
import { type Counterexample, type Run, toCounterexample } from './counterexample.ts';
import type { Lasso } from './liveness/lasso.ts';
import { violatesForEver } from './liveness/violates-for-ever.ts';
import { showsLockFault } from './locks/lock-order.ts';

/** The counterexample of a run, once the run has been seen to decide the property. */
export function confirmed(system: System, property: Property<StateReader>, run: Run, lasso?: Lasso): Counterexample {
  if (decides(system, property, run, lasso?.cycleStart)) {
    return { ...toCounterexample(system, run), ...(lasso !== undefined && { cycleStart: lasso.cycleStart }) };
  }
  throw new UserError(
    'E_INTERNAL',
    `the trace found for '${property.id}' (${system.origin}) does not show it when replayed.`,
    {
      hint: 'This is a bug of Everywhen, and no verdict of this run can be trusted. Please report it with the model.',
    },
  );
}

/**
 * Whether the end of a run decides a property, on the meaning of the model alone; of a lasso, whose steps from `cycleStart` on
 * are repeated for ever, whether that does.
 */
export function decides(system: System, property: Property<StateReader>, run: Run, cycleStart?: number): boolean {
  const { states, steps } = run;
  if (isLasting(property)) return cycleStart !== undefined && violatesForEver(system, property, run, cycleStart);
  const last = states.at(-1) as State;
  const step = steps.at(-1);
  if (property.kind === 'assertion' || property.kind === 'unreachable') {
    return step?.failed.includes(property.id) ?? false;
  }
  if (property.kind === 'lock order') return showsLockFault(system, property, { states, steps });
  if (property.kind === 'step invariant') {
    if (step === undefined) return false;
    return (
      judgeStep(system, property, states.at(-2) as State, last, stepName(step.alternative, step.outcome)) === 'decided'
    );
  }
  const terminal = isTerminal(system, last);
  const obliged = [...candidates(system, last)].some(
    (alternative) => alternative.tag === 'system' && evaluate(system, alternative, last).outcomes.length > 0,
  );
  return judgeState(system, property, last, { terminal, quiescent: !terminal && !obliged }) === 'decided';
}
