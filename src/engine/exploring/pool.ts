/**
 * The pool of threads that visit states: a Piscina pool with an instance of the kernel in each thread, all on one memory.
 * Threads never load a model.
 */
import { extname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Piscina } from 'piscina';
import type { Kernel } from '../kernel.ts';
import type { ThreadData, ThreadTask, ThreadWork } from './thread.ts';

type Threads = Piscina<ThreadTask, string | undefined>;

export class Pool {
  readonly #starting: Promise<Threads>;
  #piscina: Threads | undefined;
  readonly #threads: number;
  /** How many threads have started: they count themselves, because the first to start may answer all that is asked meanwhile. */
  readonly #started = new Int32Array(new SharedArrayBuffer(4));
  #hasFailed = false;

  /** Starts threads, each of which holds so many tasks, and returns at once; a thread takes some 40 ms to answer. */
  constructor(kernel: Kernel, threads: number, tasksEach: number) {
    this.#threads = threads;
    this.#starting = threadsOf(
      { module: kernel.module, memory: kernel.memory, started: this.#started },
      threads,
      tasksEach,
    );
    // A thread that cannot start fails again when it is given a task, and the error is reported then.
    const fail = () => {
      this.#hasFailed = true;
    };
    void this.#starting.then((piscina) => piscina.on('error', fail));
    void this.run(0, { from: 0, to: 0 }).catch(fail);
  }

  /** Whether every thread has started: a task given now starts at once. */
  get ready(): boolean {
    return Atomics.load(this.#started, 0) >= this.#threads;
  }

  /** Visits a chunk on some thread, or does its part of a growth or of the edges. Rejects if the thread dies; its lane's scratch then says how far it came. */
  async run(lane: number, work: ThreadWork): Promise<void> {
    // At once if it can be: a task that is posted after an `await` leaves only when this thread has visited a chunk of its own.
    this.#piscina ??= await this.#starting;
    const broken = await this.#piscina.run({ ...work, lane });
    if (broken !== undefined) throw new KernelError(broken);
  }

  /** Waits for threads that are still starting: to end one during its start may end the whole process (thread.ts). */
  async close(): Promise<void> {
    const piscina = await this.#starting;
    while (!this.ready && !this.#hasFailed) await setTimeout(1);
    await piscina.destroy();
  }
}

/** Piscina is loaded here, because a check that ends in a fraction of a second needs no threads. */
async function threadsOf(data: ThreadData, threads: number, tasksEach: number): Promise<Threads> {
  const { Piscina } = await import('piscina');
  return new Piscina({
    filename: new URL(`./thread${extname(import.meta.url)}`, import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: tasksEach,
    workerData: data,
    // A thread allocates hardly any objects, and memory that it reserved for them would be missing for the states.
    resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 64 },
  });
}

/** The kernel itself failed: a bug, which a second try would not mend. */
export class KernelError extends Error {}
