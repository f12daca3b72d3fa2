/** The threads of the pool, which visit chunks besides this thread. Each chunk has a lane leased for it. */
import { nextTurn } from '../../semantics/time/turn.ts';
import { LANES_MAX } from '../kernel/memory-map.ts';
import type { Kernel } from '../kernel.ts';
import type { Store } from '../memory/store.ts';
import { KernelError, Pool } from './pool.ts';
import type { ThreadWork } from './thread.ts';

/** The pool starts when more states than this were found: before that it would cost more than it saves. */
const POOL_STATES = 100_000;
/** A thread visits one chunk while the next one waits, so that it need not wait for the thread that gives them. */
const TASKS_PER_THREAD = 2;
/** Threads that may die before the run gives up. */
const DEATHS_MAX = 16;

export class Crew {
  readonly workers: number;
  /** With more states than this, the pool visits every chunk, however small, and this thread none. */
  readonly #eagerFrom: number | undefined;
  /** The number of threads in the pool. */
  readonly #threads: number;
  #pool: Pool | undefined;
  readonly #inFlight = new Set<Promise<void>>();
  readonly #free: number[];
  /** The errors of threads that died: one each, of all its chunks. */
  readonly #deaths = new Set<unknown>();
  /** Lanes whose thread died. */
  readonly #dead: number[] = [];
  /** The first error of any chunk of this run. It may occur while no caller waits for a chunk. */
  #failure: { readonly error: unknown } | undefined;

  constructor(workers: number, eagerFrom: number | undefined) {
    this.workers = workers;
    this.#eagerFrom = eagerFrom;
    this.#threads = this.leavesNothing ? workers : workers - 1;
    // Lane 0 is this thread's.
    this.#free = Array.from({ length: Math.min(LANES_MAX - 1, TASKS_PER_THREAD * this.#threads) }, (_, i) => i + 1);
  }

  /** Threads that died. */
  get deaths(): number {
    return this.#deaths.size;
  }

  /** Whether the pool visits all chunks, once it has started. */
  get leavesNothing(): boolean {
    return this.isEager && this.workers > 1;
  }

  get isEager(): boolean {
    return this.#eagerFrom !== undefined;
  }

  /** Whether there are threads for a task that is not worth waiting for them. */
  get mayShare(): boolean {
    return this.#pool !== undefined && (this.#pool.ready || this.isEager);
  }

  /** Whether no chunk is being visited. */
  get isIdle(): boolean {
    return this.#inFlight.size === 0;
  }

  /**
   * Gives threads as many chunks as they can take. Calls `done` for each chunk that is done, and `lost` for each whose thread died.
   */
  give<Task extends ThreadWork>(
    pending: Task[],
    kernel: Kernel,
    states: number,
    done: (lane: number, task: Task) => void,
    lost: (task: Task) => void,
  ): void {
    if (this.#pool === undefined && this.workers > 1 && states > (this.#eagerFrom ?? POOL_STATES)) {
      this.#pool = new Pool(kernel, this.#threads, TASKS_PER_THREAD);
    }
    // Until the threads have started, and if there is only one chunk, this thread is faster.
    const worthwhile = this.#pool?.ready && pending.length + this.#inFlight.size > 1;
    if (this.#pool === undefined || (!worthwhile && !this.isEager)) return;
    while (pending.length > 0 && this.#free.length > 0) {
      const [task, lane] = [pending.pop() as Task, this.#free.pop() as number];
      const run: Promise<void> = this.#pool
        .run(lane, task)
        .then(
          () => {
            this.#free.push(lane);
            done(lane, task);
          },
          (error) => {
            if (error instanceof KernelError) throw error;
            this.#note(error);
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

  /** Counts a death, of which each chunk of the thread tells. Throws after too many. */
  #note(death: unknown): void {
    if (this.#deaths.has(death)) return;
    this.#deaths.add(death);
    if (this.deaths > DEATHS_MAX) throw death;
  }

  /** Lets the chunks that are finished report, and threads start, without waiting for any. Throws as `one` does. */
  async hear(): Promise<void> {
    if (this.isIdle && (this.#pool === undefined || this.#pool.ready)) return;
    await nextTurn();
    this.#mustBeWell();
  }

  /** Waits until one chunk is finished. Throws the first error of any chunk since the run began. */
  async one(): Promise<void> {
    await Promise.race(this.#inFlight);
    this.#mustBeWell();
  }

  /**
   * Waits until all chunks are finished, then recovers the lanes of threads that died. Until then a thread may still
   * write, and nothing may be read or changed. Throws as `one` does.
   */
  async all(store: Store): Promise<void> {
    await Promise.all(this.#inFlight);
    for (const lane of this.#dead.splice(0)) {
      store.recover(lane);
      this.#free.push(lane);
    }
    this.#mustBeWell();
  }

  /** Forgets the failure of a run that is given up for another one. No chunk may be visited. */
  begin(): void {
    this.#failure = undefined;
  }

  #mustBeWell(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  async close(): Promise<void> {
    await this.#pool?.close();
    this.#pool = undefined;
  }
}
