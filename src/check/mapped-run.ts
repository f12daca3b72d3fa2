/** The run of the specification that a violating run maps to: an abstract step, or a stutter, for each step but the last. */
import type { Refinement, StepName } from '../model/property.ts';
import type { State } from '../model/state.ts';
import type { StateReader } from '../model/state-reader.ts';
import type { System } from '../model/system.ts';
import type { JsonValue } from '../model/value-json.ts';
import { describeProperty, mappedState } from '../semantics/judge.ts';
import type { Path } from '../semantics/path.ts';
import { impure } from '../semantics/purity.ts';

/** A step of the specification. */
export type AbstractName = Omit<StepName, 'tag'>;

export interface MappedRun {
  /**
   * For each step, the abstract step between the states that it maps to: of several, the first in the order of declaration. `none`: there is
   * no such step, which violates the refinement.
   */
  readonly steps: readonly (AbstractName | 'stutter' | 'none')[];
  /** The abstract state before the last step. Absent where an initial state violates the refinement. */
  readonly before?: { readonly [name: string]: JsonValue };
  /** The abstract state at the end. */
  readonly after: { readonly [name: string]: JsonValue };
  /** The abstract steps that are enabled before the last step. */
  readonly possible: readonly AbstractName[];
}

/** Throws as the mapping does, and `E_IMPURE` if it gives another abstract state when it is asked again. */
export function mappedRunOf(system: System, property: Refinement<StateReader>, { states }: Path): MappedRun {
  const { spec } = property;
  const mapped = states.map((state) => mappedState(system, property, state));
  const isPure = states.every((state, i) => mappedState(system, property, state).equals(mapped[i]));
  if (!isPure) throw impure(system, describeProperty(system, property));
  const [before, after] = [mapped.at(-2), mapped.at(-1) as State];
  return {
    steps: mapped.slice(1).map((to, i) => {
      const from = mapped[i] as State;
      if (from.equals(to)) return 'stutter';
      const taken = spec.stepsFrom(from).find(({ next }) => next.equals(to));
      return taken === undefined ? 'none' : nameOf(taken.step);
    }),
    ...(before !== undefined && { before: spec.valuesOf(before) }),
    after: spec.valuesOf(after),
    possible: before === undefined ? [] : spec.stepsFrom(before).map(({ step }) => nameOf(step)),
  };
}

function nameOf({ tag: _, ...name }: StepName): AbstractName {
  return name;
}
