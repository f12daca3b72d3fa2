/** A worker that takes cells of all runs in a queue until it is told to stop or has been idle for long. */
import { setTimeout as delay } from 'node:timers/promises';
import { CellThreads } from '../cells/cell-threads.ts';
import { Outage } from './outage.ts';
import type { QueueServer } from './queue-server.ts';
import { type Checker, checkerHere, misfitOf, type RunRecord } from './run-record.ts';
import { RunRegistry } from './run-registry.ts';
import type { CheckpointFolder } from './shared-checkpoint.ts';
import type { WorkerContext } from './taken-cell.ts';
import { ThreadLeases } from './thread-leases.ts';
import { WorkerRun } from './worker-run.ts';

export interface WorkerOptions {
  readonly name: string;
  readonly threads: number;
  /** The time that one evaluation of a step or predicate may take; 10 s by default. */
  readonly stepSeconds?: number;
  /** After this time without a cell the worker ends; by default it stays until it is stopped. */
  readonly idleSeconds?: number;
  /** How long to wait for a server that is out of reach. */
  readonly waitSeconds: number;
  /** Where cells keep their checkpoints; by default they keep none. */
  readonly checkpoints?: CheckpointFolder;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

const POLL_MS = 500;

/** Resolves with the reason why the worker ended. */
export async function workOn(
  server: QueueServer,
  options: WorkerOptions,
): Promise<'interrupted' | 'idle' | 'out of reach'> {
  return new QueueWorker(server, options).work();
}

interface AttendedRun {
  /** The fields of the record that decide whether the worker fits. */
  readonly judged: string;
  readonly misfit: string | undefined;
  /** None if the worker does not fit. */
  readonly work: WorkerRun | undefined;
}

class QueueWorker {
  readonly #server: QueueServer;
  readonly #options: WorkerOptions;
  readonly #registry: RunRegistry;
  readonly #own: Checker = checkerHere();
  readonly #context: WorkerContext;
  readonly #runs = new Map<string, AttendedRun>();
  #beat = 0;

  constructor(server: QueueServer, options: WorkerOptions) {
    const { name, threads, stepSeconds, waitSeconds, checkpoints, say } = options;
    this.#server = server;
    this.#options = options;
    this.#registry = new RunRegistry(server.redis);
    this.#context = {
      name,
      engine: this.#own.engine,
      leases: new ThreadLeases(threads),
      threads: new CellThreads(threads, stepSeconds === undefined ? {} : { stepSeconds }),
      waitSeconds,
      ...(checkpoints !== undefined && { checkpoints }),
      say,
    };
  }

  async work(): Promise<'interrupted' | 'idle' | 'out of reach'> {
    const { signal, idleSeconds = Number.POSITIVE_INFINITY, waitSeconds, say } = this.#options;
    const outage = new Outage(this.#server, say);
    let busyAt = performance.now();
    try {
      while (!signal.aborted) {
        try {
          await this.#poll();
          outage.over();
        } catch (error) {
          if (outage.failed(error, performance.now()) > 1000 * waitSeconds) return 'out of reach';
        }
        if (!this.#context.leases.isIdle) busyAt = performance.now();
        if (performance.now() - busyAt > 1000 * idleSeconds) return 'idle';
        await delay(POLL_MS, undefined, { signal }).catch(() => {});
      }
      return 'interrupted';
    } finally {
      await Promise.allSettled(Array.from(this.#runs.keys(), (run) => this.#leave(run)));
      await this.#context.threads.close();
    }
  }

  async #poll(): Promise<void> {
    const runs = await this.#registry.runs();
    for (const run of this.#runs.keys()) {
      const record = runs.get(run);
      if (record === undefined || record?.state === 'ended') await this.#forget(run);
    }
    for (const [run, record] of runs) {
      if (record === null) await this.#avoid(run);
      else if (record.state !== 'ended') await this.#attend(run, record);
    }
  }

  async #attend(run: string, record: RunRecord): Promise<void> {
    const { checker, models, lostMs } = record;
    const judged = JSON.stringify([checker, models, lostMs]);
    let attended = this.#runs.get(run);
    if (attended?.judged !== judged) {
      await attended?.work?.leave();
      attended = await this.#judge(run, record, judged);
    }
    const { misfit, work } = attended;
    const note = { machine: this.#options.name, threads: this.#options.threads, beat: ++this.#beat };
    await this.#registry.note(run, { ...note, ...(misfit !== undefined && { misfit }) });
    work?.update(record);
    await work?.take();
  }

  async #judge(run: string, record: RunRecord, judged: string): Promise<AttendedRun> {
    const misfit = await misfitOf(record, this.#own);
    const work = misfit === undefined ? await WorkerRun.of(this.#server, record, this.#context) : undefined;
    const attended = { judged, misfit, work };
    this.#runs.set(run, attended);
    const models = record.models.map(({ name }) => name).join(', ');
    this.#options.say(
      misfit === undefined ? `run ${run}: takes cells of ${models}` : `run ${run}: takes no cells, because ${misfit}`,
    );
    return attended;
  }

  /** A run of another version of Everywhen. */
  async #avoid(run: string): Promise<void> {
    const attended = this.#runs.get(run);
    if (attended?.judged === '') return;
    await attended?.work?.leave();
    const misfit = 'another version of Everywhen put it into the queue';
    this.#runs.set(run, { judged: '', misfit, work: undefined });
    this.#options.say(`run ${run}: takes no cells, because ${misfit}`);
  }

  /** The run has ended, so no night waits for its cells. */
  async #forget(run: string): Promise<void> {
    const attended = this.#runs.get(run);
    this.#runs.delete(run);
    await attended?.work?.drop();
    await this.#registry.leave(run, this.#options.name);
    if (attended?.misfit === undefined) this.#options.say(`run ${run}: ended`);
  }

  async #leave(run: string): Promise<void> {
    await this.#runs.get(run)?.work?.leave();
    await this.#registry.leave(run, this.#options.name);
  }
}
