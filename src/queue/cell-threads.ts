/** Where a machine runs cells: on threads, so that the one that talks to the queue always can. Each cell can be stopped alone. */
import { CellHung, CellPool } from '../cells/cell-pool.ts';
import type { CellOutcome, CellTask } from '../cells/cell-task.ts';

/** A cell whose thread dies is run again, as in a night without a queue. */
const ATTEMPTS = 2;

/** One that runs, or is about to. */
export class StopWord {
  readonly buffer = new SharedArrayBuffer(4);

  /** Asks for what there is; it comes within some 20 ms. */
  stop(): void {
    Atomics.store(new Int32Array(this.buffer), 0, 1);
  }

  get isStopped(): boolean {
    return Atomics.load(new Int32Array(this.buffer), 0) !== 0;
  }
}

export class CellThreads {
  readonly #pool: CellPool;

  constructor(threads: number) {
    this.#pool = new CellPool(threads);
  }

  async run(task: Omit<CellTask, 'stop'>, stop: StopWord): Promise<CellOutcome | { readonly died: string }> {
    let death = '';
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        return await this.#pool.run({ ...task, stop: stop.buffer });
      } catch (error) {
        if (error instanceof CellHung) return { died: error.because };
        death = error instanceof Error ? error.message : String(error);
      }
    }
    return { died: `the thread that ran it died, ${ATTEMPTS} times: ${death}` };
  }

  /** When no cell runs any more. */
  async close(): Promise<void> {
    await this.#pool.close();
  }
}
