/** Where the facts of an evaluation go that only compares. */
import { Facts } from './facts.ts';

export class Scratch extends Facts {
  /** What predicates read: the property and the slot. */
  readonly #read = new Set<string>();

  /** To be called before an evaluation whose `text` is asked for. */
  begin(): void {
    this.exercised.clear();
    this.#read.clear();
  }

  noteRead(property: string, slot: number): void {
    this.#read.add(`${property} ${slot}`);
  }

  /** Which properties had something to judge, and what their predicates read. */
  get text(): string {
    return [this.exercised, this.#read].map((facts) => [...facts].sort().join()).join(' ');
  }
}
