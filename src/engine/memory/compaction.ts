/**
 * How a table becomes compact (kernel/tables/compact.ts): it was emptied, and all states of the log are placed in it again, by one thread or
 * by several. That takes no more memory, and makes room for twice as many.
 */
import { BLOCKS_USED } from '../kernel/memory-map.ts';
import type { Kernel } from '../kernel.ts';
import { cut, type Task } from './growth.ts';

export class Compaction {
  readonly #kernel: Kernel;
  #isDone = false;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** One round of tasks, of blocks of the log. */
  *rounds(parts: number): Generator<readonly Task[]> {
    yield cut(0, this.#kernel.get(BLOCKS_USED), parts, Math.round).map(({ from, to }) => ({ work: 'place', from, to }));
    this.#isDone = true;
  }

  /** Does what is left, alone. */
  finish(): void {
    if (!this.#isDone) this.#kernel.run.placeRecords(0, 0, this.#kernel.get(BLOCKS_USED));
    this.#isDone = true;
  }
}
