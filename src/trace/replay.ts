/** Re-executes a saved trace on the current model and finds the first step that no longer fits. */

import { decides } from '../check/confirm.ts';
import { type Counterexample, changesBetween, type TraceStep } from '../check/counterexample.ts';
import { PROPERTY_KINDS } from '../model/property-kinds.ts';
import type { State } from '../model/state.ts';
import { candidates, type System, shownSlots } from '../model/system.ts';
import { valueToJson } from '../model/value-json.ts';
import { evaluate, stepName } from '../semantics/evaluation.ts';
import { follow, lastOf, type Misnamed, startOf, type Transition, transitionNamed } from '../semantics/path.ts';
import { withoutChance } from '../semantics/purity.ts';
import { stepText } from './text.ts';
import { changeText } from './value-diff.ts';
import { same, valueText } from './value-text.ts';

export interface Misfit {
  /** The step that does not fit, counted from 1; 0 for the initial values, the number of steps plus 1 for the end. */
  readonly step: number;
  readonly problem: string;
  /** The steps that are enabled instead, as `process: step`. */
  readonly enabled: readonly string[];
}

/**
 * The first misfit of a trace; undefined if it is still a run of the system that decides its property. Without a property it need
 * not decide anything.
 */
export function replay(system: System, property: string | undefined, trace: Counterexample): Misfit | undefined {
  return withoutChance(() => firstMisfit(system, property, trace));
}

function firstMisfit(system: System, propertyId: string | undefined, trace: Counterexample): Misfit | undefined {
  const property = system.properties.find(({ id }) => id === propertyId);
  const misfit = (step: number, problem: string, state: State): Misfit => ({
    step,
    problem,
    enabled: enabledIn(system, state),
  });
  if (propertyId !== undefined && property === undefined)
    return misfit(0, `there is no property '${propertyId}' any more`, system.initial);
  const start = startOf(system, trace.initial);
  const different = initialDifference(system, start, trace);
  if (different !== undefined) return misfit(0, different, start);

  const followed = follow(system, trace.steps, (state, step) => fitting(system, state, step), start);
  const end = lastOf(followed.path);
  if (followed.misfit !== undefined) return misfit(followed.misfit.index + 1, followed.misfit.why, end);
  if (property === undefined || decides(system, property, followed.path, trace.cycleStart)) return undefined;
  return misfit(
    trace.steps.length + 1,
    `every step fits, but '${propertyId}' is not ${PROPERTY_KINDS[property.kind].decided} at the end any more`,
    end,
  );
}

/** The transition that a step of the trace describes, or why the model no longer has it. */
function fitting(system: System, state: State, step: TraceStep): Transition | { readonly why: string } {
  const found = transitionNamed(system, state, step);
  if ('why' in found) return { why: problemText(step, found.why) };
  const changes = changesBetween(system, state, found.outcome.next);
  if (same(sorted(changes), sorted(step.changes))) return found;
  return { why: `${nameOf(step)} now changes ${changesText(changes)}; the trace has ${changesText(step.changes)}` };
}

/** Why a step is not possible. */
export function problemText(step: TraceStep, why: Misnamed): string {
  switch (why.kind) {
    case 'no such step':
      return `there is no step '${stepText(step)}' of process '${step.process}' any more`;
    case 'elsewhere':
      return `'${step.process}' is at '${why.label}', not at '${step.label}'`;
    case 'blocked':
      return `${nameOf(step)} is blocked`;
    case 'no such outcome':
      return `${nameOf(step)} has no outcome '${step.outcome}'`;
  }
}

function nameOf(step: TraceStep): string {
  return `'${stepText(step)}' of '${step.process}'`;
}

function initialDifference(system: System, start: State, { initial }: Counterexample): string | undefined {
  const slots = shownSlots(system);
  for (const { name, position } of slots) {
    const now = valueToJson(start.at(position).value);
    if (initial[name] === undefined) return `'${name}' is not in the trace`;
    if (!same(initial[name], now)) {
      return `'${name}' starts as ${valueText(now)}; the trace has ${valueText(initial[name])}`;
    }
  }
  const gone = Object.keys(initial).find((name) => !slots.some((slot) => slot.name === name));
  return gone === undefined ? undefined : `'${gone}' does not exist any more`;
}

/** The steps that are enabled, as `process: step`. */
export function enabledIn(system: System, state: State): string[] {
  return [...candidates(system, state)].flatMap((alternative) =>
    evaluate(system, alternative, state).outcomes.map(
      ({ name }) => `${alternative.process.name}: ${stepText(stepName(alternative, name))}`,
    ),
  );
}

function sorted(changes: TraceStep['changes']): TraceStep['changes'] {
  return Object.fromEntries(Object.entries(changes).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function changesText(changes: TraceStep['changes']): string {
  return (
    Object.entries(changes)
      .flatMap(([name, [before, after]]) => changeText(name, before, after))
      .join(', ') || 'nothing'
  );
}
