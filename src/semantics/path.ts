/** A path: the states and steps of a finite run, re-executed from the initial state on the meaning of the model alone. */
import type { Outcome } from '../model/evaluated.ts';
import type { Route } from '../model/exploration.ts';
import type { Alternative } from '../model/process.ts';
import type { StepName } from '../model/property.ts';
import type { Slot, State } from '../model/state.ts';
import { labelAt, type System, shownSlots } from '../model/system.ts';
import { type JsonValue, valueToJson } from '../model/value-json.ts';
import { evaluate } from './evaluation.ts';

export interface Path {
  /** One more than there are steps: the state before each step, and the last state. */
  readonly states: readonly State[];
  readonly steps: readonly TakenStep[];
}

export interface TakenStep {
  readonly alternative: Alternative;
  readonly outcome: string | undefined;
  /** The place of the outcome, which says who received on a rendezvous. */
  readonly place: number;
  /** The assertions that the step judged and that did not hold. */
  readonly failed: readonly string[];
}

/** An alternative with one of its outcomes: a step that can be taken. */
export interface Transition {
  readonly alternative: Alternative;
  readonly outcome: Outcome;
}

/** As far as steps could be followed. */
export interface Followed<W> {
  readonly path: Path;
  /** The first step that does not fit, by its index, and why. */
  readonly misfit?: { readonly index: number; readonly why: W };
}

/** Why a state has no transition of some name. */
export type Misnamed =
  | { readonly kind: 'no such step' }
  | { readonly kind: 'elsewhere'; readonly label: string }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'no such outcome' };

export function lastOf({ states }: Path): State {
  return states.at(-1) as State;
}

export function extended({ states, steps }: Path, { alternative, outcome }: Transition): Path {
  return { states: [...states, outcome.next], steps: [...steps, taken(alternative, outcome)] };
}

/**
 * Takes steps one after the other from an initial state, as far as they fit. `find` returns the transition of a state that a step
 * means, or why there is none.
 */
export function follow<S, W>(
  system: System,
  steps: readonly S[],
  find: (state: State, step: S) => Transition | { readonly why: W },
  start: State = system.initial,
): Followed<W> {
  const states = [start];
  const done: TakenStep[] = [];
  const path = { states, steps: done };
  for (const [index, step] of steps.entries()) {
    const found = find(states[index] as State, step);
    if ('why' in found) return { path, misfit: { index, why: found.why } };
    states.push(found.outcome.next);
    done.push(taken(found.alternative, found.outcome));
  }
  return { path };
}

/** The path that takes these steps. Throws an `Error` where one is not possible, which is a bug of the explorer that found them. */
export function retrace(system: System, { start, steps }: Route): Path {
  return whole(
    follow(
      system,
      steps,
      (state, { alternative, place }) => {
        const outcome = evaluate(system, alternative, state).outcomes.find((candidate) => candidate.place === place);
        return outcome === undefined ? { why: alternative.label } : { alternative, outcome };
      },
      system.initials[start],
    ),
  );
}

/** The path of a trace. Throws an `Error` where a step is not possible: a trace of the same system always fits. */
export function rerun(
  system: System,
  { initial, steps }: { readonly initial: InitialValues; readonly steps: readonly StepName[] },
): Path {
  return whole(
    follow(
      system,
      steps,
      (state, step) => {
        const found = transitionNamed(system, state, step);
        return 'why' in found ? { why: step.label } : found;
      },
      startOf(system, initial),
    ),
  );
}

/** By the names of slots, values as a trace has them. */
export interface InitialValues {
  readonly [name: string]: JsonValue;
}

/** The initial state that has these values; if there is none, the first with all those of them that some initial state has. */
export function startOf(system: System, initial: InitialValues): State {
  if (system.initials.length === 1) return system.initial;
  const text = (value: JsonValue) => JSON.stringify(value);
  const shown = shownSlots(system).filter(({ name }) => initial[name] !== undefined);
  const has = (state: State, { name, position }: Slot) =>
    text(valueToJson(state.at(position).value)) === text(initial[name] as JsonValue);
  const known = shown.filter((slot) => system.initials.some((state) => has(state, slot)));
  return system.initials.find((state) => known.every((slot) => has(state, slot))) ?? system.initial;
}

/** The transition of a state that a trace names, or why there is none. */
export function transitionNamed(
  system: System,
  state: State,
  { process, label, alternative: name, outcome: chosen }: StepName,
): Transition | { readonly why: Misnamed } {
  const alternative = system.alternatives.find(
    (one) => one.process.name === process && one.label === label && one.name === name,
  );
  if (alternative === undefined) return { why: { kind: 'no such step' } };
  const here = labelAt(alternative.process, state);
  if (here !== undefined && here !== label) return { why: { kind: 'elsewhere', label: here } };
  const { outcomes } = evaluate(system, alternative, state);
  const outcome = outcomes.find((one) => one.name === chosen);
  if (outcome !== undefined) return { alternative, outcome };
  return { why: { kind: outcomes.length === 0 ? 'blocked' : 'no such outcome' } };
}

function whole({ path, misfit }: Followed<string>): Path {
  if (misfit === undefined) return path;
  throw new Error(`step ${misfit.index + 1}, at '${misfit.why}', is not possible`);
}

function taken(alternative: Alternative, { name, place, failed }: Outcome): TakenStep {
  return { alternative, outcome: name, place, failed };
}
