/** A cell that this worker took: it runs on the worker's threads, and is then delivered as a result or given back for another worker. */
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Job } from 'bullmq';
import type { CheckpointPlace } from '../cells/cell-checkpoint.ts';
import type { CellEnd } from '../cells/cell-end.ts';
import type { CellThreads } from '../cells/cell-threads.ts';
import { SharedFlag } from '../cells/shared-flag.ts';
import type { CellJob } from './cell-job.ts';
import { type DeliveredResult, encodeResult } from './delivered-result.ts';
import { answered } from './queue-server.ts';
import { type CheckpointFolder, sharedCheckpoint } from './shared-checkpoint.ts';
import type { ThreadLeases } from './thread-leases.ts';

/** The parts of a worker that its cells use. */
export interface WorkerContext {
  readonly name: string;
  /** The digest of the checker on this machine. */
  readonly engine: string;
  readonly leases: ThreadLeases;
  readonly threads: Pick<CellThreads, 'run' | 'close'>;
  /** How long to wait for a server that is out of reach, to deliver a result. */
  readonly waitSeconds: number;
  readonly checkpoints?: CheckpointFolder;
  readonly say: (text: string) => void;
}

/** `lost`: another worker may have it by now. `returned`: it is to go back to the queue. */
type Fate = 'ours' | 'lost' | 'returned';

const RETRY_MS = 1000;
/** The time for giving a cell back. It is short because a cell that is not given back is taken over anyway. */
const LEAVE_SECONDS = 5;

export class TakenCell {
  readonly id: string;
  readonly token: string;
  readonly shown: string;
  readonly #job: Job;
  readonly #cell: CellJob;
  readonly #context: WorkerContext;
  readonly #checkpoint: CheckpointPlace | undefined;
  readonly #stop = new SharedFlag();
  #fate: Fate = 'ours';
  /** Resolves when the cell has been delivered or given back. */
  readonly done: Promise<void>;

  constructor(job: Job, cell: CellJob, context: WorkerContext, secondsLeft: () => number) {
    this.id = job.id ?? '';
    this.token = job.token ?? '';
    this.shown = cell.shown;
    this.#job = job;
    this.#cell = cell;
    this.#context = context;
    this.#checkpoint = context.checkpoints && sharedCheckpoint(context.checkpoints, cell, context.engine);
    // An unexpected error: the lock is no longer renewed, and another worker gets the cell.
    this.done = this.#run(secondsLeft).catch((error: Error) => context.say(`failed: ${this.shown}, ${error.message}`));
  }

  /** Asks for the partial result, which comes within some 20 ms. */
  stop(): void {
    this.#stop.raise();
  }

  giveBack(): void {
    if (this.#fate === 'ours') this.#fate = 'returned';
    this.stop();
  }

  lose(): void {
    this.#fate = 'lost';
    this.stop();
  }

  async #run(secondsLeft: () => number): Promise<void> {
    const { leases } = this.#context;
    const threads = this.#cell.alone ? leases.size : 1;
    await leases.lease(threads);
    try {
      await this.#runOn(threads, secondsLeft);
    } finally {
      leases.giveBack(threads);
    }
  }

  async #runOn(threads: number, secondsLeft: () => number): Promise<void> {
    const { say, name, engine, leases } = this.#context;
    const { model, parameters, limits, bounds, alone } = this.#cell;
    const start = performance.now();
    const end = await this.#context.threads.run({
      task: { model, parameters },
      limits,
      bounds,
      share: { threads, atOnce: alone ? 1 : leases.size },
      secondsLeft,
      stop: this.#stop,
      checkpoint: this.#checkpoint,
      onStart: () => this.#sayStart(),
    });
    const trouble = end.kind === 'outcome' && 'report' in end.outcome ? end.outcome.checkpoint?.trouble : undefined;
    if (trouble !== undefined) say(`checkpoint of ${this.shown}: ${trouble}`);
    if (this.#fate === 'lost') return this.#sayLost();
    if (this.#fate === 'returned' && !isFull(end)) return await this.#return();
    const took = Math.round(performance.now() - start) / 1000;
    await this.#complete(encodeResult({ machine: name, engine, took, ...deliverable(end) }));
    if (this.#fate === 'ours') say(`ended: ${this.shown}, ${endText(end)}`);
  }

  async #complete(value: string): Promise<void> {
    await this.#insist(() => this.#job.moveToCompleted(value, this.token, false));
  }

  async #return(): Promise<void> {
    await this.#insist(() => this.#job.moveToWait(this.token));
    if (this.#fate === 'returned') this.#context.say(`given back: ${this.shown}`);
  }

  /** Repeats a command until the server accepts it or says that this worker no longer has the cell. */
  async #insist(act: () => Promise<unknown>): Promise<void> {
    const start = performance.now();
    for (;;) {
      try {
        await answered(act());
        return;
      } catch (error) {
        const isGone = /^(Missing (lock|key)|Lock mismatch|Job .* is not in)/.test((error as Error).message);
        const patience = this.#isFate('returned') ? LEAVE_SECONDS : this.#context.waitSeconds;
        const isTooLong = performance.now() - start > 1000 * patience;
        if (isGone || isTooLong || this.#isFate('lost')) return this.#sayLost();
        await delay(RETRY_MS);
      }
    }
  }

  /** The fate changes during an await, which the compiler does not consider. */
  #isFate(fate: Fate): boolean {
    return this.#fate === fate;
  }

  #sayStart(): void {
    const resumes = this.#checkpoint !== undefined && existsSync(this.#checkpoint.file);
    this.#context.say(`${resumes ? 'resumed' : 'begun'}: ${this.shown}`);
  }

  #sayLost(): void {
    this.#fate = 'lost';
    this.#context.say(`dropped: ${this.shown}, which another machine has by now or which was withdrawn`);
  }
}

function isFull(end: CellEnd): boolean {
  return end.kind === 'outcome' && 'report' in end.outcome && end.outcome.report.stopped === undefined;
}

function deliverable(end: CellEnd): Pick<DeliveredResult, 'byBudget' | 'outcome'> {
  switch (end.kind) {
    case 'outcome':
      return { byBudget: end.byBudget, outcome: end.outcome };
    case 'not started':
      return { byBudget: end.by === 'budget', outcome: { notStarted: true } };
    case 'died':
      return { byBudget: false, outcome: { died: end.because } };
  }
}

function endText(end: CellEnd): string {
  if (end.kind === 'died') return end.because;
  if (end.kind === 'not started') return 'not begun';
  if ('error' in end.outcome) return `${end.outcome.error.code}: ${end.outcome.error.message}`;
  const { verdict, statistics, stopped } = end.outcome.report;
  const states = `${statistics.states.toLocaleString('en')} states in ${statistics.seconds.toFixed(1)} s`;
  return `${verdict}, ${states}${stopped === undefined ? '' : `, stopped early (${stopped})`}`;
}
