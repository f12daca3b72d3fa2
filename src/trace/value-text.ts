/** Values and their changes as people read them: `irr {} -> {L}`, `page.bit false -> true`. */
import type { JsonValue } from '../model/value-json.ts';

export type JsonObject = { readonly [name: string]: JsonValue };

/** The form in which a value is printed everywhere: short, and different for different values. */
export function valueText(value: JsonValue): string {
  if (typeof value === 'string') return isPlain(value) ? value : JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  const { $: tag, ...fields } = value as JsonObject;
  switch (tag) {
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
      return `${fields['value']}n`;
    case 'number':
      return String(fields['value']);
    default:
      return `${tag}(${Object.entries(fields)
        .map(([name, field]) => `${name} ${valueText(field)}`)
        .join(', ')})`;
  }
}

export function same(a: JsonValue, b: JsonValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function list(values: readonly JsonValue[]): string {
  return values.map(valueText).join(', ');
}

/** The elements of a set, list or stack. */
export function elements(collection: JsonObject): readonly JsonValue[] {
  return collection['values'] as readonly JsonValue[];
}

/** What a map holds, by the text of its key. */
export function entries(map: JsonObject): ReadonlyMap<string, JsonValue> {
  const pairs = map['entries'] as readonly (readonly [JsonValue, JsonValue])[];
  return new Map(pairs.map(([key, value]) => [valueText(key), value]));
}

function entriesText(map: JsonObject): string {
  return Array.from(entries(map), ([key, value]) => `${key}: ${valueText(value)}`).join(', ');
}

/** A string that cannot be taken for anything else needs no quotes. */
function isPlain(text: string): boolean {
  return (
    /^[\p{L}\p{N}_.+:/-]([\p{L}\p{N}_.+:/ -]*[\p{L}\p{N}_.+:/-])?(\[\w+\])*$/u.test(text) &&
    !/^(true|false|null|-?[\d.]+n?|.* -> .*)$/.test(text)
  );
}
