/** Counterexamples as the contract prints them: the initial values and, for each step, what it changed. */
import type { Value } from '../model/declaration.ts';
import type { Alternative } from '../model/process.ts';
import type { StepName } from '../model/property.ts';
import type { State } from '../model/state.ts';
import { type System, shownSlots } from '../model/system.ts';
import { type JsonValue, valueToJson } from '../model/value-json.ts';
import { evaluate, stepName } from '../semantics/evaluation.ts';

export interface TraceStep extends StepName {
  /** By component, local or process (its label): the value before and after. */
  readonly changes: { readonly [name: string]: readonly [before: JsonValue, after: JsonValue] };
}

export interface Counterexample {
  readonly initial: { readonly [name: string]: JsonValue };
  readonly steps: readonly TraceStep[];
  /** The index of the step with which the cycle of a lasso begins. */
  readonly cycleStart?: number;
}

/** The states and steps of one run of a system. */
export interface Run {
  /** One more than steps: where each step starts, and where the last one ends. */
  readonly states: readonly State[];
  readonly steps: readonly {
    readonly alternative: Alternative;
    readonly outcome: string | undefined;
    readonly failed: readonly string[];
  }[];
}

/**
 * Runs the steps one after the other from the initial state, on the meaning of the model alone: whatever found them, this is
 * what they do. Throws an `Error` where a step is not possible, which is a bug of whoever found them.
 */
export function retrace(
  system: System,
  path: readonly { readonly alternative: Alternative; readonly place: number }[],
): Run {
  const states = [system.initial];
  const steps: Run['steps'][number][] = [];
  for (const { alternative, place } of path) {
    const outcome = evaluate(system, alternative, states.at(-1) as State).outcomes.find(
      (candidate) => candidate.place === place,
    );
    if (outcome === undefined) {
      throw new Error(
        `step ${steps.length + 1}, '${alternative.label}' of '${alternative.process.name}', is not possible`,
      );
    }
    states.push(outcome.next);
    steps.push({ alternative, outcome: outcome.name, failed: outcome.failed });
  }
  return { states, steps };
}

/** The run that a trace of the same system tells of. Throws an `Error` where it is none. */
export function rerun(system: System, { steps }: Counterexample): Run {
  let state = system.initial;
  const path = steps.map((step) => {
    const alternative = system.alternatives.find(
      ({ process, label, name }) => process.name === step.process && label === step.label && name === step.alternative,
    );
    const outcome =
      alternative && evaluate(system, alternative, state).outcomes.find(({ name }) => name === step.outcome);
    if (alternative === undefined || outcome === undefined) throw new Error('a trace is no run of its system');
    state = outcome.next;
    return { alternative, place: outcome.place };
  });
  return retrace(system, path);
}

export function toCounterexample(system: System, { states, steps }: Run): Counterexample {
  return {
    initial: Object.fromEntries(
      shownSlots(system).map(({ name, position }) => [name, valueToJson(system.initial.at(position).value)]),
    ),
    steps: steps.map(({ alternative, outcome }, i) => ({
      ...stepName(alternative, outcome),
      changes: changesBetween(system, states[i] as State, states[i + 1] as State),
    })),
  };
}

/** What a step changed, by name. */
export function changesBetween(system: System, before: State, after: State): TraceStep['changes'] {
  const changed = shownSlots(system).filter(({ position }) => before.at(position) !== after.at(position));
  const json = (state: State, position: number): JsonValue => valueToJson(state.at(position).value as Value);
  return Object.fromEntries(
    changed.map(({ name, position }) => [name, [json(before, position), json(after, position)] as const]),
  );
}
