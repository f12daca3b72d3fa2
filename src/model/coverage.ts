/** Which steps were taken, and which of their outcomes: what was never taken was not checked either. */
import { OUTCOMES_MAX } from './channels/channel.ts';
import type { Evaluated } from './evaluated.ts';
import type { Alternative } from './process.ts';
import type { Valuation } from './state.ts';

export interface Taken {
  /** Evaluations of the step in TypeScript. */
  evaluations: number;
  isTaken: boolean;
  /** By name of an outcome that it offered in a choice, whether that was ever taken. */
  readonly outcomes: Map<string, boolean>;
}

/** By position of the alternative. */
export class Coverage {
  readonly #taken = new Map<number, Taken>();
  /** The number of facts noted. It grows when a step or an outcome is seen or taken for the first time. */
  facts = 0;

  /** An alternative that received is taken, too. */
  note<V extends Valuation>(alternative: Alternative, evaluated: Evaluated<V>): void {
    this.#note(alternative, evaluated);
    for (const { place } of evaluated.outcomes) {
      if (place < OUTCOMES_MAX) continue;
      const position = Math.floor(place / OUTCOMES_MAX) - 1;
      const taken = this.of(position);
      this.#taken.set(position, taken);
      if (!taken.isTaken) this.facts++;
      taken.isTaken = true;
    }
  }

  /** Counts an evaluation. One that is repeated, to see whether it gives the same, counts once. */
  count({ position }: Alternative): void {
    const taken = this.of(position);
    this.#taken.set(position, taken);
    taken.evaluations++;
  }

  #note<V extends Valuation>({ position }: Alternative, { outcomes, offered }: Evaluated<V>): void {
    const taken = this.of(position);
    this.#taken.set(position, taken);
    if (!taken.isTaken && outcomes.length > 0) {
      taken.isTaken = true;
      this.facts++;
    }
    // An outcome that is blocked here may be taken elsewhere.
    for (const name of offered) if (!taken.outcomes.has(name)) this.#set(taken, name, false);
    for (const { name } of outcomes) if (name !== undefined && !taken.outcomes.get(name)) this.#set(taken, name, true);
  }

  #set({ outcomes }: Taken, name: string, isTaken: boolean): void {
    outcomes.set(name, isTaken);
    this.facts++;
  }

  of(position: number): Taken {
    return this.#taken.get(position) ?? { evaluations: 0, isTaken: false, outcomes: new Map() };
  }
}
