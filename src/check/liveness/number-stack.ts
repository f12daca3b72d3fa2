/** A stack of 32-bit numbers that may grow to hundreds of millions: four bytes each, where an array may take eight. */
import { numbersFor } from './numbers.ts';

export class NumberStack {
  #numbers: Uint32Array = numbersFor(1024);
  length = 0;

  push(number: number): void {
    if (this.length === this.#numbers.length) {
      const larger = numbersFor(2 * this.length);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.length++] = number;
  }

  /** Of a stack that is not empty. */
  pop(): number {
    return this.#numbers[--this.length] as number;
  }

  /** A view of all of them, the oldest first: until the next one is pushed. */
  get all(): Uint32Array {
    return this.#numbers.subarray(0, this.length);
  }

  /** Of a stack that is not empty. */
  get top(): number {
    return this.#numbers[this.length - 1] as number;
  }
}
