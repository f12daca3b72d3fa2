/**
 * A tracked Set: the presence of single elements. A predicate is called for every element of the universe, and only the
 * elements that satisfy it are read.
 *
 * The order of a Set's elements depends on its size: that of insertion while there are few, that of their hashes otherwise.
 * The result of `filter` and `find` has the order that the whole Set gives it, so it may depend on elements that were not
 * read. The evaluation is told (`noteOrder`), and looks whether the other order changes anything.
 */
import { Set as ImmutableSet } from 'immutable';
import { DERIVATION, type Derivation } from './derivation.ts';
import { outerWrites } from './identity.ts';
import { ABSENT } from './split.ts';
import { orTracked, type TrackedCollection, trackerOf } from './tracked-collection.ts';

type Predicate = (value: unknown, key: unknown, set: unknown) => boolean;
type Whole = ImmutableSet<unknown>;

export const trackedSet: (derivation: Derivation) => object = trackerOf(ImmutableSet.prototype, {
  has,
  includes: has,
  contains: has,
  add(this: TrackedCollection, element: unknown) {
    const derivation = this[DERIVATION];
    const position = derivation.split.positionOf(element);
    if (position === undefined) return orTracked(this, whole(derivation).add(element));
    const isThere = derivation.part(position) !== ABSENT;
    if (isThere && derivation.split.keys[position]?.value === element) return this;
    // An object that equals the element takes its place: the Set is another one, and equal.
    return trackedSet(derivation.with([[position, true]], (set) => (set as Whole).add(element)));
  },
  delete: remove,
  remove,
  filter(this: TrackedCollection, predicate: Predicate, context?: unknown) {
    const found = satisfying(this, predicate, context);
    return found === undefined ? whole(this[DERIVATION]).filter(predicate, context) : ImmutableSet(found);
  },
  find(this: TrackedCollection, predicate: Predicate, context?: unknown, otherwise?: unknown) {
    const found = satisfying(this, predicate, context);
    if (found === undefined) return whole(this[DERIVATION]).find(predicate, context, otherwise);
    return found.length === 0 ? otherwise : found[0];
  },
  some(this: TrackedCollection, predicate: Predicate, context?: unknown) {
    const found = firstSatisfying(this, predicate, context);
    return found ?? whole(this[DERIVATION]).some(predicate, context);
  },
  every(this: TrackedCollection, predicate: Predicate, context?: unknown) {
    const not: Predicate = (...parameters) => !predicate.apply(context, parameters);
    const found = firstSatisfying(this, not, context);
    return found === undefined ? whole(this[DERIVATION]).every(predicate, context) : !found;
  },
  count(this: TrackedCollection, predicate?: Predicate, context?: unknown) {
    const found = predicate && satisfying(this, predicate, context, false);
    if (found === undefined)
      return predicate ? whole(this[DERIVATION]).count(predicate, context) : whole(this[DERIVATION]).count();
    return found.length;
  },
});

function whole(derivation: Derivation): Whole {
  return derivation.whole() as Whole;
}

function has(this: TrackedCollection, element: unknown): boolean {
  const derivation = this[DERIVATION];
  const position = derivation.split.positionOf(element);
  if (position !== undefined) return derivation.part(position) !== ABSENT;
  // A Record of another class may be equal to an element for Immutable.
  if (typeof element === 'object' && element !== null) return whole(derivation).has(element);
  return (
    (derivation.rest().value as unknown as { has?: (element: unknown) => boolean }).has?.(element) ??
    whole(derivation).has(element)
  );
}

function remove(this: TrackedCollection, element: unknown): unknown {
  const derivation = this[DERIVATION];
  const position = derivation.split.positionOf(element);
  if (position === undefined) return orTracked(this, whole(derivation).remove(element));
  if (derivation.part(position) === ABSENT) return this;
  return trackedSet(derivation.with([[position, ABSENT]], (set) => (set as Whole).remove(element)));
}

/** The positions of the elements of the universe that satisfy a predicate; undefined if others may be in the Set. */
function candidates(set: TrackedCollection, predicate: Predicate, context: unknown): number[] | undefined {
  const derivation = set[DERIVATION];
  const { split, base } = derivation;
  if (!derivation.isBase) return undefined;
  const rest = base.rest().value as { readonly size?: number };
  if (rest.size !== 0) return undefined;
  const before = outerWrites();
  const positions = [
    ...split.keys.keys().filter((position) => mayHold(predicate, context, split.keys[position]?.value, set)),
  ];
  // It was called for absent elements, too.
  if (outerWrites() > before) base.noteDeed();
  return positions;
}

/** What a predicate throws for an element that is absent counts as true; it throws again if the element is there. */
function mayHold(predicate: Predicate, context: unknown, element: unknown, set: unknown): boolean {
  try {
    return Boolean(predicate.call(context, element, element, set));
  } catch {
    return true;
  }
}

/** The elements that satisfy a predicate, in the order in which the Set has them. */
function satisfying(
  set: TrackedCollection,
  predicate: Predicate,
  context: unknown,
  ordered = true,
): unknown[] | undefined {
  const positions = candidates(set, predicate, context);
  if (positions === undefined) return undefined;
  const { split, base } = set[DERIVATION];
  const there = positions.filter((position) => base.part(position) !== ABSENT);
  const byHash = split.byHash.filter((position) => there.includes(position));
  const isOrderClear = there.every((position, i) => position === byHash[i]);
  if (ordered && !isOrderClear) base.noteOrder();
  const inOrder = !isOrderClear && base.order() === 'hashed' ? byHash : there;
  const elements = inOrder.map((position) => split.keys[position]?.value);
  try {
    return elements.filter((element) => predicate.call(context, element, element, set));
  } catch {
    // Immutable may ask in another order, or not at all.
    return undefined;
  }
}

/** Whether an element satisfies a predicate; undefined if others may be in the Set. */
function firstSatisfying(set: TrackedCollection, predicate: Predicate, context: unknown): boolean | undefined {
  const positions = candidates(set, predicate, context);
  if (positions === undefined) return undefined;
  const { split, base } = set[DERIVATION];
  try {
    return positions.some((position) => {
      const element = split.keys[position]?.value;
      return base.part(position) !== ABSENT && Boolean(predicate.call(context, element, element, set));
    });
  } catch {
    // Immutable may ask in another order, or not at all.
    return undefined;
  }
}
