/** What evaluations cost, by number of the subject: the figures of `check --profile`. */
import { now } from '../../semantics/clock.ts';

export class Ledger {
  /** An evaluation that is made twice counts once. */
  readonly evaluations: number[];
  readonly seconds: number[];
  readonly #isTimed: boolean;

  constructor(subjects: number, isTimed: boolean) {
    this.evaluations = new Array<number>(subjects).fill(0);
    this.seconds = new Array<number>(subjects).fill(0);
    this.#isTimed = isTimed;
  }

  count(subject: number): void {
    this.evaluations[subject] = (this.evaluations[subject] ?? 0) + 1;
  }

  /** Charges the time of some work to a subject. Work must not charge within it. */
  charge<T>(subject: number, work: () => T): T {
    if (!this.#isTimed) return work();
    const from = now();
    try {
      return work();
    } finally {
      this.seconds[subject] = (this.seconds[subject] ?? 0) + (now() - from) / 1000;
    }
  }
}
