/** A state that records the reads and writes of an evaluation: the footprint from which the engine learns a step or predicate. */
import type { Canonical } from '../model/canonical.ts';
import type { Value } from '../model/declaration.ts';
import type { Valuation } from '../model/state.ts';
import { type Base, Derivation, derivationOf } from './tracked/derivation.ts';
import { tracked } from './tracked/tracked.ts';

/** What is written: a value, or some parts of the value that the slot had. */
export type Written = Canonical | Derivation;

/** Shared by all states that one evaluation derives from the first. */
export interface Source {
  readonly valueAt: (slot: number) => Canonical;
  /** Called for each read of a value of the first state. */
  readonly onRead: (slot: number) => void;
  /** The value of a slot that is split into parts, which notes the parts that are read; undefined for other slots. */
  readonly tracked?: (slot: number) => Value | undefined;
  /** Whether a tracked value was made of a value of this evaluation. */
  readonly isBase?: (base: Base) => boolean;
}

/** Notes the slots that are read, each once, in the order of their first read. */
export class Reads {
  /** The reads of the current evaluation. */
  slots: number[] = [];
  readonly #readIn: Float64Array;
  #evaluation = 0;

  /** `slots`: how many there are. */
  constructor(slots: number) {
    this.#readIn = new Float64Array(slots);
  }

  begin(): void {
    this.slots = [];
    this.#evaluation++;
  }

  readonly note = (slot: number): void => {
    if (this.#readIn[slot] === this.#evaluation) return;
    this.#readIn[slot] = this.#evaluation;
    this.slots.push(slot);
  };
}

interface Write {
  readonly slot: number;
  readonly value: Written;
  readonly before: Write | undefined;
}

export class TrackedState implements Valuation {
  readonly #source: Source;
  readonly #last: Write | undefined;

  constructor(source: Source, last?: Write) {
    this.#source = source;
    this.#last = last;
  }

  at(slot: number): Canonical {
    const written = this.#written(slot);
    if (written instanceof Derivation) return written.split.canonical(written.whole());
    if (written !== undefined) return written;
    this.#source.onRead(slot);
    return this.#source.valueAt(slot);
  }

  look(slot: number): Value {
    const written = this.#written(slot);
    if (written instanceof Derivation) return tracked(written) as Value;
    return (written === undefined ? this.#source.tracked?.(slot) : undefined) ?? this.at(slot).value;
  }

  /** Writing the present value is a write, too: in another state with the same reads the slot may have another value. */
  with(slot: number, value: Canonical): this {
    return this.#with(slot, value);
  }

  withParts(slot: number, value: unknown): this | undefined {
    const derivation = derivationOf(value);
    if (derivation?.base.slot !== slot || !this.#source.isBase?.(derivation.base)) return undefined;
    // Refuses values that no state can hold here, where the step and the component are known.
    return this.#with(slot, derivation.settled());
  }

  #with(slot: number, value: Written): this {
    return new TrackedState(this.#source, { slot, value, before: this.#last }) as this;
  }

  #written(slot: number): Written | undefined {
    for (let write = this.#last; write !== undefined; write = write.before) if (write.slot === slot) return write.value;
    return undefined;
  }

  /** Whether this state equals the state that it was derived from; reads only the slots that were written. */
  equals(other: Valuation): boolean {
    return this.writes().every(([slot]) => other.at(slot) === this.at(slot));
  }

  /** The writes, by slot in ascending order. */
  writes(): [slot: number, value: Written][] {
    // A step writes few slots: an array in order costs a fraction of a map that is sorted.
    const written: [slot: number, value: Written][] = [];
    for (let write = this.#last; write !== undefined; write = write.before) {
      const { slot, value } = write;
      let at = written.length;
      while (at > 0 && (written[at - 1] as [number, Written])[0] > slot) at--;
      if (at > 0 && written[at - 1]?.[0] === slot) continue;
      written.splice(at, 0, [slot, value]);
    }
    return written;
  }
}
