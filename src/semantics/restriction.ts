/**
 * A restricted system: the runs of a system without some of its steps or without some interleavings. It has fewer runs and no new
 * ones, so the system itself reaches everything that it reaches. No state becomes quiescent or a deadlock because of a restriction:
 * environment steps count for neither, and where processes must wait for another one, that process has a system step. Only a deadlock
 * of rule sets is about environment steps, too: there, a step that is left out stays enabled and changes nothing.
 */
import type { Evaluated } from '../model/evaluated.ts';
import type { Alternative } from '../model/process.ts';
import type { Property } from '../model/property.ts';
import { judgedIn } from '../model/property-kinds.ts';
import { State, type Valuation } from '../model/state.ts';
import type { StateReader } from '../model/state-reader.ts';
import { alternativesOf, type LeftOut, type Restriction, type System } from '../model/system.ts';

/** The system without the runs that contain any part of `leftOut`, to judge one property. */
export function restrict(system: System, property: Property<StateReader>, leftOut: LeftOut): System {
  const restricted = { ...system, properties: [property] };
  const inVain = judgedIn(property) === 'stuck states';
  const restriction = { leftOut, judged: property.id, inVain };
  if (leftOut.interrupted.length === 0) {
    return { ...restricted, restriction: { ...restriction, lastStep: undefined } };
  }
  const position = system.slots.length;
  const begun = ({ values }: State) => new State([...values, system.canon.of(null)]);
  return {
    ...restricted,
    slots: [...system.slots, { position, name: 'last step', kind: 'monitor', ghost: false }],
    initial: begun(system.initial),
    initials: system.initials.map(begun),
    restriction: { ...restriction, lastStep: position },
  };
}

/** The evaluation of an alternative within a restriction. `evaluate` evaluates an alternative in the system itself. */
export function withinRestriction<V extends Valuation>(
  system: System,
  { leftOut, lastStep, judged, inVain }: Restriction,
  alternative: Alternative,
  state: V,
  evaluate: (alternative: Alternative) => Evaluated<V>,
): Evaluated<V> {
  const evaluated = evaluate(alternative);
  if (evaluated.outcomes.length === 0) return evaluated;
  if (leftOut.taken.includes(alternative)) {
    return { ...evaluated, outcomes: inVain ? [{ name: undefined, place: 0, next: state, failed: [] }] : [] };
  }
  if (lastStep !== undefined) {
    const last = state.at(lastStep).value as number | null;
    const { process } = last === null ? alternative : (system.alternatives[last] as Alternative);
    const others = process === alternative.process ? [] : alternativesOf(process, state);
    if (goesOn(others, state, evaluate)) return { ...evaluated, outcomes: [] };
  }
  const now = system.canon.of(leftOut.interrupted.includes(alternative) ? alternative.position : null);
  return {
    ...evaluated,
    outcomes: evaluated.outcomes.map(({ next, failed, ...outcome }) => ({
      ...outcome,
      next: lastStep === undefined ? next : next.with(lastStep, now),
      failed: failed.filter((id) => id === judged),
    })),
  };
}

/** Whether one of the alternatives is a system step that leads to another state. */
export function goesOn<V extends Valuation>(
  alternatives: readonly Alternative[],
  state: V,
  evaluate: (alternative: Alternative) => Evaluated<V>,
): boolean {
  return alternatives.some(
    (alternative) =>
      alternative.tag === 'system' && evaluate(alternative).outcomes.some(({ next }) => !next.equals(state)),
  );
}
