/** A trace is shown only once it was seen to decide its property, on the meaning of the model alone. */
import { UserError } from '../errors.ts';
import type { Property } from '../model/property.ts';
import { isLasting, judgedIn } from '../model/property-kinds.ts';
import type { StateReader } from '../model/state-reader.ts';
import type { System } from '../model/system.ts';
import { stepName } from '../semantics/evaluation.ts';
import { judgeState, judgeStep } from '../semantics/judge.ts';
import { lastOf, type Path } from '../semantics/path.ts';
import { situationOf } from '../semantics/situation.ts';
import { type Counterexample, toCounterexample } from './counterexample.ts';
import type { Lasso } from './liveness/lasso.ts';
import { violatesForEver } from './liveness/violates-for-ever.ts';
import { showsLockFault } from './locks/lock-order.ts';
import { mappedRunOf } from './mapped-run.ts';
import { waitingIn } from './waiting.ts';

/** The counterexample of a path, once the path has been seen to decide the property. Throws `E_INTERNAL` where it does not. */
export function confirmed(system: System, property: Property<StateReader>, path: Path, lasso?: Lasso): Counterexample {
  if (decides(system, property, path, lasso?.cycleStart)) {
    return {
      ...toCounterexample(system, path),
      ...(lasso !== undefined && { cycleStart: lasso.cycleStart }),
      ...(property.kind === 'refinement' && { mapped: mappedRunOf(system, property, path) }),
      ...(property.kind === 'deadlock' && { waiting: waitingIn(system, lastOf(path)) }),
    };
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
 * Whether the end of a path decides a property, on the meaning of the model alone; of a lasso, whose steps from `cycleStart` on
 * are repeated for ever, whether that does.
 */
export function decides(system: System, property: Property<StateReader>, path: Path, cycleStart?: number): boolean {
  if (isLasting(property)) return cycleStart !== undefined && violatesForEver(system, property, path, cycleStart);
  const [before, after, step] = [path.states.at(-2), lastOf(path), path.steps.at(-1)];
  switch (judgedIn(property)) {
    case 'claims':
      return step?.failed.includes(property.id) ?? false;
    case 'steps': {
      if (step === undefined || before === undefined) return false;
      return judgeStep(system, property, before, after, stepName(step.alternative, step.outcome)) === 'decided';
    }
    case 'lock events':
      return property.kind === 'lock order' && showsLockFault(system, property, path);
    default:
      return judgeState(system, property, after, situationOf(system, after)) === 'decided';
  }
}
