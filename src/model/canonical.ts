/**
 * Canonical values: equal values are one object with one printed form, in whatever order they were built.
 *
 * `Set` and `Map`, nested ones included, have one fixed element order, `-0` is `0`, and the class is part of the identity: Immutable's
 * own `is` calls records of two classes with equal fields equal, which a state must not.
 */
import {
  hash,
  Map as ImmutableMap,
  Set as ImmutableSet,
  isCollection,
  isList,
  isMap,
  isOrdered,
  isRecord,
  isSeq,
  isSet,
  isStack,
  List,
  OrderedMap,
  OrderedSet,
  Record,
  Stack,
  type ValueObject,
} from 'immutable';
import type { Value } from './declaration.ts';

/** A canonical value, interned: equal values of one `Canon` are the same `Canonical`. */
export class Canonical<T extends Value = Value> {
  readonly value: T;
  /** Injective: two values have the same text if and only if they are equal. */
  readonly text: string;
  readonly hash: number;

  constructor(value: T, text: string) {
    this.value = value;
    this.text = text;
    this.hash = hash(text);
  }
}

/** Why a value cannot be part of a state. The caller that knows the component and the step turns it into `E_VALUE`. */
export class ValueRefusal extends Error {
  readonly hint: string;
  constructor(what: string, hint: string) {
    super(what);
    this.hint = hint;
  }
}

/** The method of a tracked value (semantics/tracked) that gives the value itself. No state holds a tracked value. */
export const WHOLE = Symbol('whole');

interface Tracked {
  readonly [WHOLE]?: () => object;
  /** The fields of a Record are an object of their own. */
  readonly _values?: { readonly [WHOLE]?: () => object };
}

/** The value behind a tracked value; undefined for any other. */
function trackedWhole(value: object): object | undefined {
  const { [WHOLE]: whole, _values: fields } = value as Tracked;
  return whole === undefined ? fields?.[WHOLE]?.() : whole.call(value);
}

/** The canonical values of one system. Their number grows with the distinct values of components, which are few, not with states. */
export class Canon {
  readonly #primitives = new Map<unknown, Canonical>();
  readonly #byText = new Map<string, Canonical>();
  /** By the written and by the canonical object: most steps write values that were written before. */
  readonly #seen = new WeakMap<object, Canonical>();
  readonly #classes = new Map<string, unknown[]>();

  /** The canonical form of a value. Throws `ValueRefusal`. */
  of(value: unknown): Canonical {
    if (typeof value === 'object' && value !== null) {
      const known = this.#seen.get(value);
      if (known !== undefined) return known;
      const tracked = trackedWhole(value);
      return tracked === undefined ? this.#remember(value, this.#object(value)) : this.of(tracked);
    }
    return this.#primitives.get(value) ?? this.#primitive(value);
  }

