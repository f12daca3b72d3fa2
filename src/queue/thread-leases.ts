/** Leases the threads of a worker to cells, in the order in which they asked, so that a cell that needs all threads gets them. */

interface Waiting {
  readonly count: number;
  readonly go: () => void;
}

export class ThreadLeases {
  readonly size: number;
  #free: number;
  readonly #waiting: Waiting[] = [];

  constructor(size: number) {
    this.size = size;
    this.#free = size;
  }

  /** A thread is free, and no cell waits for threads. */
  get isOpen(): boolean {
    return this.#free > 0 && this.#waiting.length === 0;
  }

  get isIdle(): boolean {
    return this.#free === this.size && this.#waiting.length === 0;
  }

  /** Resolves when the caller has this many threads. */
  lease(count: number): Promise<void> {
    return new Promise((go) => {
      this.#waiting.push({ count, go });
      this.#grant();
    });
  }

  giveBack(count: number): void {
    this.#free += count;
    this.#grant();
  }

  #grant(): void {
    for (let first = this.#waiting[0]; first !== undefined && first.count <= this.#free; first = this.#waiting[0]) {
      this.#waiting.shift();
      this.#free -= first.count;
      first.go();
    }
  }
}
