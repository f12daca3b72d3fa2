/**
 * What tracked Lists, Sets and Maps share: an object whose prototype stands in front of Immutable's. A few methods read single
 * parts. Every other method reaches for what Immutable keeps inside the collection, and so reads all of it.
 */
import { WHOLE } from '../../model/canonical.ts';
import { DERIVATION, type Derivation } from './derivation.ts';

/** What Immutable 5 keeps inside a List, Set or Map. */
const INTERNALS = ['size', '_map', '_root', '_tail', '_origin', '_capacity', '_level', '__hash', '__altered'] as const;

export interface TrackedCollection {
  readonly [DERIVATION]: Derivation;
}

// biome-ignore lint/suspicious/noExplicitAny: methods of collections of any type, called with `this` as the author calls them.
type Methods = { readonly [method: string]: (this: any, ...parameters: any[]) => unknown };

/** What a method of the collection itself returns, where that is itself: the tracked one. */
export function orTracked(collection: TrackedCollection, result: unknown): unknown {
  return result === collection[DERIVATION].whole() ? collection : result;
}

/** Makes tracked collections of one kind. `size`: as a collection of this kind finds its size. */
export function trackerOf(
  prototype: object,
  methods: Methods,
  size?: (derivation: Derivation) => number,
): (derivation: Derivation) => object {
  const front = Object.create(prototype);
  for (const name of INTERNALS) {
    const read = (derivation: Derivation) => (derivation.whole() as { readonly [internal: string]: unknown })[name];
    const get = name === 'size' && size !== undefined ? size : read;
    Object.defineProperty(front, name, {
      get(this: TrackedCollection) {
        return get(this[DERIVATION]);
      },
      // Immutable keeps the hash of a collection in it.
      set() {},
    });
  }
  Object.defineProperty(front, '__ownerID', { value: undefined, writable: false });
  Object.defineProperty(front, WHOLE, {
    value(this: TrackedCollection) {
      return this[DERIVATION].whole();
    },
  });
  for (const [name, method] of Object.entries(methods)) {
    Object.defineProperty(front, name, { value: method, configurable: true, writable: true });
  }
  return (derivation) => Object.create(front, { [DERIVATION]: { value: derivation } });
}
