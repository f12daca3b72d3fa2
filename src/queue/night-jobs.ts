/** The jobs of one run in BullMQ, as the night that owns the run sees them. */
import type { Queue } from 'bullmq';
import type { CellJob } from './cell-job.ts';
import { answered, type QueueServer } from './queue-server.ts';
import { JOBS_PREFIX } from './run-registry.ts';

/** A job that has ended. */
export type EndedJob = { readonly id: string } & (
  | { readonly kind: 'completed'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly because: string }
);

/** Jobs that are sent in one command. */
const BATCH = 500;

export class NightJobs {
  readonly #queue: Queue;

  private constructor(queue: Queue) {
    this.#queue = queue;
    // The command that fails rejects; without a listener BullMQ would print the error as well.
    queue.on('error', () => {});
  }

  static async of({ redis }: QueueServer, run: string): Promise<NightJobs> {
    const { Queue } = await import('bullmq');
    const jobs = new NightJobs(new Queue(run, { connection: redis, prefix: JOBS_PREFIX, skipVersionCheck: true }));
    await answered(jobs.#queue.waitUntilReady());
    return jobs;
  }

  /** In this order. Jobs that exist already, waiting, running or ended, are not changed. */
  async put(jobs: Iterable<readonly [id: string, job: CellJob]>): Promise<void> {
    const all = Array.from(jobs, ([jobId, data]) => ({ name: 'cell', data, opts: { jobId } }));
    for (let from = 0; from < all.length; from += BATCH) await this.#queue.addBulk(all.slice(from, from + BATCH));
  }

  /** Removes the jobs that wait. */
  async withdraw(): Promise<void> {
    await this.#queue.drain();
  }

  async remove(id: string): Promise<void> {
    await this.#queue.remove(id);
  }

  async waiting(): Promise<readonly string[]> {
    return this.#queue.getRanges(['wait'], 0, -1);
  }

  async active(): Promise<readonly string[]> {
    return this.#queue.getRanges(['active'], 0, -1);
  }

  /** Those that have ended, without the ids that the caller knows. */
  async ended(known: (id: string) => boolean): Promise<readonly EndedJob[]> {
    const ids = await this.#queue.getRanges(['completed', 'failed'], 0, -1);
    const ended: EndedJob[] = [];
    for (const id of ids.filter((each) => !known(each))) {
      const job = await this.#queue.getJob(id);
      if (job === undefined) continue;
      const { failedReason, returnvalue } = job;
      ended.push(
        failedReason ? { id, kind: 'failed', because: failedReason } : { id, kind: 'completed', value: returnvalue },
      );
    }
    return ended;
  }

  /** Removes all jobs, those that run included. */
  async clear(): Promise<void> {
    await this.#queue.obliterate({ force: true });
  }

  async close(): Promise<void> {
    await this.#queue.close();
  }
}
