/** Values and their changes as people read them: `irr {} -> {L}`, `page.bit false -> true`. */
import { shortened } from '../errors.ts';
import type { JsonValue } from '../model/value-json.ts';

type JsonObject = { readonly [name: string]: JsonValue };

/** The form in which a value is printed everywhere: short, and different for different values; of long strings the beginning. */
export function valueText(value: JsonValue): string {
  if (typeof value === 'string') return stringText(value);
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
      return `${shortened(fields['value'] as string)}n`;
    case 'number':
      return shortened(fields['value'] as string);
    default:
      return `${tag === undefined ? '' : nameText(tag)}(${Object.entries(fields)
        .map(([name, field]) => `${shortened(name)} ${valueText(field)}`)
        .join(', ')})`;
  }
}

/** A trace is anybody's file: a collection without elements is read as a record. */
function hasForm(value: JsonObject): boolean {
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

function stringText(text: string): string {
  return shortened(text, undefined, isPlain(text) ? undefined : JSON.stringify);
}

function nameText(name: JsonValue): string {
  return typeof name === 'string' ? shortened(name) : valueText(name);
}

/** What changed, a piece for each field of a record, key of a map and element of a list that did. */
export function changeText(name: string, before: JsonValue, after: JsonValue): string[] {
  if (same(before, after)) return [];
  if (isObject(before) && isObject(after) && before['$'] === after['$']) {
    if (!hasForm(before) || !hasForm(after)) return recordChanges(name, before, after);
    if (before['$'] === 'Map') return mapChanges(name, before, after);
    if (before['$'] === 'List') return listChanges(name, elements(before), elements(after));
  }
  return [`${name} ${valueText(before)} -> ${valueText(after)}`];
}

function recordChanges(name: string, before: JsonObject, after: JsonObject): string[] {
  return Object.keys(after).flatMap((field) =>
    changeText(`${name}.${shortened(field)}`, before[field] ?? null, after[field] ?? null),
  );
}

function mapChanges(name: string, before: JsonObject, after: JsonObject): string[] {
  const [old, now] = [entries(before), entries(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [a, b] = [old.get(key), now.get(key)];
    const place = `${name}[${valueText(JSON.parse(key))}]`;
    if (a === undefined) return [`${place} + ${valueText(b as JsonValue)}`];
    return b === undefined ? [`${place} - ${valueText(a)}`] : changeText(place, a, b);
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

/** By the JSON of their keys: of long keys, texts are only the beginning. */
function entries(map: JsonObject): ReadonlyMap<string, JsonValue> {
  return new Map(pairs(map).map(([key, value]) => [JSON.stringify(key), value]));
}

function entriesText(map: JsonObject): string {
  return pairs(map)
    .map(([key, value]) => `${valueText(key)}: ${valueText(value)}`)
    .join(', ');
}

function pairs(map: JsonObject): readonly (readonly [JsonValue, JsonValue])[] {
  return map['entries'] as readonly (readonly [JsonValue, JsonValue])[];
}

/** A string that cannot be taken for anything else needs no quotes. */
function isPlain(text: string): boolean {
  return (
    /^[\p{L}\p{N}_.+:/-]([\p{L}\p{N}_.+:/ -]*[\p{L}\p{N}_.+:/-])?(\[\w+\])*$/u.test(text) &&
    !/^(true|false|null|-?[\d.]+n?|.* -> .*)$/.test(text)
  );
}
