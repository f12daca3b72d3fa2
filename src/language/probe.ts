/**
 * Finds misspelt names before anything is explored: every alternative is tried once on the initial values, as if its process were at
 * its label. Most steps are blocked there, or throw because the state makes no sense for them; such results are ignored. A label,
 * component or claim that does not exist is an error in every state.
 */
import { Map as ImmutableMap } from 'immutable';
import { UserError } from '../errors.ts';
import { type Alternative, Frame } from '../model/process.ts';
import type { State } from '../model/state.ts';
import type { System } from '../model/system.ts';
import { evaluate } from '../semantics/evaluation.ts';
import { whileRunning } from '../semantics/interrupt.ts';

/** Throws the first `E_LABEL`, `E_COMPONENT` or `E_SYSTEM` that a step meets on the initial values. */
export function probe(system: System): void {
  for (const alternative of system.alternatives) {
    try {
      evaluate(system, alternative, whileRunning(system, alternative, atLabel(system, alternative)));
    } catch (error) {
      if (error instanceof UserError && ['E_LABEL', 'E_COMPONENT', 'E_SYSTEM'].includes(error.code)) throw error;
    }
  }
}

/** The initial state with the alternative's process at its label. */
function atLabel(system: System, { process, label, procedure }: Alternative): State {
  if (process.labelSlot === undefined) return system.initial;
  const [first] = process.following.keys();
  const control =
    procedure === undefined
      ? label
      : new Frame({ label, locals: procedure.locals ?? ImmutableMap(), returnTo: first as string });
  return system.initial.with(process.labelSlot, system.canon.of(control));
}
