/**
 * A flag that threads share. It is raised once and never lowered, and it publishes nothing but itself, so no other memory access has to
 * be ordered with it.
 */
export class SharedFlag {
  /** What another thread is given: a class does not survive the way between threads. */
  readonly buffer: SharedArrayBuffer;
  readonly #word: Int32Array;

  constructor(buffer = new SharedArrayBuffer(4)) {
    this.buffer = buffer;
    this.#word = new Int32Array(buffer);
  }

  raise(): void {
    Atomics.store(this.#word, 0, 1);
  }

  get isRaised(): boolean {
    return Atomics.load(this.#word, 0) !== 0;
  }
}
