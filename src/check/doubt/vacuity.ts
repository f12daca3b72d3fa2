/** Is the green real? A property that holds because there was nothing that could have violated it says so. */
import type { Exercise } from '../../model/exploration.ts';
import { isLockEvent } from '../../model/lock-event.ts';
import { isLasting, type Property } from '../../model/property.ts';
import type { StateReader } from '../../model/state-reader.ts';

/** Why a property that holds could not have failed; undefined where it could. */
export function vacuousBecause(property: Property<StateReader>, exercise: Exercise): string | undefined {
  const exercised = exercise.exercised.has(property.id);
  switch (property.kind) {
    case 'assertion':
      return exercised ? undefined : 'no step judged it';
    case 'quiescence':
    case 'outcomes':
    case 'quiescent states':
      if (exercise.quiescentStates === 0) return 'no quiescent state was reached';
      return exercised ? undefined : 'its antecedent never held';
    case 'leads-to':
      return exercised ? undefined : 'its left side never held';
    case 'storm':
    case 'progress':
      // Without a mark, a storm is impossible, and progress is the absence of cycles.
      return exercised || property.kind === 'progress' ? undefined : 'it marks no step that is ever taken';
    case 'eventually':
    case 'infinitely often':
    case 'invariant':
    case 'step invariant': {
      if (!exercised && !isLasting(property)) return 'its antecedent never held';
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
