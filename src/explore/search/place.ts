/**
 * A place in a state that a condition names, `irr[1]` or `fork[3].holder`: a slot, and a way to a part of its value. Values are compared by
 * their JSON forms, so that a condition never runs anything of the model.
 */
import { UserError } from '../../errors.ts';
import { suggestion } from '../../model/names.ts';
import { type Control, labelOf } from '../../model/process.ts';
import type { Slot } from '../../model/state.ts';
import type { StateReader } from '../../model/state-reader.ts';
import { type System, shownSlots } from '../../model/system.ts';
import { type JsonValue, valueToJson } from '../../model/value-json.ts';
import { elements, entries, hasForm, type JsonObject, wholeValueText } from '../../trace/value-text.ts';

export interface Place {
  readonly slot: Slot;
  readonly way: readonly string[];
}

/** Throws `E_USAGE`, with what there is, for a name that is not there. */
export function placeNamed(system: System, text: string): Place {
  const slots = shownSlots(system);
  const slot = slots
    .filter(({ name }) => text === name || (text.startsWith(name) && '.['.includes(text[name.length] ?? ' ')))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
  if (slot === undefined) {
    throw new UserError('E_USAGE', `there is no value '${text}'.`, {
      hint: suggestion(
        text,
        slots.map(({ name }) => name),
      ),
    });
  }
  const way = [...text.slice(slot.name.length).matchAll(/\.([^.[\]]+)|\[([^\]]*)\]/g)].map(
    ([, field, index]) => field ?? index ?? '',
  );
  const place = { slot, way };
  refuseUnknown(system, place, text);
  return place;
}

/** The value at a place; undefined where the state has none there. */
export function valueAt({ slot, way }: Place, s: Pick<StateReader, 'slot'>): JsonValue | undefined {
  const value = s.slot(slot.position);
  const json = slot.kind === 'label' ? labelOf(value as Control) : valueToJson(value);
  return way.reduce<JsonValue | undefined>(partOf, json);
}

function partOf(value: JsonValue | undefined, step: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const object = value as JsonObject;
  if (!hasForm(object)) return Object.hasOwn(object, step) && step !== '$' ? object[step] : undefined;
  const isMap = 'entries' in object;
  if (step === 'size') return isMap ? entries(object).size : elements(object).length;
  if (!isMap) return elements(object)[Number(step)];
  return [...entries(object)].find(([key]) => wholeValueText(JSON.parse(key)) === step)?.[1];
}

/** A record has its fields in every state, so that a field which it lacks is a mistake. */
function refuseUnknown(system: System, { slot, way }: Place, text: string): void {
  for (let depth = 1; depth <= way.length; depth++) {
    const whole = valueAt({ slot, way: way.slice(0, depth - 1) }, { slot: (p) => system.initial.at(p).value });
    const isRecord = typeof whole === 'object' && whole !== null && !Array.isArray(whole);
    if (!isRecord || hasForm(whole as JsonObject) || partOf(whole, way[depth - 1] as string) !== undefined) continue;
    const fields = Object.keys(whole).filter((name) => name !== '$');
    throw new UserError('E_USAGE', `'${text}': there is no field '${way[depth - 1]}'.`, {
      hint: suggestion(way[depth - 1] as string, fields),
    });
  }
}
