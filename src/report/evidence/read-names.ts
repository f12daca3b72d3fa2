/** The names of slots, as a trace has them. */
import type { Slot } from '../../model/state.ts';
import { type System, shownSlots } from '../../model/system.ts';

const shownOf = new WeakMap<System, ReadonlyMap<number, string>>();

/** Without those that traces do not show, and without `except`: a step reads the label of its process by being there. */
export function readNames(system: System, slots: Iterable<number>, except?: number): string[] {
  const known = shownOf.get(system) ?? new Map(shownSlots(system).map(({ position, name }: Slot) => [position, name]));
  shownOf.set(system, known);
  return [...slots].flatMap((slot) => (slot === except ? [] : (known.get(slot) ?? [])));
}
