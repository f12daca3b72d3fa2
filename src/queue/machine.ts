/** A machine that takes cells from a queue, whoever puts them there, until it is told to stop or has nothing to do for long. */
import { setTimeout as delay } from 'node:timers/promises';
import { Board } from './board.ts';
import type { CheckpointFolder } from './cell-checkpoint.ts';
import { CellThreads } from './cell-threads.ts';
import { Outage } from './outage.ts';
import type { QueueServer } from './queue-server.ts';
import { RunAtWork } from './run-at-work.ts';
import { type Checker, checkerHere, misfitOf, type RunRecord } from './run-record.ts';
import { Slots } from './slots.ts';
import type { Workplace } from './taken-cell.ts';

export interface MachineOptions {
  readonly name: string;
  readonly threads: number;
  /** Ends by itself after so long without anything to do. */
  readonly idleSeconds?: number;
  /** For a server that is out of reach. */
  readonly waitSeconds: number;
  /** Left by each cell that runs, and gone on from. */
  readonly checkpoints?: CheckpointFolder;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

const LOOK_MS = 500;

/** Gives why it ended. */
export async function workOn(
  server: QueueServer,
  options: MachineOptions,
): Promise<'interrupted' | 'idle' | 'out of reach'> {
  return new Machine(server, options).work();
}

interface Watched {
  /** The record that it was held against, but for what changes with time. */
  readonly judged: string;
  readonly misfit: string | undefined;
  readonly work: RunAtWork | undefined;
}

class Machine {
  readonly #server: QueueServer;
  readonly #options: MachineOptions;
  readonly #board: Board;
  readonly #own: Checker = checkerHere();
  readonly #place: Workplace;
  readonly #runs = new Map<string, Watched>();
  #beat = 0;

  constructor(server: QueueServer, options: MachineOptions) {
    const { name, threads, waitSeconds, checkpoints, say } = options;
    this.#server = server;
    this.#options = options;
    this.#board = new Board(server.redis);
    this.#place = {
      machine: name,
      engine: this.#own.engine,
      slots: new Slots(threads),
      threads: new CellThreads(threads),
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
          await this.#look();
          outage.over();
        } catch (error) {
          if (outage.failed(error, performance.now()) > 1000 * waitSeconds) return 'out of reach';
        }
        if (!this.#place.slots.isIdle) busyAt = performance.now();
        if (performance.now() - busyAt > 1000 * idleSeconds) return 'idle';
        await delay(LOOK_MS, undefined, { signal }).catch(() => {});
      }
      return 'interrupted';
    } finally {
      await Promise.allSettled(Array.from(this.#runs.keys(), (run) => this.#leave(run)));
      await this.#place.threads.close();
    }
  }

  async #look(): Promise<void> {
    const runs = await this.#board.runs();
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
    let watched = this.#runs.get(run);
    if (watched?.judged !== judged) {
      await watched?.work?.leave();
      watched = await this.#judge(run, record, judged);
    }
    const { misfit, work } = watched;
    const note = { machine: this.#options.name, threads: this.#options.threads, beat: ++this.#beat };
    await this.#board.note(run, { ...note, ...(misfit !== undefined && { misfit }) });
    work?.hear(record);
    await work?.take();
  }

  async #judge(run: string, record: RunRecord, judged: string): Promise<Watched> {
    const misfit = await misfitOf(record, this.#own);
    const work = misfit === undefined ? await RunAtWork.of(this.#server, record, this.#place) : undefined;
    const watched = { judged, misfit, work };
    this.#runs.set(run, watched);
    const models = record.models.map(({ name }) => name).join(', ');
    this.#options.say(
      misfit === undefined ? `run ${run}: takes cells of ${models}` : `run ${run}: takes no cells, because ${misfit}`,
    );
    return watched;
  }

  /** Of another version of Everywhen. */
  async #avoid(run: string): Promise<void> {
    const watched = this.#runs.get(run);
    if (watched?.judged === '') return;
    await watched?.work?.leave();
    const misfit = 'another version of Everywhen put it into the queue';
    this.#runs.set(run, { judged: '', misfit, work: undefined });
    this.#options.say(`run ${run}: takes no cells, because ${misfit}`);
  }

  /** The run has ended: nobody waits for its cells. */
  async #forget(run: string): Promise<void> {
    const watched = this.#runs.get(run);
    this.#runs.delete(run);
    await watched?.work?.drop();
    await this.#board.leave(run, this.#options.name);
    if (watched?.misfit === undefined) this.#options.say(`run ${run}: ended`);
  }

  async #leave(run: string): Promise<void> {
    await this.#runs.get(run)?.work?.leave();
    await this.#board.leave(run, this.#options.name);
  }
}
