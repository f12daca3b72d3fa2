/** A tracked List: elements by index, and its size. */
import { List } from 'immutable';
import type { Canonical } from '../../model/canonical.ts';
import { DERIVATION, type Derivation } from './derivation.ts';
import { ABSENT } from './split.ts';
import { orTracked, type TrackedCollection, trackerOf } from './tracked-collection.ts';

export const trackedList = trackerOf(
  List.prototype,
  {
    get(this: TrackedCollection, index: number, otherwise?: unknown) {
      return elementAt(this[DERIVATION], index, otherwise);
    },
    first(this: TrackedCollection, otherwise?: unknown) {
      return elementAt(this[DERIVATION], 0, otherwise);
    },
    last(this: TrackedCollection, otherwise?: unknown) {
      return elementAt(this[DERIVATION], -1, otherwise);
    },
    set(this: TrackedCollection, index: number, value: unknown) {
      const derivation = this[DERIVATION];
      const before = isPosition(derivation, index) ? derivation.part(index) : ABSENT;
      if (before === ABSENT) return orTracked(this, whole(derivation).set(index, value));
      if (before === value) return this;
      return trackedList(derivation.with([[index, value]], (list) => (list as List<unknown>).set(index, value)));
    },
    push(this: TrackedCollection, ...values: unknown[]) {
      const derivation = this[DERIVATION];
      const size = derivation.split.sizeOf(derivation.rest());
      const rest = size === undefined ? undefined : derivation.split.ofSize(size + values.length);
      if (size === undefined || rest === undefined || values.length === 0)
        return orTracked(this, whole(derivation).push(...values));
      const changes = values.map((value, i) => [size + i, value] as const);
      return resized(derivation, rest, changes, (list) => list.push(...values));
    },
    pop(this: TrackedCollection) {
      const derivation = this[DERIVATION];
      const size = derivation.split.sizeOf(derivation.rest());
      if (size === undefined || size === 0) return orTracked(this, whole(derivation).pop());
      const rest = derivation.split.ofSize(size - 1) as Canonical;
      return resized(derivation, rest, [[size - 1, ABSENT]], (list) => list.pop());
    },
  },
  (derivation) => derivation.split.sizeOf(derivation.rest()) ?? whole(derivation).size,
);

function resized(
  derivation: Derivation,
  rest: Canonical,
  changes: readonly (readonly [number, unknown])[],
  apply: (list: List<unknown>) => List<unknown>,
): object {
  return trackedList(derivation.with(changes, (list) => apply(list as List<unknown>)).withRest(rest));
}

function whole(derivation: Derivation): List<unknown> {
  return derivation.whole() as List<unknown>;
}

function isPosition({ split }: Derivation, index: unknown): index is number {
  return typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < split.keys.length;
}

function elementAt(derivation: Derivation, index: number, otherwise: unknown): unknown {
  if (isPosition(derivation, index)) {
    const part = derivation.part(index);
    if (part !== ABSENT) return part;
  }
  const size = derivation.split.sizeOf(derivation.rest());
  if (size === undefined || !Number.isInteger(index)) return whole(derivation).get(index, otherwise);
  const position = index < 0 ? size + index : index;
  return position >= 0 && position < size ? derivation.part(position) : otherwise;
}
