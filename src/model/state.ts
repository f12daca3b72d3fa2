/**
 * A state: one canonical value for every slot of the system.
 *
 * Slots are the components (each replica its own), what is left of budgets (budgets/budget.ts), the processes' locals, the label of each process that runs a program, what runs
 * on each CPU that has interrupt handlers (cpu.ts), the store buffers where memory is weakly ordered (memory.ts), and, where an
 * unreachable place is declared, whether a step reached it. A restricted system (restriction.ts) adds a monitor.
 */
import type { ValueObject } from 'immutable';
import type { Canonical } from './canonical.ts';
import type { Value } from './declaration.ts';

export type SlotKind = 'component' | 'budget' | 'local' | 'label' | 'cpu' | 'holds' | 'buffer' | 'terminal' | 'monitor';

/** The name of the slot of the unreachable place that was reached: null, or its id. */
export const REACHED = 'reached';

export interface Slot {
  /** Position in every state of the system. */
  readonly position: number;
  /** As it is printed: `mode`, `irr[1]`, `sender[0].left`, the process' name for its label. */
  readonly name: string;
  readonly kind: SlotKind;
  readonly ghost: boolean;
}

/** A state as steps and predicates see it. Immutable: `with` returns another. */
export interface Valuation {
  at(position: number): Canonical;
  /** The value as steps and predicates get it: where reads are noted, one that notes which of its parts are read. */
  look(position: number): Value;
  /** The state with one value written. */
  with(position: number, value: Canonical): this;
  /** The state with the parts written in which a value differs that was made of the present one; undefined if it was not. */
  withParts?(position: number, value: unknown): this | undefined;
  /** Whether it has the same values as another state, from which it may have been derived. */
  equals(other: Valuation): boolean;
}

/** Immutable, and equal to every state with the same values: interned values make that a comparison of references. */
export class State implements ValueObject, Valuation {
  readonly values: readonly Canonical[];
  #hash: number | undefined;

  constructor(values: readonly Canonical[]) {
    this.values = values;
  }

  at(position: number): Canonical {
    return this.values[position] as Canonical;
  }

  look(position: number): Value {
    return this.at(position).value;
  }

  /** The state with one value changed; itself where nothing changes. */
  with(position: number, value: Canonical): this {
    if (this.values[position] === value) return this;
    const values = this.values.slice();
    values[position] = value;
    return new State(values) as this;
  }

  equals(other: unknown): boolean {
    return (
      this === other ||
      (other instanceof State && this.values.every((value, position) => value === other.values[position]))
    );
  }

  hashCode(): number {
    this.#hash ??=
      this.values.reduce((hash, value) => Math.imul(hash ^ value.hash, 0x01000193) + (hash >>> 15), 0x811c9dc5) | 0;
    return this.#hash;
  }
}
