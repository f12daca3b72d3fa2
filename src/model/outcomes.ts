/** The distinct values that the quiescent states of a system show: the outcomes of a litmus test, or the results of a computation. */
import type { Canon } from './canonical.ts';
import type { Value } from './declaration.ts';
import { type JsonValue, valueToJson } from './value-json.ts';

/** The value that a state shows, or several by their names. */
export type Shown = Value | { readonly [name: string]: Value };

/** By property, as JSON: equal values are one. */
export class Outcomes {
  readonly #byProperty = new Map<string, Map<string, JsonValue>>();
  /** Of all properties together. */
  size = 0;

  /** Throws `ValueRefusal` for a value that cannot be part of a state. */
  note(property: string, canon: Canon, shown: Shown): void {
    const outcome = toJson(canon, shown);
    const known = this.#byProperty.get(property) ?? new Map<string, JsonValue>();
    const text = JSON.stringify(outcome);
    if (known.has(text)) return;
    this.#byProperty.set(property, known.set(text, outcome));
    this.size++;
  }

  /** In an order that depends on the values alone. */
  of(property: string): readonly JsonValue[] {
    return [...(this.#byProperty.get(property)?.values() ?? [])].sort(compare);
  }
}

function toJson(canon: Canon, shown: Shown): JsonValue {
  const json = (value: unknown) => valueToJson(canon.of(value).value);
  if (typeof shown !== 'object' || shown === null || Object.getPrototypeOf(shown) !== Object.prototype)
    return json(shown);
  return Object.fromEntries(Object.entries(shown).map(([name, value]) => [name, json(value)]));
}

/** Numbers by size, collections element by element, everything else by its text. */
function compare(a: JsonValue, b: JsonValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) {
    const [left, right] = [Object.values(a), Object.values(b)];
    for (const [i, element] of left.entries()) {
      const order = i < right.length ? compare(element, right[i] as JsonValue) : 1;
      if (order !== 0) return order;
    }
    return left.length - right.length;
  }
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
