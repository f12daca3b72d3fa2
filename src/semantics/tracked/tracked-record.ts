/** A tracked Record: an instance of the author's class whose list of values reads the parts one by one. */
import { Collection, Record } from 'immutable';
import { WHOLE } from '../../model/canonical.ts';
import { DERIVATION, type Derivation, itself } from './derivation.ts';

interface Internals {
  readonly _keys: readonly string[];
  readonly _defaultValues: { readonly [field: string]: unknown };
}
type Fields = Record<{ [field: string]: unknown }>;

const between = new WeakMap<object, object>();

export function trackedRecord(derivation: Derivation): object {
  const model = derivation.split.initial.value as unknown as Fields & Internals;
  const record = Object.create(interceptor(Object.getPrototypeOf(model)));
  record._values = new TrackedFields(derivation, model);
  record.__ownerID = undefined;
  return record;
}

/** Stands in front of the prototype of the author's class. */
function interceptor(prototype: object): object {
  let known = between.get(prototype);
  if (known === undefined) {
    // An author's own `merge` stays.
    const isOwn = (prototype as { readonly merge?: unknown }).merge !== Record.prototype.merge;
    known = Object.create(prototype, isOwn ? {} : { merge: { value: merge, configurable: true, writable: true } });
    between.set(prototype, known as object);
  }
  return known as object;
}

/** As the method of Record, which first looks whether the Record has any field, and would read them all. */
function merge(this: Fields, ...others: Iterable<[string, unknown]>[]): Fields {
  const filled = others.map((other) => Collection.Keyed(other)).filter((other) => !other.isEmpty());
  if (filled.length === 0) return this;
  return this.withMutations((fields) => {
    for (const other of filled) {
      other.forEach((value, field) => {
        fields.set(field, value);
      });
    }
  });
}

/** In place of the List of values that a Record keeps: a field that has its default value is undefined there. */
class TrackedFields {
  #derivation: Derivation;
  readonly #model: Internals;
  readonly __ownerID: object | undefined;
  #isAltered = false;

  constructor(derivation: Derivation, model: Internals, owner?: object) {
    this.#derivation = derivation;
    this.#model = model;
    this.__ownerID = owner;
  }

  get [DERIVATION](): Derivation {
    return this.#derivation;
  }

  [WHOLE](): object {
    return this.#derivation.whole();
  }

  get(index: number): unknown {
    return this.#derivation.part(index);
  }

  set(index: number, value: unknown): TrackedFields {
    const field = this.#model._keys[index] as string;
    const to = value === undefined ? this.#model._defaultValues[field] : value;
    if (itself(to) === this.#derivation.part(index)) return this;
    return this.#become(this.#derivation.with([[index, to]], (record) => (record as Fields).set(field, to)));
  }

  /** A Record that is cleared calls `clear().setSize(n)`. */
  clear(): TrackedFields {
    const { _keys: fields, _defaultValues: defaults } = this.#model;
    const changes = fields.map((field, index) => [index, defaults[field]] as const);
    return this.#become(this.#derivation.with(changes, (record) => (record as Fields).clear()));
  }

  setSize(): TrackedFields {
    return this;
  }

  #become(next: Derivation): TrackedFields {
    if (this.__ownerID === undefined) return new TrackedFields(next, this.#model);
    this.#derivation = next;
    this.#isAltered = true;
    return this;
  }

  wasAltered(): boolean {
    return this.#isAltered;
  }

  __ensureOwner(owner: object | undefined): TrackedFields {
    if (owner === this.__ownerID) return this;
    return new TrackedFields(this.#derivation, this.#model, owner);
  }
}
