/** The initial states in which a walk may begin: a part of the list, each with what tells it from the others. */
import { type System, shownSlots } from '../model/system.ts';
import { valueToJson } from '../model/value-json.ts';
import { LISTED_MAX, type ListedInitialStates } from '../page/initial-states.ts';

/** Those from an index on, `LISTED_MAX` at most. */
export function initialStatesFrom(system: System, from: number): ListedInitialStates {
  const { initial, initials } = system;
  const varying = shownSlots(system).filter(({ position }) =>
    // Values are canonical: equal ones are one object.
    initials.some((state) => state.at(position) !== initial.at(position)),
  );
  return {
    listed: initials.slice(from, from + LISTED_MAX).map((state, i) => ({
      start: from + i,
      values: varying.map(({ name, position }) => [name, valueToJson(state.at(position).value)]),
    })),
  };
}
