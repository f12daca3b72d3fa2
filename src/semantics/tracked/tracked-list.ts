/** A tracked List: elements by index, and its size. What looks for an element reads those up to the one that decides. */
import { is, List } from 'immutable';
import type { Canonical } from '../../model/canonical.ts';
import { DERIVATION, type Derivation, itself } from './derivation.ts';
import { ABSENT } from './split.ts';
import { orTracked, type TrackedCollection, trackerOf } from './tracked-collection.ts';

type Predicate = (value: unknown, index: number, list: unknown) => boolean;

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
    some(this: TrackedCollection, predicate: Predicate, context?: unknown) {
      const found = firstIndex(this, predicate, context);
      return found === undefined ? whole(this[DERIVATION]).some(predicate, context) : found >= 0;
    },
    every(this: TrackedCollection, predicate: Predicate, context?: unknown) {
      const not: Predicate = (...parameters) => !predicate.apply(context, parameters);
      const found = firstIndex(this, not, context);
      return found === undefined ? whole(this[DERIVATION]).every(predicate, context) : found < 0;
    },
    find(this: TrackedCollection, predicate: Predicate, context?: unknown, otherwise?: unknown) {
      const found = firstIndex(this, predicate, context);
      if (found === undefined) return whole(this[DERIVATION]).find(predicate, context, otherwise);
      return found < 0 ? otherwise : this[DERIVATION].part(found);
    },
    findIndex(this: TrackedCollection, predicate: Predicate, context?: unknown) {
      return firstIndex(this, predicate, context) ?? whole(this[DERIVATION]).findIndex(predicate, context);
    },
    includes,
    contains: includes,
    indexOf(this: TrackedCollection, value: unknown) {
      return firstIndex(this, (one) => is(one, value)) ?? whole(this[DERIVATION]).indexOf(value);
    },
    set(this: TrackedCollection, index: number, value: unknown) {
      const derivation = this[DERIVATION];
      const before = isPosition(derivation, index) ? derivation.part(index) : ABSENT;
      if (before === ABSENT) return orTracked(this, whole(derivation).set(index, value));
      if (before === itself(value)) return this;
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

function includes(this: TrackedCollection, value: unknown): boolean {
  const found = firstIndex(this, (one) => is(one, value));
  return found === undefined ? whole(this[DERIVATION]).includes(value) : found >= 0;
}

/** The index of the first element that satisfies a predicate, -1 if none does; undefined if the List has elements beyond the parts. */
function firstIndex(list: TrackedCollection, predicate: Predicate, context?: unknown): number | undefined {
  const derivation = list[DERIVATION];
  const size = derivation.split.sizeOf(derivation.rest());
  if (size === undefined) return undefined;
  for (let i = 0; i < size; i++) if (predicate.call(context, derivation.part(i), i, list)) return i;
  return -1;
}

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
