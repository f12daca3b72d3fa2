/** Whether a lasso violates its property, judged on the meaning of the model alone, independent of the search that found it. */

import { keyOf } from '../../model/observation.ts';
import { type CycleProperty, isLeadsTo, type LeadsTo } from '../../model/property.ts';
import type { State } from '../../model/state.ts';
import type { StateReader } from '../../model/state-reader.ts';
import { candidates, type System } from '../../model/system.ts';
import { evaluate, stepName } from '../../semantics/evaluation.ts';
import { holdsIn, isMarked } from '../../semantics/judge.ts';
import type { Path, TakenStep } from '../../semantics/path.ts';
import { mayStay, situationOf } from '../../semantics/situation.ts';
import { type Constraint, constraintsOf } from './constraints.ts';

/** Whether a run that repeats its steps from `cycleStart` for ever violates a property. */
export function violatesForEver(
  system: System,
  property: LeadsTo<StateReader> | CycleProperty<StateReader>,
  { states, steps }: Path,
  cycleStart: number,
): boolean {
  const cycle = { states: states.slice(cycleStart), steps: steps.slice(cycleStart) };
  if (!(cycle.states[0] as State).equals(cycle.states.at(-1))) return false;
  if (property.kind === 'progress') {
    const isSystem = cycle.steps.every(({ alternative }) => alternative.tag === 'system');
    return cycle.steps.length > 0 && isSystem && !marks(system, property, cycle);
  }
  if (!constraintsOf(system).every((constraint) => isServed(system, constraint, cycle))) return false;
  if (!isLeadsTo(property)) return marks(system, property, cycle);
  if (cycle.steps.length === 0 && !mayStay(situationOf(system, cycle.states[0] as State))) return false;
  return property.instances.some((_, instance) => isNeverServed(system, property, instance, states, cycleStart));
}

/** In some state `to` is due, and it holds neither there nor later. */
function isNeverServed(
  system: System,
  property: LeadsTo<StateReader>,
  instance: number,
  states: readonly State[],
  cycleStart: number,
): boolean {
  const holds = (side: 'from' | 'to') => (state: State) => holdsIn(system, property, { instance, side }, state);
  const lastServed = states.findLastIndex(holds('to'));
  if (lastServed >= cycleStart) return false;
  if (property.kind === 'eventually') return lastServed < 0;
  return states.slice(lastServed + 1).some(holds('from'));
}

function isServed(system: System, { strength, includes }: Constraint, { states, steps }: Path): boolean {
  const isTaken = ({ alternative }: TakenStep, i: number) =>
    enabledIn(system, states[i] as State).some(
      (step) => step.alternative === alternative && includes(alternative, step.observed),
    );
  if (steps.some(isTaken)) return true;
  const isEnabled = (state: State) =>
    enabledIn(system, state).some(({ alternative, observed }) => includes(alternative, observed));
  return strength === 'weak' ? !states.every(isEnabled) : !states.some(isEnabled);
}

/** The steps that can be taken in a state, with the keys of what they notice. */
function enabledIn(system: System, state: State) {
  return [...candidates(system, state)].flatMap((alternative) => {
    const { outcomes, observed } = evaluate(system, alternative, state);
    return outcomes.length === 0 ? [] : [{ alternative, observed: observed.map(keyOf) }];
  });
}

function marks(system: System, property: CycleProperty<StateReader>, { states, steps }: Path): boolean {
  return steps.some(({ alternative, outcome }, i) =>
    isMarked(system, property, states[i] as State, states[i + 1] as State, stepName(alternative, outcome)),
  );
}
