/** What fairness takes for a change (model/fairness.ts): a difference in anything but ghosts, labels and locals included. */
import type { State } from '../model/state.ts';
import type { System } from '../model/system.ts';

/** Whether a step from one state to another changes more than ghosts. */
export function changesMore({ slots }: System, before: State, after: State): boolean {
  return slots.some(({ position, ghost }) => !ghost && before.at(position) !== after.at(position));
}
