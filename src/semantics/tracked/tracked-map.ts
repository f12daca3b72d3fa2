/** A tracked Map: values by key. */
import { Map as ImmutableMap } from 'immutable';
import { DERIVATION, type Derivation, itself } from './derivation.ts';
import { ABSENT } from './split.ts';
import { orTracked, type TrackedCollection, trackerOf } from './tracked-collection.ts';

type Whole = ImmutableMap<unknown, unknown>;

export const trackedMap: (derivation: Derivation) => object = trackerOf(ImmutableMap.prototype, {
  get(this: TrackedCollection, key: unknown, otherwise?: unknown) {
    const value = valueAt(this[DERIVATION], key);
    return value === ABSENT ? otherwise : value;
  },
  has(this: TrackedCollection, key: unknown) {
    return valueAt(this[DERIVATION], key) !== ABSENT;
  },
  set(this: TrackedCollection, key: unknown, value: unknown) {
    const derivation = this[DERIVATION];
    const position = derivation.split.positionOf(key);
    if (position === undefined) return orTracked(this, whole(derivation).set(key, value));
    if (derivation.part(position) === itself(value)) return this;
    return trackedMap(derivation.with([[position, value]], (map) => (map as Whole).set(key, value)));
  },
  delete: remove,
  remove,
});

function whole(derivation: Derivation): Whole {
  return derivation.whole() as Whole;
}

function remove(this: TrackedCollection, key: unknown): unknown {
  const derivation = this[DERIVATION];
  const position = derivation.split.positionOf(key);
  if (position === undefined) return orTracked(this, whole(derivation).remove(key));
  if (derivation.part(position) === ABSENT) return this;
  return trackedMap(derivation.with([[position, ABSENT]], (map) => (map as Whole).remove(key)));
}

/** The value of a key, ABSENT if there is none. */
function valueAt(derivation: Derivation, key: unknown): unknown {
  const position = derivation.split.positionOf(key);
  if (position !== undefined) return derivation.part(position);
  // A Record of another class may be equal to a key for Immutable.
  const isPlain = typeof key !== 'object' || key === null;
  const map = (isPlain ? derivation.rest().value : derivation.whole()) as Whole;
  return map.get(key, ABSENT);
}
