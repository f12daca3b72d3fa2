/** Counterexamples as the contract prints them: the initial values and, for each step, what it changed. */
import { receiverAt } from '../model/channels/channel.ts';
import type { Value } from '../model/declaration.ts';
import type { StepName } from '../model/property.ts';
import type { State } from '../model/state.ts';
import { type System, shownSlots } from '../model/system.ts';
import { type JsonValue, valueToJson } from '../model/value-json.ts';
import { stepName } from '../semantics/evaluation.ts';
import type { Path } from '../semantics/path.ts';
import type { MappedRun } from './mapped-run.ts';
import type { Waiting } from './waiting.ts';

/** One step of a trace, with what it changed. */
export interface TraceStep extends StepName {
  /** The step of another process that received, where it is a rendezvous. */
  readonly with?: Pick<StepName, 'process' | 'label' | 'alternative'>;
  /** By component, local or process (its label): the value before and after. */
  readonly changes: { readonly [name: string]: readonly [before: JsonValue, after: JsonValue] };
}

/** A run from the initial state: what violates a property, or witnesses a reachable one. */
export interface Counterexample {
  /** By component, local or process (its label), the initial value. */
  readonly initial: { readonly [name: string]: JsonValue };
  /** The steps in order. */
  readonly steps: readonly TraceStep[];
  /** None is shorter, but too many are as short to tell whether one has fewer context switches. */
  readonly switchesUncompared?: true;
  /** Only some orders of steps were explored, and the search for the shortest trace met a limit. */
  readonly notShortest?: true;
  /** The index of the step with which the cycle of a lasso begins. */
  readonly cycleStart?: number;
  /** What each process does where it ends, if it shows a deadlock or a wait cycle. */
  readonly waiting?: readonly Waiting[];
  /** The run of the specification that it maps to, if it violates a refinement. */
  readonly mapped?: MappedRun;
}

export function toCounterexample(system: System, { states, steps }: Path): Counterexample {
  return {
    initial: Object.fromEntries(
      shownSlots(system).map(({ name, position }) => [name, valueToJson((states[0] as State).at(position).value)]),
    ),
    steps: steps.map(({ alternative, outcome, place }, i) => ({
      ...stepName(alternative, outcome),
      ...withReceiver(system, place),
      changes: changesBetween(system, states[i] as State, states[i + 1] as State),
    })),
  };
}

/** The changes of a step, by name. */
export function changesBetween(system: System, before: State, after: State): TraceStep['changes'] {
  const changed = shownSlots(system).filter(({ position }) => before.at(position) !== after.at(position));
  const json = (state: State, position: number): JsonValue => valueToJson(state.at(position).value as Value);
  return Object.fromEntries(
    changed.map(({ name, position }) => [name, [json(before, position), json(after, position)] as const]),
  );
}

function withReceiver({ alternatives }: System, place: number): Pick<TraceStep, 'with'> {
  const receiver = receiverAt(alternatives, place);
  if (receiver === undefined) return {};
  const { tag: _, ...named } = stepName(receiver, undefined);
  return { with: named };
}
