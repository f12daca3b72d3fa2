/**
 * Finds misspelt names and claims that are neither true nor false before anything is explored. Every alternative is tried once on the
 * initial values, as if its process were at its label; every property is judged of the initial state and of the steps tried. Most steps
 * are blocked there, or throw because the state makes no sense for them; such results are ignored. A label, component or claim that
 * does not exist is an error in every state, and so is a claim without a truth value.
 */
import { Map as ImmutableMap } from 'immutable';
import { type ErrorCode, UserError } from '../errors.ts';
import { type Alternative, Frame } from '../model/process.ts';
import type { LastingProperty } from '../model/property.ts';
import type { State } from '../model/state.ts';
import { lastingMarks, lastingPredicates } from '../model/state-graph.ts';
import type { StateReader } from '../model/state-reader.ts';
import type { System } from '../model/system.ts';
import { evaluate, stepName } from '../semantics/evaluation.ts';
import { whileRunning } from '../semantics/interrupt.ts';
import { holdsIn, isMarked, judgeState, judgeStep } from '../semantics/judge.ts';
import type { Situation } from '../semantics/situation.ts';

const ALWAYS_WRONG: readonly ErrorCode[] = ['E_LABEL', 'E_COMPONENT', 'E_SYSTEM', 'E_PROPERTY'];
/** In which every property of states is judged. */
const SITUATION: Situation = { terminal: false, quiescent: true, stuck: true };

/** Throws the first `E_LABEL`, `E_COMPONENT`, `E_SYSTEM` or `E_PROPERTY` that a step or property meets on the initial values. */
export function probe(system: System): void {
  const { alternatives, properties, initial } = system;
  for (const alternative of alternatives) attempt(() => probeStep(system, alternative));
  for (const property of properties) attempt(() => judgeState(system, property, initial, SITUATION));
  for (const predicate of lastingPredicates(system)) {
    attempt(() => holdsIn(system, lastingAt(system, predicate), predicate, initial));
  }
}

function probeStep(system: System, alternative: Alternative): void {
  const before = whileRunning(system, alternative, atLabel(system, alternative));
  for (const { name, next } of evaluate(system, alternative, before).outcomes) {
    const step = stepName(alternative, name);
    for (const property of system.properties) attempt(() => judgeStep(system, property, before, next, step));
    for (const mark of lastingMarks(system)) {
      attempt(() => isMarked(system, lastingAt(system, mark), mark, before, next, step));
    }
  }
}

function lastingAt({ properties }: System, { position }: { readonly position: number }): LastingProperty<StateReader> {
  return properties[position] as LastingProperty<StateReader>;
}

function attempt(judge: () => unknown): void {
  try {
    judge();
  } catch (error) {
    if (error instanceof UserError && ALWAYS_WRONG.includes(error.code)) throw error;
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
