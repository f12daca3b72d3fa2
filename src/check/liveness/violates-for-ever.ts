/** Whether a lasso violates its property, judged on the meaning of the model alone, independent of the search that found it. */

import { receiverAt } from '../../model/channels/channel.ts';
import { type Constraint, constraintsOf } from '../../model/fairness/constraints.ts';
import { keyOf } from '../../model/observation.ts';
import { isLeadsTo, type LastingProperty, type LeadsTo } from '../../model/property.ts';
import type { State } from '../../model/state.ts';
import type { LastingMark } from '../../model/state-graph.ts';
import type { StateReader } from '../../model/state-reader.ts';
import { candidates, type System } from '../../model/system.ts';
import { changesMore } from '../../semantics/changes.ts';
import { evaluate, stepName } from '../../semantics/evaluation.ts';
import { holdsIn, isMarked } from '../../semantics/judge.ts';
import type { Path, TakenStep } from '../../semantics/path.ts';

/** Whether a run that repeats its steps from `cycleStart` on for ever violates a property. Without such steps it stays where it is. */
export function violatesForEver(
  system: System,
  property: LastingProperty<StateReader>,
  { states, steps }: Path,
  cycleStart: number,
): boolean {
  const cycle = { states: states.slice(cycleStart), steps: steps.slice(cycleStart) };
  if (!(cycle.states[0] as State).equals(cycle.states.at(-1))) return false;
  if (property.kind === 'progress') {
    const isSystem = cycle.steps.every(({ alternative }) => alternative.tag === 'system');
    return cycle.steps.length > 0 && isSystem && !marks(system, property, ofInstance(0), cycle);
  }
  if (!constraintsOf(system).every((constraint) => isServed(system, constraint, cycle))) return false;
  if (!property.assuming.every((_, number) => isAssumed(system, property, number, cycle))) return false;
  if (isLeadsTo(property)) {
    return property.instances.some((_, instance) => isNeverServed(system, property, instance, states, cycleStart));
  }
  const isMarked = (_: unknown, instance: number) => marks(system, property, ofInstance(instance), cycle);
  const isMarkedByChange = (_: unknown, instance: number) =>
    marks(system, property, ofInstance(instance), cycle, (before, after) => changesMore(system, before, after));
  switch (property.kind) {
    case 'storm':
      return property.marked.some(isMarked);
    case 'mapped fairness':
      return !property.marked.every(isMarked);
    case 'step infinitely often':
      return !property.marked.every(isMarkedByChange);
  }
}

/** In some state `to` is due, and it holds neither there nor later; for *stabilises*, it fails somewhere on the cycle. */
function isNeverServed(
  system: System,
  property: LeadsTo<StateReader>,
  instance: number,
  states: readonly State[],
  cycleStart: number,
): boolean {
  const holds = (part: 'from' | 'to') => (state: State) => holdsIn(system, property, { part, number: instance }, state);
  if (property.kind === 'stabilises') return !states.slice(cycleStart).every(holds('to'));
  const lastServed = states.findLastIndex(holds('to'));
  if (lastServed >= cycleStart) return false;
  if (property.kind === 'eventually') return lastServed < 0;
  return states.slice(lastServed + 1).some(holds('from'));
}

/** Whether the cycle satisfies an assumption. */
function isAssumed(system: System, property: LastingProperty<StateReader>, number: number, cycle: Path): boolean {
  const part = { part: 'assumed', number } as const;
  const holds = (state: State) => holdsIn(system, property, part, state);
  switch (property.assuming[number]?.kind) {
    case 'infinitely often':
      return cycle.states.some(holds);
    case 'stabilises':
      return cycle.states.every(holds);
    default:
      return marks(system, property, part, cycle, (before, after) => changesMore(system, before, after));
  }
}

function isServed(system: System, { strength, includes }: Constraint, { states, steps }: Path): boolean {
  const isTaken = ({ alternative, place }: TakenStep, i: number) => {
    if (!changesMore(system, states[i] as State, states[i + 1] as State)) return false;
    const receiver = receiverAt(system.alternatives, place);
    if (receiver !== undefined && includes(receiver, [])) return true;
    return changingIn(system, states[i] as State).some(
      (step) => step.alternative === alternative && includes(alternative, step.observed),
    );
  };
  if (steps.some(isTaken)) return true;
  const isEnabled = (state: State) =>
    changingIn(system, state).some(({ alternative, observed }) => includes(alternative, observed));
  return strength === 'weak' ? !states.every(isEnabled) : !states.some(isEnabled);
}

/** The steps with an outcome that changes more than ghosts, with the keys of what they notice. */
function changingIn(system: System, state: State) {
  return [...candidates(system, state)].flatMap((alternative) => {
    const { outcomes, observed } = evaluate(system, alternative, state);
    const changing = outcomes.filter(({ next }) => changesMore(system, state, next));
    if (changing.length === 0) return [];
    const receivers = changing.flatMap(({ place }) => receiverAt(system.alternatives, place) ?? []);
    return [
      { alternative, observed: observed.map(keyOf) },
      ...receivers.map((receiver) => ({ alternative: receiver, observed: [] })),
    ];
  });
}

function ofInstance(number: number) {
  return { part: 'marked', number } as const;
}

/** Whether some step is marked, among those for which `isOne` holds. */
function marks(
  system: System,
  property: LastingProperty<StateReader>,
  part: Pick<LastingMark, 'part' | 'number'>,
  { states, steps }: Path,
  isOne: (before: State, after: State) => boolean = () => true,
): boolean {
  return steps.some(({ alternative, outcome }, i) => {
    const [before, after] = [states[i] as State, states[i + 1] as State];
    return isOne(before, after) && isMarked(system, property, part, before, after, stepName(alternative, outcome));
  });
}
