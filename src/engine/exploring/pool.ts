/**
 * The pool of threads that visit states: a Piscina pool with an instance of the kernel in each thread, all on one memory.
 * Threads never load a model.
 */
import { extname } from 'node:path';
import type { Piscina } from 'piscina';
import type { Kernel } from '../kernel.ts';
import type { ThreadData, ThreadTask, ThreadWork } from './thread.ts';

type Threads = Piscina<ThreadTask, string | undefined>;

export class Pool {
  readonly #starting: Promise<Threads>;
  #piscina: Threads | undefined;
  readonly #greetings: Promise<unknown>;
  /** Whether every thread has answered once: a task given now starts at once. */
  ready = false;

  /** Starts threads, each of which holds so many tasks, and returns at once; a thread takes some 40 ms to answer. */
  constructor(kernel: Kernel, threads: number, tasksEach: number) {
    this.#starting = threadsOf(kernel, threads, tasksEach);
    const greetings = Array.from({ length: threads }, () => this.run(0, { from: 0, to: 0 }));
    this.#greetings = Promise.all(greetings).then(
      () => {
        this.ready = true;
      },
      // A thread that cannot start fails again when it is given a task, and the error is reported then.
      () => {},
    );
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
    await this.#greetings;
    await (await this.#starting).destroy();
  }
}

/** Piscina is loaded here, because a check that ends in a fraction of a second needs no threads. */
async function threadsOf(kernel: Kernel, threads: number, tasksEach: number): Promise<Threads> {
  const { Piscina } = await import('piscina');
  const data: ThreadData = { module: kernel.module, memory: kernel.memory };
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
