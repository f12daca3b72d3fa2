/**
 * How a component that holds a collection is split into parts: a field of a Record, an index of a List, a key of a Map, the
 * presence of an element of a Set. What no part covers is the *rest*: the elements and keys that the universe of the split
 * does not have, the size of a List, a value that is no such collection at all. A value is one rest and one value for each
 * part, and the other way round.
 */
import {
  type Map as ImmutableMap,
  Set as ImmutableSet,
  is,
  isList,
  isMap,
  isOrdered,
  isRecord,
  isSet,
  List,
  type Record,
} from 'immutable';
import { type Canon, Canonical, compareCanonical } from '../../model/canonical.ts';
import type { Value } from '../../model/declaration.ts';

/** The value of a part that the collection does not have. No component can hold it. */
export const ABSENT = new Canonical<Value>(null, 'absent');

type Fields = Record<{ [field: string]: Value }>;
type Kind = 'Record' | 'List' | 'Set' | 'Map';

/** A component with more parts than this is not split. */
const PARTS_MAX = 128;

export class Split {
  readonly kind: Kind;
  /** The value of the component in the initial state. */
  readonly initial: Canonical;
  /** What each part stands for: the name of a field, an index, a key, an element. */
  readonly keys: readonly Canonical[];
  readonly #canon: Canon;
  readonly #positions: ReadonlyMap<Canonical, number>;
  readonly #parts = new WeakMap<Canonical, readonly Canonical[]>();
  /** The positions of all keys in the order in which an Immutable Set of more than a few elements has them. */
  readonly byHash: readonly number[];

  constructor(canon: Canon, kind: Kind, initial: Canonical, keys: readonly Canonical[]) {
    this.#canon = canon;
    this.kind = kind;
    this.initial = initial;
    this.keys = keys;
    this.#positions = new Map(keys.map((key, position) => [key, position]));
    const many = ImmutableSet<Value>([...keys.map(({ value }) => value), ...FILLERS]);
    this.byHash = [...many].flatMap((value) => this.positionOf(value) ?? []);
  }

  /** A split that covers more elements, keys or indices: those of these rests; undefined if there are none, or too many. */
  widened(rests: readonly Canonical[]): Split | undefined {
    const more = rests.filter((rest) => this.kind !== 'List' || this.sizeOf(rest) === undefined);
    const wider = splitBy(this.#canon, [this.initial, ...more], this.keys);
    return wider === undefined || wider.keys.length === this.keys.length ? undefined : wider;
  }

  /** The position of a part; undefined if there is none, or if the key is no value. */
  positionOf(key: unknown): number | undefined {
    try {
      return this.#positions.get(this.#canon.of(key));
    } catch {
      return undefined;
    }
  }

  /** The rest, then the value of each part. */
  partsOf(value: Canonical): readonly Canonical[] {
    let parts = this.#parts.get(value);
    if (parts === undefined) {
      parts = this.#divided(value);
      this.#parts.set(value, parts);
    }
    return parts;
  }

  /** The value with this rest and these values of its parts. */
  whole([rest, ...parts]: readonly Canonical[]): Canonical {
    const there = parts.flatMap((part, position) => (part === ABSENT ? [] : [position]));
    const { value } = rest as Canonical;
    if (there.length === 0) return rest as Canonical;
    const at = (position: number) => (parts[position] as Canonical).value;
    const key = (position: number) => (this.keys[position] as Canonical).value;
    switch (this.kind) {
      case 'Record':
        return this.#canon.of(
          there.reduce((record, i) => record.set(key(i) as string, at(i)), value as unknown as Fields),
        );
      case 'List':
        return this.#canon.of(List(there.map(at)));
      case 'Set':
        return this.#canon.of((value as unknown as ImmutableSet<Value>).union(there.map(key)));
      case 'Map':
        return this.#canon.of(
          (value as unknown as ImmutableMap<Value, Value>).concat(there.map((i) => [key(i), at(i)])),
        );
    }
  }

  /** The rest of a List of this size; undefined if it has elements beyond the parts. */
  ofSize(size: number): Canonical | undefined {
    return size > this.keys.length ? undefined : this.#canon.of(List(Array.from({ length: size }, () => null)));
  }

  /** The size of a List, from its rest; undefined if the rest is no size. */
  sizeOf(rest: Canonical): number | undefined {
    const { value } = rest;
    return isList(value) && value.size <= this.keys.length ? value.size : undefined;
  }

  /** Whether a value with this rest is in parts. Otherwise the rest is the value. */
  isDivided(rest: Canonical): boolean {
    if (this.kind === 'Record') return rest === this.initial;
    return this.kind === 'List' ? this.sizeOf(rest) !== undefined : isLike(rest.value, this.initial.value);
  }

  canonical(value: unknown): Canonical {
    return this.#canon.of(value);
  }

  #divided(whole: Canonical): readonly Canonical[] {
    const { value } = whole;
    if (!isLike(value, this.initial.value)) return [whole, ...this.keys.map(() => ABSENT)];
    const of = (part: unknown) => this.#canon.of(part);
    switch (this.kind) {
      case 'Record':
        return [this.initial, ...this.keys.map((key) => of((value as unknown as Fields).get(key.value as string)))];
      case 'List': {
        const list = value as unknown as List<Value>;
        const rest = this.ofSize(list.size);
        if (rest === undefined) return [whole, ...this.keys.map(() => ABSENT)];
        return [rest, ...this.keys.map((_, i) => (i < list.size ? of(list.get(i)) : ABSENT))];
      }
      case 'Set': {
        const set = value as unknown as ImmutableSet<Value>;
        const rest = of(set.filter((element) => this.positionOf(element) === undefined));
        return [rest, ...this.keys.map((key) => (set.has(key.value) ? of(true) : ABSENT))];
      }
      case 'Map': {
        const map = value as unknown as ImmutableMap<Value, Value>;
        const rest = of(map.filter((_, key) => this.positionOf(key) === undefined));
        return [rest, ...this.keys.map((key) => (map.has(key.value) ? of(map.get(key.value)) : ABSENT))];
      }
    }
  }
}

