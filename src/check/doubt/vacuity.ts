/** Is the green real? Finds properties that hold because nothing could have violated them. */
import type { Exercise } from '../../model/exploration.ts';
import { isLockEvent } from '../../model/locks/lock-event.ts';
import type { Property } from '../../model/property.ts';
import { PROPERTY_KINDS, type VacuousWhen } from '../../model/property-kinds.ts';
import type { StateReader } from '../../model/state-reader.ts';
import { isSleepEvent } from '../../model/waiting/sleep-event.ts';

/** Why a property that holds could not have failed; undefined where it could. */
export function vacuousBecause({ id, kind }: Property<StateReader>, exercise: Exercise): string | undefined {
  return PROPERTY_KINDS[kind].vacuous.find(({ when }) => CASES[when](id, exercise))?.because;
}

const CASES: { readonly [W in VacuousWhen]: (id: string, exercise: Exercise) => boolean } = {
  'no quiescent state': (_, { quiescentStates }) => quiescentStates === 0,
  unexercised: (id, { exercised }) => !exercised.has(id),
  constant: (id, { footprints, changing }) => (footprints.get(id) ?? new Set()).isDisjointFrom(changing),
  'no lock event': (_, { observations }) =>
    ![...observations.values()].some((one) => isLockEvent(one) || isSleepEvent(one)),
};
