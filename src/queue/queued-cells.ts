/** The cells of a run by the ids of their jobs: which have begun, and how each ended, once. */
import type { CellEnd } from '../cells/cell-end.ts';
import { ModuleWatch } from '../cells/cell-identity.ts';
import type { Phase, RunRequest } from '../cells/cell-runner.ts';
import { type CellJob, cellJob, jobId, type QueueableCell, shownCell } from './cell-job.ts';
import { endOfJob } from './end-of-job.ts';
import type { EndedJob } from './night-jobs.ts';
import { OpenJobs } from './open-jobs.ts';
import { inOrder } from './queue-order.ts';
import type { RunRecord } from './run-record.ts';

export interface QueuedCellsOptions {
  /** The digest of the checker on this machine. */
  readonly engine: string;
  /** A worker that is silent for this long counts as dead. */
  readonly lostMs: number;
  readonly say: (text: string) => void;
}

export class QueuedCells<C extends QueueableCell> {
  /** Of the cells, in the form of a run's record. */
  readonly models: RunRecord['models'];
  readonly #request: RunRequest<C>;
  readonly #options: QueuedCellsOptions;
  readonly #cells = new Map<string, { readonly cell: C; readonly job: CellJob }>();
  readonly #open: OpenJobs;
  readonly #begun = new Set<string>();
  /** Jobs whose results were dropped, so that each is reported once. */
  readonly #dropped = new Set<string>();
  readonly #modules = new ModuleWatch();

  constructor(phases: readonly Phase<C>[], request: RunRequest<C>, options: QueuedCellsOptions) {
    this.#request = request;
    this.#options = options;
    const { bounds, limits } = request;
    const hashes = new Map<string, string>();
    for (const { cell, alone } of inOrder(phases, request.secondsLeft?.() ?? Number.POSITIVE_INFINITY)) {
      const modelHash = hashes.get(cell.model) ?? cell.loaded.hash();
      hashes.set(cell.model, modelHash);
      const job = cellJob(cell, { alone, modelHash, bounds, limits });
      this.#cells.set(jobId(job, options.engine), { cell, job });
    }
    this.#open = new OpenJobs(this.#cells.keys());
    this.models = Array.from(hashes, ([name, hash]) => ({ name, hash }));
  }

  has(id: string): boolean {
    return this.#cells.has(id);
  }

  get haveEnded(): boolean {
    return this.#open.ids.length === 0;
  }

  /** The jobs that have not ended, in the order in which workers take them. */
  openJobs(): readonly (readonly [id: string, job: CellJob])[] {
    return this.#open.ids.flatMap((id) => {
      const queued = this.#cells.get(id);
      return queued === undefined ? [] : [[id, queued.job] as const];
    });
  }

  /** The end of the job has been taken note of. */
  isSettled(id: string): boolean {
    return this.#dropped.has(id) || (this.#cells.has(id) && !this.#open.isOpen(id));
  }

  begin(id: string): void {
    const cell = this.#cells.get(id)?.cell;
    if (cell === undefined || this.#begun.has(id) || !this.#open.isOpen(id)) return;
    this.#begun.add(id);
    // The worker does not report how many states it has found.
    this.#request.onStart?.(cell, () => 0);
  }

  endJob(job: EndedJob): void {
    this.#end(job.id, (cell) => {
      const { engine, lostMs } = this.#options;
      return endOfJob(job, { engine, lostMs, changed: (modules) => this.#modules.changed(cell.loaded.path, modules) });
    });
  }

  /** Ends the open jobs for which `endOf` gives an end. */
  endOpen(endOf: (id: string) => CellEnd | undefined): void {
    for (const id of this.#open.ids) {
      const end = endOf(id);
      if (end !== undefined) this.#end(id, () => end);
    }
  }

  #end(id: string, endOf: (cell: C) => CellEnd): void {
    const cell = this.#cells.get(id)?.cell;
    if (this.#open.end(id) === 'first' && cell !== undefined) {
      this.#request.onEnd(cell, endOf(cell));
      return;
    }
    this.#dropped.add(id);
    const because = cell === undefined ? 'its cell does not belong to this run' : `${shownCell(cell)} had ended before`;
    this.#options.say(`A result was dropped: ${because}.`);
  }
}