/** More elements than an Immutable Set keeps in the order of insertion. */
const FILLERS = Array.from({ length: 16 }, (_, i) => `\0filler ${i}`);

/** The split of a component by the values that it was seen to take, the initial one first; undefined if it cannot be split. */
export function splitBy(canon: Canon, seen: readonly Canonical[], known: readonly Canonical[] = []): Split | undefined {
  const [initial] = seen as readonly [Canonical];
  const kind = kindOf(initial.value);
  const alike = seen.map(({ value }) => value).filter((value) => isLike(value, initial.value));
  const keys = new Set(known);
  for (const value of alike) for (const key of keysOf(value)) keys.add(canon.of(key));
  if (kind === undefined || keys.size === 0 || keys.size > PARTS_MAX) return undefined;
  if (!areDistinct([...keys])) return undefined;
  // The fields of a Record keep the order of their declaration, which is that of its own list of values.
  const inOrder = kind === 'Record' ? [...keys] : [...keys].sort(compareCanonical);
  return new Split(canon, kind, initial, inOrder);
}

/** Immutable's equality ignores classes, so keys of two classes may be equal there and not here. */
function areDistinct(keys: readonly Canonical[]): boolean {
  const objects = keys.map(({ value }) => value).filter((value) => typeof value === 'object' && value !== null);
  return objects.every((one, i) => objects.slice(0, i).every((other) => !is(one, other)));
}

function kindOf(value: Value): Kind | undefined {
  if (isRecord(value)) return 'Record';
  if (isList(value)) return 'List';
  if (isOrdered(value)) return undefined;
  return isSet(value) ? 'Set' : isMap(value) ? 'Map' : undefined;
}

/** Whether a value is of the same kind as another, a Record of the same class. */
function isLike(value: Value, other: Value): boolean {
  if (kindOf(value) !== kindOf(other)) return false;
  return !isRecord(value) || Object.getPrototypeOf(value) === Object.getPrototypeOf(other);
}

function keysOf(value: Value): unknown[] {
  if (isRecord(value)) return Object.keys(value.toObject());
  if (isList(value)) return Array.from({ length: value.size }, (_, i) => i);
  if (isSet(value)) return [...value];
  return isMap(value) ? [...value.keys()] : [];
}
