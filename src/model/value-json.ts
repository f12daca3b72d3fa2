/** Values as JSON, with a tag where JSON has no form: `{ "$": "Vlapic", ...fields }`, `{ "$": "Set", "values": [...] }`. */
import { isList, isMap, isOrdered, isRecord, isSet, isStack } from 'immutable';
import { className, ownFields } from './canonical.ts';
import type { Value } from './declaration.ts';

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/** The JSON form of a canonical value: equal values have equal forms, element for element. */
export function valueToJson(value: Value): JsonValue {
  if (typeof value === 'bigint') return { $: 'bigint', value: String(value) };
  if (typeof value === 'number' && !Number.isFinite(value)) return { $: 'number', value: String(value) };
  if (typeof value !== 'object' || value === null) return value;
  if (isRecord(value)) return { $: className(value), ...fields(Object.entries(value.toObject())) };
  if (isMap(value)) {
    const entries = [...value].map(([key, element]) => [valueToJson(key as Value), valueToJson(element as Value)]);
    return { $: isOrdered(value) ? 'OrderedMap' : 'Map', entries };
  }
  if (isSet(value)) return { $: isOrdered(value) ? 'OrderedSet' : 'Set', values: elements(value) };
  if (isList(value)) return { $: 'List', values: elements(value) };
  if (isStack(value)) return { $: 'Stack', values: elements(value) };
  return { $: className(value), ...fields(ownFields(value)) };
}

function elements(collection: Iterable<unknown>): JsonValue[] {
  return Array.from(collection, (element) => valueToJson(element as Value));
}

function fields(entries: Iterable<readonly [string, unknown]>): { readonly [name: string]: JsonValue } {
  return Object.fromEntries(Array.from(entries, ([name, value]) => [name, valueToJson(value as Value)]));
}
