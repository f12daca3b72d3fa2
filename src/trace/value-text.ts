/** Values and their changes as people read them: `irr {} -> {L}`, `page.bit false -> true`. */
import type { JsonValue } from '../model/value-json.ts';

type JsonObject = { readonly [name: string]: JsonValue };

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

/** What changed, a piece for each field of a record, key of a map and element of a list that did. */
export function changeText(name: string, before: JsonValue, after: JsonValue): string[] {
  if (same(before, after)) return [];
  if (isObject(before) && isObject(after) && before['$'] === after['$']) {
    if (before['$'] === 'Map') return mapChanges(name, before, after);
    if (before['$'] === 'List') return listChanges(name, elements(before), elements(after));
    if (isRecord(before)) {
      return Object.keys(after).flatMap((field) =>
        changeText(`${name}.${field}`, before[field] ?? null, after[field] ?? null),
      );
    }
  }
  return [`${name} ${valueText(before)} -> ${valueText(after)}`];
}

function mapChanges(name: string, before: JsonObject, after: JsonObject): string[] {
  const [old, now] = [entries(before), entries(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [a, b] = [old.get(key), now.get(key)];
    if (a === undefined) return [`${name}[${key}] + ${valueText(b as JsonValue)}`];
    return b === undefined ? [`${name}[${key}] - ${valueText(a)}`] : changeText(`${name}[${key}]`, a, b);
  });
}

/** Lists grow and shrink at their end; anything else is shown whole. */
function listChanges(name: string, before: readonly JsonValue[], after: readonly JsonValue[]): string[] {
  const common = Math.min(before.length, after.length);
  if (before.length === after.length) {
    return after.flatMap((element, i) => changeText(`${name}[${i}]`, before[i] as JsonValue, element));
  }
  if (!same(before.slice(0, common), after.slice(0, common))) return [`${name} [${list(before)}] -> [${list(after)}]`];
  const sign = after.length > before.length ? '+' : '-';
  return (after.length > before.length ? after : before)
    .slice(common)
    .map((element) => `${name} ${sign} ${valueText(element)}`);
}

const COLLECTIONS = new Set<unknown>(['Set', 'OrderedSet', 'List', 'Stack', 'Map', 'OrderedMap', 'bigint', 'number']);

function isRecord(value: JsonObject): boolean {
  return !COLLECTIONS.has(value['$']);
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function same(a: JsonValue, b: JsonValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function list(values: readonly JsonValue[]): string {
  return values.map(valueText).join(', ');
}

function elements(collection: JsonObject): readonly JsonValue[] {
  return collection['values'] as readonly JsonValue[];
}

function entries(map: JsonObject): ReadonlyMap<string, JsonValue> {
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