  #remember(written: object, canonical: Canonical): Canonical {
    const known = this.#byText.get(canonical.text);
    if (known === undefined) {
      this.#byText.set(canonical.text, canonical);
    } else if (isValueObject(known.value) && !isImmutableValue(known.value) && !known.value.equals(canonical.value)) {
      throw new ValueRefusal(
        `two ${className(known.value)} values have the same fields but are not equal`,
        'What tells two values apart must stand in their own enumerable fields.',
      );
    }
    const unique = known ?? canonical;
    this.#seen.set(written, unique);
    this.#seen.set(unique.value as object, unique);
    return unique;
  }

  #primitive(value: unknown): Canonical {
    const plain = value === 0 ? 0 : value; // -0 is 0
    const text = primitiveText(plain);
    const canonical = new Canonical(plain as Value, text);
    this.#primitives.set(value, canonical);
    return canonical;
  }

  #object(value: object): Canonical {
    refuseMutable(value);
    if (isRecord(value)) return this.#record(value);
    if (isSeq(value)) {
      throw new ValueRefusal('a lazy Seq', 'Turn it into a List, Set or Map first: toList(), toSet(), toMap().');
    }
    if (isMap(value)) return this.#map(value);
    if (isSet(value)) return this.#set(value);
    if (isList(value)) return this.#sequence('List', value, (elements) => List(elements));
    if (isStack(value)) return this.#sequence('Stack', value, (elements) => Stack(elements));
    if (isValueObject(value) && !isCollection(value)) return this.#valueObject(value);
    throw refusalOf(value);
  }

  #record(record: Record<{ [field: string]: unknown }>): Canonical {
    const own = Reflect.ownKeys(record).filter((key) => key !== '_values' && key !== '__ownerID');
    if (own.length > 0) {
      throw new ValueRefusal(
        `a ${className(record)} with a field of its own besides the declared ones: ${own.map(String).join(', ')}`,
        'A Record keeps only the fields given to Record({...}); declare it there. A class field needs `declare` in front.',
      );
    }
    const texts: string[] = [];
    let result = record;
    for (const field of Object.keys(record.toObject())) {
      if (field === '$') {
        throw new ValueRefusal(
          `a ${className(record)} with a field named '$'`,
          'That name is kept for the JSON form of values.',
        );
      }
      const written = record.get(field);
      const canonical = this.of(written);
      // Immutable takes -0 for 0, and would leave it.
      if (Object.is(written, -0)) result = result.set(field, null);
      result = result.set(field, canonical.value);
      if (Object.is(result.get(field), -0))
        throw new ValueRefusal(`a ${className(record)} whose field '${field}' is -0 by default`, 'Write 0.');
      texts.push(`${JSON.stringify(field)}:${canonical.text}`);
    }
    return new Canonical(result, `${this.#classTag(record)}(${texts.join()})`);
  }

  #map(map: ImmutableMap<unknown, unknown>): Canonical {
    const entries = [...map].map(([key, value]) => [this.of(key), this.of(value)] as const);
    if (!isOrdered(map)) entries.sort(([a], [b]) => compareCanonical(a, b));
    const values = entries.map(([key, value]): [Value, Value] => [key.value, value.value]);
    const text = entries.map(([key, value]) => `${key.text}:${value.text}`).join();
    return isOrdered(map)
      ? new Canonical(OrderedMap<Value, Value>(values), `OrderedMap{${text}}`)
      : new Canonical(ImmutableMap<Value, Value>(values), `Map{${text}}`);
  }

  #set(set: ImmutableSet<unknown>): Canonical {
    const elements = [...set].map((element) => this.of(element));
    if (!isOrdered(set)) elements.sort(compareCanonical);
    const values = elements.map((element) => element.value);
    const text = elements.map((element) => element.text).join();
    return isOrdered(set)
      ? new Canonical(OrderedSet(values), `OrderedSet{${text}}`)
      : new Canonical(ImmutableSet(values), `Set{${text}}`);
  }

  #sequence(name: string, collection: Iterable<unknown>, make: (values: Value[]) => Value): Canonical {
    const elements = [...collection].map((element) => this.of(element));
    return new Canonical(
      make(elements.map((element) => element.value)),
      `${name}[${elements.map((element) => element.text).join()}]`,
    );
  }

  /** An instance of an author's class with `equals` and `hashCode`. Frozen, because a value that changes in place proves nothing. */
  #valueObject(object: ValueObject): Canonical {
    const texts = ownFields(object).map(([name, value]) => `${JSON.stringify(name)}:${this.of(value).text}`);
    return new Canonical(Object.freeze(object), `${this.#classTag(object)}(${texts.join()})`);
  }

  /** The name of the class, numbered where two classes share it. */
  #classTag(object: object): string {
    const name = className(object);
    const known = this.#classes.get(name) ?? [];
    this.#classes.set(name, known);
    const prototype = Object.getPrototypeOf(object);
    const index = known.indexOf(prototype);
    const number = index === -1 ? known.push(prototype) - 1 : index;
    return number === 0 ? name : `${name}#${number + 1}`;
  }
}

/** Numbers by size, everything else by its text; numbers first. */
export function compareCanonical(a: Canonical, b: Canonical): number {
  if (typeof a.value === 'number' && typeof b.value === 'number') return a.value - b.value;
  const rank = Number(typeof a.value !== 'number') - Number(typeof b.value !== 'number');
  return rank !== 0 ? rank : a.text < b.text ? -1 : a.text > b.text ? 1 : 0;
}

/** The name by which an author knows the class of a Record or value object. */
export function className(object: object): string {
  return isRecord(object) ? Record.getDescriptiveName(object) : (object.constructor?.name ?? 'Object');
}

/** The own enumerable fields of an author's value object, in a fixed order. */
export function ownFields(object: object): [string, unknown][] {
  return Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
}

function isImmutableValue(value: unknown): boolean {
  return isCollection(value) || isRecord(value);
}

function isValueObject(value: unknown): value is ValueObject {
  const candidate = value as Partial<ValueObject> | null;
  return (
    typeof candidate === 'object' && typeof candidate?.equals === 'function' && typeof candidate.hashCode === 'function'
  );
}

function primitiveText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      if (Number.isNaN(value)) {
        throw new ValueRefusal('NaN', 'NaN equals nothing, not even itself: look for arithmetic on undefined.');
      }
      return String(value);
    case 'bigint':
      return `${value}n`;
    case 'boolean':
      return String(value);
    default:
      if (value === null) return 'null';
      if (value === undefined) {
        throw new ValueRefusal(
          'undefined',
          'Write null for "none"; undefined usually is a forgotten return or a wrong index.',
        );
      }
      throw new ValueRefusal(
        `a ${typeof value}`,
        'A state holds values only: strings, numbers, booleans, null, Immutable collections and Records.',
      );
  }
}

/** Immutable marks a collection that may change in place by its owner; there is no public name for it. */
function refuseMutable(value: object): void {
  if (isImmutableValue(value) && (value as { __ownerID?: unknown }).__ownerID !== undefined) {
    throw new ValueRefusal(
      'a mutable collection',
      'Call asImmutable() on what asMutable() gave, or use withMutations().',
    );
  }
}

function refusalOf(value: object): ValueRefusal {
  if (Array.isArray(value)) return new ValueRefusal('an array', 'Use a List: List([...]).');
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    return new ValueRefusal(
      'a plain object',
      'Use a Record or a Map: two plain objects with equal fields are not equal.',
    );
  }
  return new ValueRefusal(
    `an instance of ${className(value)}, which has no value equality`,
    'Use a Record, or give the class equals() and hashCode().',
  );
}
