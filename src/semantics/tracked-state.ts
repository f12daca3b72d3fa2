/** A state on which a step or predicate is learnt: it remembers what was read of it, in order, and what was written. */
import type { Canonical } from '../model/canonical.ts';
import type { Valuation } from '../model/state.ts';

/** What is common to all states that one evaluation makes of the first. */
export interface Source {
  readonly valueAt: (slot: number) => Canonical;
  /** Is told the slots whose value is asked of the first state, each time. */
  readonly onRead: (slot: number) => void;
}

/** Notes the slots that are read, each once, in the order of the first time. */
export class Reads {
  /** Those of the evaluation that was begun last. */
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
  readonly value: Canonical;
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
    for (let write = this.#last; write !== undefined; write = write.before) {
      if (write.slot === slot) return write.value;
    }
    this.#source.onRead(slot);
    return this.#source.valueAt(slot);
  }

  /** A value written is a write even where it is the value already: another state may have another one there. */
  with(slot: number, value: Canonical): this {
    return new TrackedState(this.#source, { slot, value, before: this.#last }) as this;
  }

  /** Of a state that was made from another: reads only what was written. */
  equals(other: Valuation): boolean {
    return this.writes().every(([slot, value]) => other.at(slot) === value);
  }

  /** What is written, by slot in ascending order. */
  writes(): [slot: number, value: Canonical][] {
    const written = new Map<number, Canonical>();
    for (let write = this.#last; write !== undefined; write = write.before) {
      if (!written.has(write.slot)) written.set(write.slot, write.value);
    }
    return [...written].sort(([a], [b]) => a - b);
  }
}
