/** A run that this worker takes cells of: the cells that it has, and the renewal of their locks. */
import { randomUUID } from 'node:crypto';
import type { Worker } from 'bullmq';
import * as v from 'valibot';
import { cellJobSchema } from './cell-job.ts';
import { DEATHS_SURVIVED } from './end-of-job.ts';
import { answered, type QueueServer } from './queue-server.ts';
import type { RunRecord } from './run-record.ts';
import { JOBS_PREFIX } from './run-registry.ts';
import { TakenCell, type WorkerContext } from './taken-cell.ts';

/** A lock is renewed this often in the time after which it would expire. */
const RENEWALS = 4;

export class WorkerRun {
  readonly #worker: Worker;
  readonly #context: WorkerContext;
  readonly #lostMs: number;
  readonly #cells = new Map<string, TakenCell>();
  readonly #renewing: NodeJS.Timeout;
  #record: RunRecord;
  #recordAt = performance.now();
  #taking: Promise<void> | undefined;
  #isLeaving = false;

  private constructor(worker: Worker, record: RunRecord, context: WorkerContext) {
    this.#worker = worker;
    this.#record = record;
    this.#context = context;
    this.#lostMs = record.lostMs;
    // The command that fails rejects; without a listener BullMQ would print the error as well.
    worker.on('error', () => {});
    this.#renewing = setInterval(() => void this.#renew(), record.lostMs / RENEWALS);
  }

  static async of({ redis }: QueueServer, record: RunRecord, context: WorkerContext): Promise<WorkerRun> {
    const { Worker } = await import('bullmq');
    const worker = new Worker(record.run, null, {
      connection: redis,
      prefix: JOBS_PREFIX,
      skipVersionCheck: true,
      autorun: false,
      lockDuration: record.lostMs,
      stalledInterval: record.lostMs / 2,
      maxStalledCount: DEATHS_SURVIVED,
    });
    const run = new WorkerRun(worker, record, context);
    try {
      // Later commands wait for the connection without end.
      await answered(worker.waitUntilReady());
    } catch (error) {
      await run.leave();
      throw error;
    }
    // It puts cells of workers that died back into the queue.
    await worker.startStalledCheckTimer();
    return run;
  }

  /** Takes over the state of the run as its night has published it. */
  update(record: RunRecord): void {
    this.#record = record;
    this.#recordAt = performance.now();
    if (record.state !== 'going') for (const cell of this.#cells.values()) cell.stop();
  }

  /** Takes as many cells as there are threads for, and another whenever a cell has ended. */
  async take(): Promise<void> {
    this.#taking ??= this.#takeAll().finally(() => {
      this.#taking = undefined;
    });
    await this.#taking;
  }

  async #takeAll(): Promise<void> {
    while (this.#context.leases.isOpen && !this.#isLeaving && this.#record.state === 'going') {
      const token = randomUUID();
      const job = await this.#worker.getNextJob(token, { block: false });
      if (job === undefined) return;
      if (this.#isLeaving) return void (await job.moveToWait(token));
      const parsed = v.safeParse(cellJobSchema, job.data);
      if (job.deferredFailure || !parsed.success) {
        // The job has killed workers before, or it cannot be read.
        await job.moveToFailed(new Error(job.deferredFailure || 'its job cannot be read'), token, false);
        continue;
      }
      const cell = new TakenCell(job, parsed.output, this.#context, () => this.#secondsLeft());
      this.#cells.set(cell.id, cell);
      void cell.done.then(() => {
        if (this.#cells.get(cell.id) === cell) this.#cells.delete(cell.id);
        // If the server is out of reach, the next poll reports it.
        this.take().catch(() => {});
      });
    }
  }

  /** Cells that have not ended go back to the queue. */
  async leave(): Promise<void> {
    this.#isLeaving = true;
    for (const cell of this.#cells.values()) cell.giveBack();
    await this.#close();
  }

  /** No night waits for the cells any more. */
  async drop(): Promise<void> {
    this.#isLeaving = true;
    for (const cell of this.#cells.values()) cell.lose();
    await this.#close();
  }

  async #close(): Promise<void> {
    await this.#taking?.catch(() => {});
    await Promise.allSettled(Array.from(this.#cells.values(), ({ done }) => done));
    clearInterval(this.#renewing);
    await this.#worker.close(true);
  }

  #secondsLeft(): number {
    const { secondsLeft } = this.#record;
    if (secondsLeft === null) return Number.POSITIVE_INFINITY;
    return secondsLeft - (performance.now() - this.#recordAt) / 1000;
  }

  /** While the server is out of reach, locks may expire; the first renewal after that tells which have. */
  async #renew(): Promise<void> {
    const cells = [...this.#cells.values()];
    if (cells.length === 0) return;
    const ids = cells.map(({ id }) => id);
    const tokens = cells.map(({ token }) => token);
    const failed = await this.#worker.extendJobLocks(ids, tokens, this.#lostMs).catch((): string[] => []);
    // A cell that was given back in the meantime has no lock, and is no longer in the map.
    for (const cell of cells) if (failed.includes(cell.id)) cell.lose();
  }
}
