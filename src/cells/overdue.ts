/** An evaluation that had to be ended, and what is said of it. */
import { UserError } from '../errors.ts';
import { duration } from './duration-text.ts';

/** A step takes microseconds. */
export const STEP_SECONDS = 10;

export interface Overdue {
  /** `interrupted` and `timeout` end a run early; the other two are the fault of the model. */
  readonly by: 'step timeout' | 'memory' | 'timeout' | 'interrupted';
  /** The evaluation, as error messages name it. */
  readonly name: string;
  readonly seconds: number;
}

/** The error of an evaluation that is the fault of the model. */
export function errorOf({ by, name }: Overdue, stepSeconds: number): UserError {
  const code = isOfModel(name) ? 'E_MODEL' : 'E_STEP';
  if (by === 'memory') {
    return new UserError(code, `${name} allocates without bound: the process grew by 1 GB meanwhile.`);
  }
  return new UserError(code, `${name} has not finished within ${duration(stepSeconds)}.`, {
    hint: 'Does it loop for ever? One that needs longer is given more time by --step-timeout.',
  });
}

/** Why a run ended early, as part of a sentence. */
export function whileEvaluating({ name, seconds }: Pick<Overdue, 'name' | 'seconds'>): string {
  return `while ${isOfModel(name) ? '' : 'evaluating '}${name}, for ${duration(seconds)}`;
}

/** The other evaluations are of steps and predicates. */
function isOfModel(name: string): boolean {
  return /^(loading|building) /.test(name);
}
