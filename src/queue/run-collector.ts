/**
 * Collects the results of a run until all cells have ended, no worker comes, the budget is used up or the night is interrupted. It owns
 * the run in the meantime, and removes it from the queue at the end.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type CellEnd, notStarted } from '../cells/cell-end.ts';
import type { RunRequest } from '../cells/cell-runner.ts';
import { duration } from '../cells/duration-text.ts';
import { UserError } from '../errors.ts';
import type { QueueableCell } from './cell-job.ts';
import { Closing, type ClosingState } from './closing.ts';
import type { NightJobs } from './night-jobs.ts';
import { Outage } from './outage.ts';
import type { QueueServer } from './queue-server.ts';
import type { QueuedCells } from './queued-cells.ts';
import { resumeRun } from './resumed-run.ts';
import { type Checker, RUN_FORMAT, type RunRecord } from './run-record.ts';
import { RunRegistry } from './run-registry.ts';
import { WorkerWatch } from './worker-watch.ts';

export interface QueueOptions {
  /** The name of the run, by which it can be resumed. */
  readonly run: string;
  /** Names the night that owns the run. While it lives, another night with the same run is refused. */
  readonly owner: string;
  /** A worker that is silent for this long counts as dead. */
  readonly lostSeconds: number;
  /** How long to wait for a worker that fits, and for a server that is out of reach. */
  readonly waitSeconds: number;
  /** Remove what is left of an earlier run of that name. */
  readonly fresh: boolean;
  readonly say: (text: string) => void;
}

export interface CollectorParts<C extends QueueableCell> {
  readonly server: QueueServer;
  readonly jobs: NightJobs;
  readonly cells: QueuedCells<C>;
  readonly checker: Checker;
  readonly request: RunRequest<C>;
  readonly options: QueueOptions;
}

const POLL_MS = 500;
/** The time for workers to leave a run that has ended. */
const LEAVE_MS = 3000;
/** After this time without a worker the night says how to start one. */
const HINT_MS = 3000;

export class RunCollector<C extends QueueableCell> {
  readonly #server: QueueServer;
  readonly #jobs: NightJobs;
  readonly #cells: QueuedCells<C>;
  readonly #options: QueueOptions;
  readonly #registry: RunRegistry;
  readonly #record: Omit<RunRecord, 'secondsLeft' | 'state'>;
  readonly #workers: WorkerWatch;
  readonly #closing: Closing;
  #hasHinted = false;

  constructor({ server, jobs, cells, checker, request, options }: CollectorParts<C>) {
    this.#server = server;
    this.#jobs = jobs;
    this.#cells = cells;
    this.#options = options;
    this.#registry = new RunRegistry(server.redis);
    this.#closing = new Closing(request);
    const { run, owner, lostSeconds } = options;
    const lostMs = 1000 * lostSeconds;
    this.#workers = new WorkerWatch(lostMs, performance.now());
    this.#record = { format: RUN_FORMAT, run, checker, models: cells.models, lostMs, master: owner };
  }

