/** Values and their changes as people read them: `irr {} -> {L}`, `page.bit false -> true`. */
import { shortened } from '../errors.ts';
import type { JsonValue } from '../model/value-json.ts';

export type JsonObject = { readonly [name: string]: JsonValue };

/** The form in which values are printed: short, and different for different values. Long strings are shortened to their beginning. */
export function valueText(value: JsonValue): string {
  return textOf(value);
}

/** The same, in full length. */
export function wholeValueText(value: JsonValue): string {
  return textOf(value, Number.POSITIVE_INFINITY);
}

/** `lengthMax`: the longest string or name that is printed in full. */
function textOf(value: JsonValue, lengthMax?: number): string {
  const list = (values: readonly JsonValue[]) => values.map((element) => textOf(element, lengthMax)).join(', ');
  const entriesText = (map: JsonObject) =>
    pairs(map)
      .map(([key, held]) => `${textOf(key, lengthMax)}: ${textOf(held, lengthMax)}`)
      .join(', ');
  if (typeof value === 'string') return stringText(value, lengthMax);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${list(value)}]`;
  const { $: tag, ...fields } = value as JsonObject;
  switch (hasForm(value as JsonObject) ? tag : undefined) {
    case 'Set':
      return `{${list(elements(fields))}}`;
    case 'List':
      return `[${list(elements(fields))}]`;
    case 'OrderedSet':
    case 'Stack':
      return `${tag}[${list(elements(fields))}]`;
    case 'Map':
      return `{${entriesText(fields)}}`;
    case 'OrderedMap':
      return `OrderedMap{${entriesText(fields)}}`;
    case 'bigint':
      return `${shortened(fields['value'] as string, lengthMax)}n`;
    case 'number':
      return shortened(fields['value'] as string, lengthMax);
    default:
      return `${tag === undefined ? '' : nameText(tag, lengthMax)}(${Object.entries(fields)
        .map(([name, field]) => `${shortened(name, lengthMax)} ${textOf(field, lengthMax)}`)
        .join(', ')})`;
  }
}

/** A trace file is untrusted input: a collection without elements is printed as a record. */
export function hasForm(value: JsonObject): boolean {
  const [elements, pairs] = [value['values'], value['entries']];
  switch (value['$']) {
    case 'Set':
    case 'List':
    case 'OrderedSet':
    case 'Stack':
      return Array.isArray(elements);
    case 'Map':
    case 'OrderedMap':
      return Array.isArray(pairs) && pairs.every((pair) => Array.isArray(pair) && pair.length === 2);
    case 'bigint':
    case 'number':
      return typeof value['value'] === 'string';
    default:
      return false;
  }
}

function stringText(text: string, lengthMax?: number): string {
  return shortened(text, lengthMax, isPlain(text) ? undefined : JSON.stringify);
}

function nameText(name: JsonValue, lengthMax?: number): string {
  return typeof name === 'string' ? shortened(name, lengthMax) : textOf(name, lengthMax);
}

export function same(a: JsonValue, b: JsonValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The elements of a set, list or stack. */
export function elements(collection: JsonObject): readonly JsonValue[] {
  return collection['values'] as readonly JsonValue[];
}

/** The entries of a map, by the JSON of their keys, because the texts of long keys are shortened. */
export function entries(map: JsonObject): ReadonlyMap<string, JsonValue> {
  return new Map(pairs(map).map(([key, value]) => [JSON.stringify(key), value]));
}

function pairs(map: JsonObject): readonly (readonly [JsonValue, JsonValue])[] {
  return map['entries'] as readonly (readonly [JsonValue, JsonValue])[];
}

/** A string that cannot be mistaken for another value needs no quotes. */
function isPlain(text: string): boolean {
  return (
    /^[\p{L}\p{N}_.+:/-]([\p{L}\p{N}_.+:/ -]*[\p{L}\p{N}_.+:/-])?(\[\w+\])*$/u.test(text) &&
    !/^(true|false|null|-?[\d.]+n?|.* -> .*)$/.test(text)
  );
}
