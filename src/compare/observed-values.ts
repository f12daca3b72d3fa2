/**
 * Observations as numbers that two systems share: equal numbers stand for equal observed values, whichever system they come from.
 *
 * Two systems have two canons, so values are compared by their JSON forms (model/value-json.ts), in which equal values are equal element
 * for element. Two classes of one name are one class here.
 */
import type { Canonical } from '../model/canonical.ts';
import type { Value } from '../model/declaration.ts';
import { type Control, labelOf } from '../model/process.ts';
import type { SlotKind, Valuation } from '../model/state.ts';
import { type JsonValue, valueToJson } from '../model/value-json.ts';

/** Equal texts have one number. */
class Numbering {
  readonly texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  of(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

/** Where a system has what is observed. */
export interface ObservedSlot {
  readonly name: string;
  readonly kind: SlotKind;
  readonly position: number;
}

/** By name, the observed values of a state. */
export interface ObservedValues {
  readonly [name: string]: JsonValue;
}

export class ObservationTable {
  readonly names: readonly string[];
  readonly #values = new Numbering();
  readonly #tuples = new Numbering();

  /** The names of what is observed: both systems have them in this order. */
  constructor(names: readonly string[]) {
    this.names = names;
  }

  /** What tells the observation of a state of a system that has the observed values in these slots. */
  reader(slots: readonly ObservedSlot[]): (state: Valuation) => number {
    const known = slots.map(() => new Map<Canonical, number>());
    return (state) => {
      const numbers = slots.map(({ position, kind }, i) => {
        const value = state.at(position);
        const ofSlot = known[i] as Map<Canonical, number>;
        const number = ofSlot.get(value) ?? this.#values.of(JSON.stringify(observed(kind, value.value)));
        ofSlot.set(value, number);
        return number;
      });
      return this.#tuples.of(numbers.join());
    };
  }

  /** The values of an observation. */
  valuesOf(observation: number): ObservedValues {
    const text = this.#tuples.texts[observation] as string;
    const numbers = text === '' ? [] : text.split(',').map(Number);
    return Object.fromEntries(
      numbers.map((number, i) => [this.names[i] as string, JSON.parse(this.#values.texts[number] as string)]),
    );
  }
}

function observed(kind: SlotKind, value: Value): JsonValue {
  return kind === 'label' ? labelOf(value as Control) : valueToJson(value);
}
