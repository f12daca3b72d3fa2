/** Is the green real? A property that holds because there was nothing that could have violated it says so. */
import type { Exercise } from '../model/exploration.ts';
import { isLockEvent } from '../model/lock-event.ts';
import type { Property } from '../model/property.ts';
import type { StateReader } from '../model/state-reader.ts';

/** Why a property that holds could not have failed; undefined where it could. */
export function vacuousBecause(property: Property<StateReader>, exercise: Exercise): string | undefined {
  const exercised = exercise.exercised.has(property.id);
  switch (property.kind) {
    case 'assertion':
      return exercised ? undefined : 'no step judged it';
    case 'quiescence':
    case 'quiescent states':
      if (exercise.quiescentStates === 0) return 'no quiescent state was reached';
      return exercised ? undefined : 'its antecedent never held';
    case 'invariant':
    case 'step invariant': {
      if (!exercised) return 'its antecedent never held';
      const read = exercise.footprints.get(property.id) ?? new Set();
      return read.isDisjointFrom(exercise.changing) ? 'it reads no component that ever changes' : undefined;
    }
    case 'lock order':
      return [...exercise.observations.values()].some(isLockEvent) ? undefined : 'no step took a lock';
    case 'unreachable':
    case 'deadlock':
    case 'reachable':
      return undefined;
  }
}
