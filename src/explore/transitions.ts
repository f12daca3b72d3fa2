/** The transitions of a state, numbered, and the steps that are not possible and why. Steps are evaluated as the reference does. */
import { UserError } from '../errors.ts';
import type { Evaluated } from '../model/evaluated.ts';
import type { BufferFull, Observation } from '../model/observation.ts';
import type { Alternative } from '../model/process.ts';
import type { StepName } from '../model/property.ts';
import type { State, Valuation } from '../model/state.ts';
import { candidates, type System } from '../model/system.ts';
import { valueToJson } from '../model/value-json.ts';
import type { Obstacle } from '../page/position.ts';
import { evaluate, stepName } from '../semantics/evaluation.ts';
import { firstLabelOf, frozenBy } from '../semantics/interrupt.ts';
import type { Transition } from '../semantics/path.ts';
import { evaluateTwice } from '../semantics/purity.ts';
import { TrackedState } from '../semantics/tracked-state.ts';

/** Every transition of a state, in order of declaration; a step that throws has none. */
export function transitionsOf(system: System, state: State): Transition[] {
  return [...candidates(system, state)].flatMap((alternative) => {
    const tried = tryOut(system, alternative, state);
    return 'problem' in tried ? [] : tried.outcomes.map((outcome) => ({ alternative, outcome }));
  });
}

/** A step, or an outcome of its choice, that cannot be taken. */
export interface Hindered {
  readonly alternative: Alternative;
  readonly step: StepName;
  readonly why: Obstacle;
}

/** The steps at the processes' labels that cannot be taken. */
export function blockedIn(system: System, state: State): Hindered[] {
  return [...candidates(system, state)].flatMap((alternative): Hindered[] => {
    const tried = tryOut(system, alternative, state);
    const step = stepName(alternative, undefined);
    if ('problem' in tried) return [{ alternative, step, why: { kind: 'broken', message: tried.problem } }];
    const { outcomes, offered } = tried;
    const missing =
      outcomes.length === 0 ? [undefined] : offered.filter((name) => !outcomes.some((o) => o.name === name));
    if (missing.length === 0) return [];
    const why = obstacleOf(system, alternative, state, tried.observed);
    return missing.map((outcome) => ({ alternative, step: stepName(alternative, outcome), why }));
  });
}

type Tried = Evaluated | { readonly problem: string };

/** A step that throws has no transitions, so that a model with one broken step can still be walked. */
function tryOut(system: System, alternative: Alternative, state: State): Tried {
  try {
    return evaluateTwice(system, alternative, state);
  } catch (error) {
    if (error instanceof UserError) return { problem: `${error.code} ${error.message}` };
    throw error;
  }
}

function obstacleOf(
  system: System,
  alternative: Alternative,
  state: State,
  observed: readonly Observation[],
): Obstacle {
  const { process, label } = alternative;
  const by = frozenBy(system, alternative, state);
  if (by !== undefined) {
    const arrives = process.interrupt !== undefined && label === firstLabelOf(process);
    return { kind: arrives ? 'interrupt held off' : 'frozen', by, cpu: process.cpu };
  }
  const full = observed.find((observation): observation is BufferFull => observation.kind === 'buffer full');
  if (full !== undefined) return { kind: 'store buffer full', cpu: full.cpu };
  // Every step reads whether an interrupt freezes its process; those reads are not the reason here.
  const asked = readsOf(state, (tracked) => frozenBy(system, alternative, tracked));
  const reads = readsOf(state, (tracked) => evaluate(system, alternative, tracked));
  return {
    kind: 'guard',
    reads: [...reads]
      .filter((slot) => !asked.has(slot) && slot !== process.labelSlot && system.slots[slot]?.kind !== 'holds')
      .map((slot) => [system.slots[slot]?.name ?? '', valueToJson(state.at(slot).value)]),
  };
}

/** The slots that `body` reads of a state, in the order of their first read. */
function readsOf(state: State, body: (tracked: Valuation) => unknown): ReadonlySet<number> {
  const reads = new Set<number>();
  body(new TrackedState({ valueAt: (slot) => state.at(slot), onRead: (slot) => reads.add(slot) }));
  return reads;
}
