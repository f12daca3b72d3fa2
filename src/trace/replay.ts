/** Re-executes a saved trace on the model as it is now, and finds the first step that no longer fits. */

import { decides } from '../check/confirm.ts';
import { type Counterexample, changesBetween, type Run, type TraceStep } from '../check/counterexample.ts';
import type { Alternative } from '../model/process.ts';
import type { State } from '../model/state.ts';
import { candidates, labelAt, type System, shownSlots } from '../model/system.ts';
import { valueToJson } from '../model/value-json.ts';
import { evaluate, stepName } from '../semantics/evaluation.ts';
import { withoutChance } from '../semantics/purity.ts';
import { stepText } from './text.ts';
import { changeText } from './value-diff.ts';
import { same, valueText } from './value-text.ts';

export interface Misfit {
  /** The step that does not fit, counted from 1; 0 for the initial values, one more than there are steps for the end. */
  readonly step: number;
  readonly problem: string;
  /** What can happen instead, as `process: step`. */
  readonly enabled: readonly string[];
}

/** Whether a trace is still a run of the system that ends in what it shows, if it shows anything; the misfit where it is not. */
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
  const different = initialDifference(system, trace);
  if (different !== undefined) return misfit(0, different, system.initial);

  const states = [system.initial];
  const steps: Run['steps'][number][] = [];
  for (const [i, step] of trace.steps.entries()) {
    const state = states.at(-1) as State;
    const alternative = findAlternative(system, step);
    if (alternative === undefined) {
      return misfit(i + 1, `there is no step '${stepText(step)}' of process '${step.process}' any more`, state);
    }
    const label = labelAt(alternative.process, state);
    if (label !== undefined && label !== step.label) {
      return misfit(i + 1, `'${step.process}' is at '${label}', not at '${step.label}'`, state);
    }
    const { outcomes } = evaluate(system, alternative, state);
    const outcome = outcomes.find(({ name }) => name === step.outcome);
    if (outcome === undefined) {
      const problem =
        outcomes.length === 0
          ? `'${stepText(step)}' of '${step.process}' is blocked`
          : `'${stepText(step)}' of '${step.process}' has no outcome '${step.outcome}'`;
      return misfit(i + 1, problem, state);
    }
    const changes = changesBetween(system, state, outcome.next);
    if (!same(sorted(changes), sorted(step.changes))) {
      return misfit(
        i + 1,
        `'${stepText(step)}' of '${step.process}' now changes ${changesText(changes)}; the trace has ${changesText(step.changes)}`,
        state,
      );
    }
    states.push(outcome.next);
    steps.push({ alternative, outcome: outcome.name, failed: outcome.failed });
  }
  if (property === undefined || decides(system, property, { states, steps }, trace.cycleStart)) return undefined;
  return misfit(
    trace.steps.length + 1,
    `every step fits, but '${propertyId}' is not ${property.kind === 'reachable' ? 'reached' : 'violated'} at the end any more`,
    states.at(-1) as State,
  );
}

function findAlternative(system: System, step: TraceStep): Alternative | undefined {
  return system.alternatives.find(
    ({ process, label, name }) => process.name === step.process && label === step.label && name === step.alternative,
  );
}

function initialDifference(system: System, { initial }: Counterexample): string | undefined {
  const slots = shownSlots(system);
  for (const { name, position } of slots) {
    const now = valueToJson(system.initial.at(position).value);
    if (initial[name] === undefined) return `'${name}' is not in the trace`;
    if (!same(initial[name], now)) {
      return `'${name}' starts as ${valueText(now)}; the trace has ${valueText(initial[name])}`;
    }
  }
  const gone = Object.keys(initial).find((name) => !slots.some((slot) => slot.name === name));
  return gone === undefined ? undefined : `'${gone}' does not exist any more`;
}

function enabledIn(system: System, state: State): string[] {
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
