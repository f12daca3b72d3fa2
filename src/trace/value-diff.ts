/** The changes between two values, field by field: `page.bit false -> true`, `queue + 3`. */
import { shortened } from '../errors.ts';
import type { JsonValue } from '../model/value-json.ts';
import { elements, entries, hasForm, type JsonObject, same, valueText } from './value-text.ts';

/** The change of one field, element or entry. Without `before` it was added, without `after` removed. */
export interface FieldChange {
  /** `page.bit`, `irr[1]`. */
  readonly path: string;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}

/** The changes: one for each changed field of a record, key of a map or element of a list. */
export function fieldChanges(path: string, before: JsonValue, after: JsonValue): FieldChange[] {
  if (same(before, after)) return [];
  if (isObject(before) && isObject(after) && before['$'] === after['$']) {
    if (!hasForm(before) || !hasForm(after)) return recordChanges(path, before, after);
    if (before['$'] === 'Map') return mapChanges(path, before, after);
    if (before['$'] === 'List') return listChanges(path, before, after);
  }
  return [{ path, before, after }];
}

/** The changes as text. */
export function changeText(name: string, before: JsonValue, after: JsonValue): string[] {
  return fieldChanges(name, before, after).map(({ path, before: old, after: now }) => {
    if (old === undefined) return `${path} + ${valueText(now as JsonValue)}`;
    return now === undefined ? `${path} - ${valueText(old)}` : `${path} ${valueText(old)} -> ${valueText(now)}`;
  });
}

function recordChanges(path: string, before: JsonObject, after: JsonObject): FieldChange[] {
  return Object.keys(after).flatMap((field) =>
    fieldChanges(`${path}.${shortened(field)}`, before[field] ?? null, after[field] ?? null),
  );
}

function mapChanges(path: string, before: JsonObject, after: JsonObject): FieldChange[] {
  const [old, now] = [entries(before), entries(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [a, b] = [old.get(key), now.get(key)];
    const place = `${path}[${valueText(JSON.parse(key))}]`;
    return a === undefined || b === undefined ? [{ path: place, before: a, after: b }] : fieldChanges(place, a, b);
  });
}

/** Lists grow and shrink at their end; any other change is shown as the two complete values. */
function listChanges(path: string, before: JsonObject, after: JsonObject): FieldChange[] {
  const [old, now] = [elements(before), elements(after)];
  const common = Math.min(old.length, now.length);
  if (old.length === now.length) {
    return now.flatMap((element, i) => fieldChanges(`${path}[${i}]`, old[i] as JsonValue, element));
  }
  if (!same(old.slice(0, common), now.slice(0, common))) return [{ path, before, after }];
  return [
    ...old.slice(common).map((element) => ({ path, before: element, after: undefined })),
    ...now.slice(common).map((element) => ({ path, before: undefined, after: element })),
  ];
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