  /** Takes the run, and resumes one of that name. */
  async open(): Promise<void> {
    const { run, owner, fresh, say } = this.#options;
    if (!(await this.#registry.own(run, owner))) {
      throw new UserError('E_QUEUE', `a run '${run}' is in progress, started by ${await this.#registry.owner(run)}.`, {
        hint: 'If that night has died, the run is free after 15 seconds, and its results are kept.',
        next: 'everywhen nightly --queue --run ANOTHER-NAME',
      });
    }
    const runs = await this.#registry.runs();
    for (const other of runs.keys()) {
      if (other !== run && (await this.#registry.owner(other)) === null) {
        say(`The queue also keeps the run ${other}, which no night collects: --run ${other} resumes it.`);
      }
    }
    if (!runs.has(run)) return;
    if (fresh) {
      await this.#jobs.clear();
      await this.#registry.remove(run);
      return;
    }
    const kept = await resumeRun(this.#jobs, this.#cells);
    say(`The run ${run} is resumed: ${kept.toLocaleString('en')} of its cells have ended.`);
  }

  async collect(): Promise<void> {
    const { run, say, waitSeconds } = this.#options;
    const outage = new Outage(this.#server, say);
    while (!this.#cells.haveEnded) {
      try {
        if (!(await this.#poll())) {
          this.#endAll({ kind: 'not started', because: 'another `everywhen nightly` took the run over' });
          return;
        }
        outage.over();
      } catch (error) {
        const now = performance.now();
        const isTooLong = outage.failed(error, now) > 1000 * waitSeconds;
        if (isTooLong || !this.#closing.look(now).mayBegin) {
          this.#endAll({ kind: 'died', because: `the queue at ${this.#server.address.shown} went away` });
          say(`Gave up. --run ${run} resumes what is left in the queue.`);
          return;
        }
      }
      if (!this.#cells.haveEnded) await delay(POLL_MS);
    }
    await this.#removeRun().catch((error) => {
      say(`The run could not be removed from the queue: ${this.#server.explained(error)}`);
    });
  }

  /** False if another night owns the run now. */
  async #poll(): Promise<boolean> {
    const now = performance.now();
    const { run, owner, say } = this.#options;
    if (!(await this.#registry.own(run, owner))) return false;
    const closing = this.#closing.look(now);
    await this.#publish(closing);
    // The active jobs are read first: a job that ends between the two commands is then seen as ended.
    const active = new Set(await this.#jobs.active());
    for (const job of await this.#jobs.ended((id) => this.#cells.isSettled(id))) this.#cells.endJob(job);
    for (const id of active) this.#cells.begin(id);
    if (!closing.mayBegin) this.#cells.endOpen((id) => endOfClosed(active.has(id), closing));
    for (const sentence of this.#workers.look(await this.#registry.workers(run), now)) say(sentence);
    this.#waitForWorkers(now);
    return true;
  }

  /** Tells workers the state of the run. Puts in the jobs of a run that is new or that the server has lost. */
  async #publish({ state, secondsLeft, mayBegin }: ClosingState): Promise<void> {
    const exists = await this.#registry.has(this.#options.run);
    await this.#registry.publish({ ...this.#record, secondsLeft, state });
    if (!mayBegin) await this.#jobs.withdraw();
    else if (!exists) await this.#jobs.put(this.#cells.openJobs());
  }

  #waitForWorkers(now: number): void {
    const { say, waitSeconds } = this.#options;
    const idleMs = this.#workers.idleMs(now);
    if (idleMs > HINT_MS && !this.#hasHinted) {
      this.#hasHinted = true;
      const { shown } = this.#server.address;
      say(`No machine takes cells yet. On each one: EVERYWHEN_QUEUE=${shown} everywhen work`);
    }
    if (idleMs > 1000 * waitSeconds) {
      this.#endAll({ kind: 'not started', because: `${this.#workers.because(now)} in ${duration(waitSeconds)}` });
    }
  }

  #endAll(end: CellEnd): void {
    this.#cells.endOpen(() => end);
  }

  /** Workers leave, and no key of the run stays in the queue. */
  async #removeRun(): Promise<void> {
    const { run, owner } = this.#options;
    await this.#registry.publish({ ...this.#record, secondsLeft: 0, state: 'ended' });
    for (let waited = 0; waited < LEAVE_MS && (await this.#registry.workers(run)).length > 0; waited += 100) {
      await delay(100);
    }
    await this.#jobs.clear();
    await this.#registry.remove(run);
    await this.#registry.disown(run, owner);
  }
}

/** When no cell may begin any more: the end of a cell that no worker has, or whose worker did not answer; undefined while it may answer. */
function endOfClosed(isActive: boolean, { by, isOver }: ClosingState): CellEnd | undefined {
  if (!isActive) return notStarted(by);
  return isOver ? { kind: 'died', because: 'its machine did not deliver its partial result in time' } : undefined;
}
