/** Who visits chunks besides this thread: threads of the pool, each chunk with a lane leased for it. */
import { setImmediate } from 'node:timers/promises';
import { LANES_MAX } from '../kernel/memory-map.ts';
import type { Kernel } from '../kernel.ts';
import type { Range } from '../memory/log.ts';
import type { Store } from '../memory/store.ts';
import { KernelError, Pool } from './pool.ts';

/** Threads are started when so many states were found: before that they would cost more than they give. */
const POOL_STATES = 100_000;
/** Threads that may die before the run gives up. */
const DEATHS_MAX = 16;

export class Crew {
  readonly workers: number;
  /** Threads that died. */
  deaths = 0;
  /** Threads of the pool visit everything from so many states on, however little it is, and this one nothing. */
  readonly #eagerFrom: number | undefined;
  /** Of the pool. */
  readonly #threads: number;
  #pool: Pool | undefined;
  readonly #inFlight = new Set<Promise<void>>();
  readonly #free: number[];
  /** Lanes whose thread died. */
  readonly #dead: number[] = [];
  /** What went wrong with a chunk first: it may come to light while nobody waits for one. */
  #failure: { readonly error: unknown } | undefined;

  constructor(workers: number, eagerFrom: number | undefined) {
    this.workers = workers;
    this.#eagerFrom = eagerFrom;
    this.#threads = this.leavesNothing ? workers : workers - 1;
    // Two for each thread: the next chunk waits while one is visited. Lane 0 is this thread's.
    this.#free = Array.from({ length: Math.min(LANES_MAX - 1, 2 * this.#threads) }, (_, i) => i + 1);
  }

  /** All chunks are for the threads of the pool, once there is one. */
  get leavesNothing(): boolean {
    return this.isEager && this.workers > 1;
  }

  get isEager(): boolean {
    return this.#eagerFrom !== undefined;
  }

  /** Nobody visits anything. */
  get isIdle(): boolean {
    return this.#inFlight.size === 0;
  }

  /** Gives as many chunks to threads as they can take; `done` is told of each chunk that was visited, `lost` of each that was not. */
  give(
    pending: Range[],
    kernel: Kernel,
    states: number,
    done: (lane: number, task: Range) => void,
    lost: (task: Range) => void,
  ): void {
    if (this.#pool === undefined && this.workers > 1 && states > (this.#eagerFrom ?? POOL_STATES)) {
      this.#pool = new Pool(kernel, this.#threads);
    }
    // Until the threads have started, and for what is too little for two, this thread is faster.
    const worthwhile = this.#pool?.ready && pending.length + this.#inFlight.size > 1;
    if (this.#pool === undefined || (!worthwhile && !this.isEager)) return;
    while (pending.length > 0 && this.#free.length > 0) {
      const [task, lane] = [pending.pop() as Range, this.#free.pop() as number];
      const run: Promise<void> = this.#pool
        .run(lane, task)
        .then(
          () => {
            this.#free.push(lane);
            done(lane, task);
          },
          (error) => {
            if (error instanceof KernelError || ++this.deaths > DEATHS_MAX) throw error;
            this.#dead.push(lane);
            lost(task);
          },
        )
        .catch((error) => {
          this.#failure ??= { error };
        })
        .finally(() => this.#inFlight.delete(run));
      this.#inFlight.add(run);
    }
  }

  /** Takes back what chunks have come back, without waiting for one. Throws as `one` does. */
  async hear(): Promise<void> {
    if (this.isIdle) return;
    await setImmediate();
    this.#mustBeWell();
  }

  /** Until one chunk has come back. Throws what went wrong with any since the run began. */
  async one(): Promise<void> {
    await Promise.race(this.#inFlight);
    this.#mustBeWell();
  }

  /**
   * Until all have; then what dead threads left is put in order. Nothing may be asked or changed while a thread still writes.
   * Throws as `one` does.
   */
  async all(store: Store): Promise<void> {
    await Promise.all(this.#inFlight);
    for (const lane of this.#dead.splice(0)) {
      store.recover(lane);
      this.#free.push(lane);
    }
    this.#mustBeWell();
  }

  #mustBeWell(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  async close(): Promise<void> {
    await this.#pool?.close();
    this.#pool = undefined;
  }
}
