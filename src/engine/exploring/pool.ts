/** The pool of threads that visit states: Piscina with the kernel in each thread, all on one memory. Threads never load a model. */
import { extname } from 'node:path';
import { Piscina } from 'piscina';
import type { Kernel } from '../kernel.ts';
import type { Range } from '../memory/log.ts';
import type { ThreadData, ThreadTask } from './thread.ts';

export class Pool {
  readonly #piscina: Piscina<ThreadTask, string | undefined>;
  readonly #greetings: Promise<unknown>;
  /** Every thread has answered once: a task given now starts at once. */
  ready = false;

  /** Starts the threads and returns at once; a thread takes some 40 ms to answer. */
  constructor(kernel: Kernel, threads: number) {
    const data: ThreadData = { module: kernel.module, memory: kernel.memory };
    this.#piscina = new Piscina({
      filename: new URL(`./thread${extname(import.meta.url)}`, import.meta.url).href,
      minThreads: threads,
      maxThreads: threads,
      workerData: data,
      // A thread has no objects to speak of: what it would set aside for them is taken from the states.
      resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 64 },
    });
    const greetings = Array.from({ length: threads }, () => this.#piscina.run({ lane: 0, from: 0, to: 0 }));
    this.#greetings = Promise.all(greetings).then(
      () => {
        this.ready = true;
      },
      // A thread that cannot even start will say so again when it is given a task.
      () => {},
    );
  }

  /** Visits a chunk on some thread. Rejects if the thread dies; its lane's scratch then says how far it came. */
  async run(lane: number, { from, to }: Range): Promise<void> {
    const broken = await this.#piscina.run({ lane, from, to });
    if (broken !== undefined) throw new KernelError(broken);
  }

  /** Threads that are still starting are waited for: ending them in the middle of that is what thread.ts warns of. */
  async close(): Promise<void> {
    await this.#greetings;
    await this.#piscina.destroy();
  }
}

/** The kernel itself failed: a bug, which no second try mends. */
export class KernelError extends Error {}
