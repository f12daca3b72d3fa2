/**
 * A trace as ITF JSON, the informal trace format of Apalache (apalache-mc.org/docs/adr/015adr-trace.html), which the ITF viewer of
 * VS Code and Quint read. A state for each moment. ITF has no place for steps, so each step is in the `#meta` of its target state,
 * from where `replay` reads it.
 */
import * as v from 'valibot';
import type { Counterexample, TraceStep } from '../../check/counterexample.ts';
import { inertJson, UserError } from '../../errors.ts';
import type { JsonValue } from '../../model/value-json.ts';
import type { SavedTrace } from '../saved-trace.ts';
import { same } from '../value-text.ts';

type JsonObject = { readonly [name: string]: JsonValue };

export function toItf({ counterexample, ...saved }: SavedTrace): JsonObject {
  const vars = Object.keys(counterexample.initial);
  const values = new Map<string, JsonValue>(Object.entries(counterexample.initial));
  const state = (index: number, step?: TraceStep): JsonObject => {
    for (const [name, [, after]] of Object.entries(step?.changes ?? {})) values.set(name, after);
    const { changes: _, ...named } = step ?? { changes: {} };
    return {
      '#meta': { index, ...(step !== undefined && { step: named as unknown as JsonValue }) },
      ...Object.fromEntries(vars.map((name) => [name, toExpression(values.get(name) as JsonValue)])),
    };
  };
  const { cycleStart, steps } = counterexample;
  return {
    '#meta': {
      format: 'ITF',
      'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
      everywhen: saved as unknown as JsonValue,
    },
    vars,
    states: [state(0), ...steps.map((step, i) => state(i + 1, step))],
    // The run continues from the last state with the state of this number.
    ...(cycleStart !== undefined && { loop: cycleStart }),
  };
}

export function itfLines(saved: SavedTrace): string[] {
  return inertJson(toItf(saved), 1).split('\n');
}

const step = v.looseObject({ process: v.string(), label: v.string() });
const itf = v.looseObject({
  '#meta': v.looseObject({
    format: v.literal('ITF'),
    everywhen: v.looseObject({
      model: v.string(),
      property: v.optional(v.string()),
      parameters: v.record(v.string(), v.unknown()),
    }),
  }),
  vars: v.array(v.string()),
  states: v.pipe(v.array(v.looseObject({ '#meta': v.looseObject({ step: v.optional(step) }) })), v.minLength(1)),
  loop: v.optional(v.number()),
});

export function isItf(content: unknown): boolean {
  return v.is(v.looseObject({ '#meta': v.looseObject({ format: v.literal('ITF') }) }), content);
}

/** Throws `E_TRACE` for an ITF trace that Everywhen did not write: it does not contain its steps. */
export function fromItf(content: unknown): SavedTrace {
  if (!v.is(itf, content)) {
    throw new UserError('E_TRACE', 'the ITF trace does not name its model and steps.', {
      hint: 'Everywhen replays only ITF traces that it wrote: check --trace-out FILE --trace-format itf.',
    });
  }
  const { vars, states, loop } = content;
  const values = states.map((state) =>
    Object.fromEntries(vars.map((name) => [name, fromExpression((state as unknown as JsonObject)[name] ?? null)])),
  );
  const steps = states.slice(1).map((state, i) => {
    const [before, after] = [values[i] as JsonObject, values[i + 1] as JsonObject];
    const changed = vars.filter((name) => !same(before[name] as JsonValue, after[name] as JsonValue));
    const changes = Object.fromEntries(changed.map((name) => [name, [before[name], after[name]]]));
    return { ...state['#meta'].step, changes };
  });
  const saved = content['#meta'].everywhen as unknown as SavedTrace;
  const counterexample = { initial: values[0], steps, ...(loop !== undefined && { cycleStart: loop }) };
  return { ...saved, counterexample: counterexample as unknown as Counterexample };
}

/** ITF has sets, maps, sequences and records of its own; a record keeps its class as the field `$`. */
function toExpression(value: JsonValue): JsonValue {
  if (value === null) return { '#unserializable': 'null' };
  if (typeof value === 'number') return Number.isInteger(value) ? value : { '#unserializable': String(value) };
  if (typeof value !== 'object' || Array.isArray(value)) return value;
  const { $: tag, ...fields } = value as JsonObject;
  const elements = () => (fields['values'] as readonly JsonValue[]).map(toExpression);
  if (tag === 'bigint') return { '#bigint': fields['value'] as string };
  if (tag === 'Set') return { '#set': elements() };
  if (tag === 'List') return elements();
  if (tag === 'Map') {
    const entries = fields['entries'] as readonly (readonly [JsonValue, JsonValue])[];
    return { '#map': entries.map(([key, element]) => [toExpression(key), toExpression(element)]) };
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      Array.isArray(field) ? field.map(nested) : toExpression(field),
    ]),
  );
}

/** The elements of a collection that ITF does not have: values, or pairs of values. */
function nested(value: JsonValue): JsonValue {
  return Array.isArray(value) ? { '#tup': value.map(toExpression) } : toExpression(value);
}

function fromExpression(expression: JsonValue): JsonValue {
  if (Array.isArray(expression)) return { $: 'List', values: expression.map(fromExpression) };
  if (typeof expression !== 'object' || expression === null) return expression;
  const fields = expression as JsonObject;
  if ('#unserializable' in fields)
    return fields['#unserializable'] === 'null' ? null : Number(fields['#unserializable']);
  if ('#bigint' in fields) return { $: 'bigint', value: fields['#bigint'] as string };
  if ('#tup' in fields) return (fields['#tup'] as readonly JsonValue[]).map(fromExpression);
  if ('#set' in fields) return { $: 'Set', values: (fields['#set'] as readonly JsonValue[]).map(fromExpression) };
  if ('#map' in fields) {
    const entries = fields['#map'] as readonly (readonly [JsonValue, JsonValue])[];
    return { $: 'Map', entries: entries.map(([key, element]) => [fromExpression(key), fromExpression(element)]) };
  }
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      Array.isArray(field) ? field.map(fromExpression) : fromExpression(field),
    ]),
  );
}
