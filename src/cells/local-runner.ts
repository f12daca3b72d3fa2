/** Runs cells on threads of this process while the budget lasts. */
import type { CellShare } from './cell-bounds.ts';
import type { CellRunner, Phase, RunRequest } from './cell-runner.ts';
import { CellThreads, type ThreadsOptions } from './cell-threads.ts';
import { type RunnableCell, secondsNeeded, shortestFirst, taskOf } from './runnable-cell.ts';
import { SharedFlag } from './shared-flag.ts';

export class LocalRunner<C extends RunnableCell> implements CellRunner<C> {
  readonly #threads: CellThreads;

  constructor(threads: CellThreads) {
    this.#threads = threads;
  }

  /** A runner on this number of threads. No thread starts before the first cell. */
  static on<C extends RunnableCell>(threads: number, options?: ThreadsOptions): LocalRunner<C> {
    return new LocalRunner(new CellThreads(threads, options));
  }

  async run(phases: readonly Phase<C>[], request: RunRequest<C>): Promise<void> {
    const stop = new SharedFlag();
    const raise = () => stop.raise();
    if (request.signal?.aborted) raise();
    request.signal?.addEventListener('abort', raise);
    try {
      await new LocalRun(this.#threads, request, stop).run(phases);
    } finally {
      request.signal?.removeEventListener('abort', raise);
    }
  }

  async close(): Promise<void> {
    await this.#threads.close();
  }
}

class LocalRun<C extends RunnableCell> {
  readonly #threads: CellThreads;
  readonly #request: RunRequest<C>;
  readonly #stop: SharedFlag;

  constructor(threads: CellThreads, request: RunRequest<C>, stop: SharedFlag) {
    this.#threads = threads;
    this.#request = request;
    this.#stop = stop;
  }

  async run(phases: readonly Phase<C>[]): Promise<void> {
    const { size } = this.#threads;
    const postponed: C[] = [];
    for (const { how, cells } of phases) {
      const atOnce = how === 'alone' ? 1 : Math.min(size, cells.length);
      const share = { threads: how === 'alone' ? size : 1, atOnce };
      const queue = [...cells];
      const lanes = Array.from({ length: atOnce }, () => this.#runLane(queue, share));
      postponed.push(...(await allDone(lanes)).flat());
    }
    for (const cell of shortestFirst(postponed)) await this.#runCell(cell, { threads: size, atOnce: 1 });
  }

  /** Takes cells from the queue and gives those that would not finish in the time left. */
  async #runLane(queue: C[], share: CellShare): Promise<readonly C[]> {
    const unfit: C[] = [];
    try {
      for (let cell = queue.shift(); cell !== undefined; cell = queue.shift()) {
        if (secondsNeeded(cell) > this.#secondsLeft()) unfit.push(cell);
        else await this.#runCell(cell, share);
      }
    } catch (error) {
      // The run as a whole fails: the other lanes shall not go through the rest of the queue first.
      queue.length = 0;
      this.#stop.raise();
      throw error;
    }
    return unfit;
  }

  async #runCell(cell: C, share: CellShare): Promise<void> {
    const { bounds, limits, checkpointOf, onStart, onEnd } = this.#request;
    const end = await this.#threads.run({
      task: taskOf(cell),
      ...{ limits, bounds, share },
      secondsLeft: () => this.#secondsLeft(),
      stop: this.#stop,
      checkpoint: checkpointOf?.(cell),
      onStart: (states) => onStart?.(cell, states),
    });
    onEnd(cell, end);
  }

  #secondsLeft(): number {
    return this.#request.secondsLeft?.() ?? Number.POSITIVE_INFINITY;
  }
}

/** Waits for all, also where one rejects: a pool that is closed while a thread answers takes the process with it. */
async function allDone<T>(promises: readonly Promise<T>[]): Promise<readonly T[]> {
  const settled = await Promise.allSettled(promises);
  return settled.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}
