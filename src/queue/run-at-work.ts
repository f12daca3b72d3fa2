/** One run that this machine takes cells of: the cells that it has, and the renewal of their locks. */
import { randomUUID } from 'node:crypto';
import type { Worker } from 'bullmq';
import * as v from 'valibot';
import { JOBS_PREFIX } from './board.ts';
import { cellJobSchema } from './cell-job.ts';
import { DEATHS_SURVIVED } from './end-of-job.ts';
import { answered, type QueueServer } from './queue-server.ts';
import type { RunRecord } from './run-record.ts';
import { TakenCell, type Workplace } from './taken-cell.ts';

/** A lock is renewed so many times before it would expire. */
const RENEWALS = 4;

export class RunAtWork {
  readonly #worker: Worker;
  readonly #place: Workplace;
  readonly #lostMs: number;
  readonly #cells = new Map<string, TakenCell>();
  readonly #renewing: NodeJS.Timeout;
  #record: RunRecord;
  #recordAt = performance.now();
  #taking: Promise<void> | undefined;
  #isLeaving = false;

  private constructor(worker: Worker, record: RunRecord, place: Workplace) {
    this.#worker = worker;
    this.#record = record;
    this.#place = place;
    this.#lostMs = record.lostMs;
    // Whoever asks for something is told what went wrong; without a listener it would be told to nobody, at length.
    worker.on('error', () => {});
    this.#renewing = setInterval(() => void this.#renew(), record.lostMs / RENEWALS);
  }

  static async of({ redis }: QueueServer, record: RunRecord, place: Workplace): Promise<RunAtWork> {
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
    const run = new RunAtWork(worker, record, place);
    try {
      // Whatever is asked of it later waits for this, for ever.
      await answered(worker.waitUntilReady());
    } catch (error) {
      await run.leave();
      throw error;
    }
    // Cells of machines that died go back to the queue.
    await worker.startStalledCheckTimer();
    return run;
  }

  get isIdle(): boolean {
    return this.#cells.size === 0;
  }

  /** What whoever started the run says of it. */
  hear(record: RunRecord): void {
    this.#record = record;
    this.#recordAt = performance.now();
    if (record.state !== 'going') for (const cell of this.#cells.values()) cell.stop();
  }

  /** As many as there are threads for, and another one whenever one has ended. */
  async take(): Promise<void> {
    this.#taking ??= this.#takeAll().finally(() => {
      this.#taking = undefined;
    });
    await this.#taking;
  }

  async #takeAll(): Promise<void> {
    while (this.#place.slots.isOpen && !this.#isLeaving && this.#record.state === 'going') {
      const token = randomUUID();
      const job = await this.#worker.getNextJob(token, { block: false });
      if (job === undefined) return;
      if (this.#isLeaving) return void (await job.moveToWait(token));
      const parsed = v.safeParse(cellJobSchema, job.data);
      if (job.deferredFailure || !parsed.success) {
        // It has killed machines before, or nobody can read it: this one does not try.
        await job.moveToFailed(new Error(job.deferredFailure || 'its job cannot be read'), token, false);
        continue;
      }
      const cell = new TakenCell(job, parsed.output, this.#place, () => this.#secondsLeft());
      this.#cells.set(cell.id, cell);
      void cell.done.then(() => {
        if (this.#cells.get(cell.id) === cell) this.#cells.delete(cell.id);
        // If the server is out of reach, whoever looks next will say so.
        this.take().catch(() => {});
      });
    }
  }

  /** What has not ended goes back to the queue. */
  async leave(): Promise<void> {
    this.#isLeaving = true;
    for (const cell of this.#cells.values()) cell.giveBack();
    await this.#close();
  }

  /** Nobody wants to know any more. */
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

  /** While the server is out of reach locks expire by themselves; it says so when it is back. */
  async #renew(): Promise<void> {
    const cells = [...this.#cells.values()];
    if (cells.length === 0) return;
    const ids = cells.map(({ id }) => id);
    const tokens = cells.map(({ token }) => token);
    const failed = await this.#worker.extendJobLocks(ids, tokens, this.#lostMs).catch((): string[] => []);
    // One that was given back in the meantime has no lock, and is no longer here.
    for (const cell of cells) if (failed.includes(cell.id)) cell.lose();
  }
}
