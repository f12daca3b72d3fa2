/** A state that records the reads and writes of an evaluation: the footprint from which the engine learns a step or predicate. */
import type { Canonical } from '../model/canonical.ts';
import type { Valuation } from '../model/state.ts';

/** Shared by all states that one evaluation derives from the first. */
export interface Source {
  readonly valueAt: (slot: number) => Canonical;
  /** Called for each read of a value of the first state. */
  readonly onRead: (slot: number) => void;
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

  /** Writing the present value is a write, too: in another state with the same reads the slot may have another value. */
  with(slot: number, value: Canonical): this {
    return new TrackedState(this.#source, { slot, value, before: this.#last }) as this;
  }

  /** Whether this state equals the state that it was derived from; reads only the slots that were written. */
  equals(other: Valuation): boolean {
    return this.writes().every(([slot, value]) => other.at(slot) === value);
  }

  /** The writes, by slot in ascending order. */
  writes(): [slot: number, value: Canonical][] {
    // A step writes few slots: an array in order costs a fraction of a map that is sorted.
    const written: [slot: number, value: Canonical][] = [];
    for (let write = this.#last; write !== undefined; write = write.before) {
      const { slot, value } = write;
      let at = written.length;
      while (at > 0 && (written[at - 1] as [number, Canonical])[0] > slot) at--;
      if (at > 0 && written[at - 1]?.[0] === slot) continue;
      written.splice(at, 0, [slot, value]);
    }
    return written;
  }
}
