/** A cell that this machine took: run on its threads, then given back as a result, or unharmed for another machine. */
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Job } from 'bullmq';
import type { CheckpointPlace } from '../cells/cell-checkpoint.ts';
import type { CellOutcome } from '../cells/cell-task.ts';
import { type CheckpointFolder, checkpointPlace } from './cell-checkpoint.ts';
import type { CellJob } from './cell-job.ts';
import { encodeResult } from './cell-result.ts';
import { type CellThreads, StopWord } from './cell-threads.ts';
import { answered } from './queue-server.ts';
import type { Slots } from './slots.ts';

/** What a machine is, to the cells that it takes. */
export interface Workplace {
  readonly machine: string;
  readonly engine: string;
  readonly slots: Slots;
  readonly threads: CellThreads;
  /** How long a server may be out of reach when there is something to tell it. */
  readonly waitSeconds: number;
  readonly checkpoints?: CheckpointFolder;
  readonly say: (text: string) => void;
}

/** `lost`: another machine may have it by now. `returned`: it shall go back to the queue. */
type Fate = 'ours' | 'lost' | 'returned';

type Outcome = CellOutcome | { readonly died: string };

/** Less is no time to run anything in. */
const SECONDS_MIN = 0.05;
const AGAIN_MS = 1000;
/** For giving back what will be taken over anyway. */
const LEAVE_SECONDS = 5;

export class TakenCell {
  readonly id: string;
  readonly token: string;
  readonly shown: string;
  readonly #job: Job;
  readonly #cell: CellJob;
  readonly #place: Workplace;
  readonly #checkpoint: CheckpointPlace | undefined;
  readonly #stop = new StopWord();
  #fate: Fate = 'ours';
  /** When it was given back. */
  readonly done: Promise<void>;

  constructor(job: Job, cell: CellJob, place: Workplace, secondsLeft: () => number) {
    this.id = job.id ?? '';
    this.token = job.token ?? '';
    this.shown = cell.shown;
    this.#job = job;
    this.#cell = cell;
    this.#place = place;
    this.#checkpoint = place.checkpoints && checkpointPlace(place.checkpoints, cell, place.engine);
    // A bug of ours: its lock is renewed no more, and another machine gets it.
    this.done = this.#run(secondsLeft).catch((error: Error) => place.say(`failed: ${this.shown}, ${error.message}`));
  }

  /** Its partial result is wanted. */
  stop(): void {
    this.#stop.stop();
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
    const { slots, say, machine, engine } = this.#place;
    const share = this.#cell.alone ? slots.size : 1;
    await slots.lease(share);
    try {
      const isThere = this.#checkpoint !== undefined && existsSync(this.#checkpoint.file);
      if (!this.#stop.isStopped) say(`${isThere ? 'goes on' : 'begun'}: ${this.shown}`);
      const start = performance.now();
      const { outcome, byBudget } = await this.#outcome(share, secondsLeft());
      if ('report' in outcome && outcome.checkpoint?.trouble !== undefined) {
        say(`checkpoint of ${this.shown}: ${outcome.checkpoint.trouble}`);
      }
      const took = Math.round(performance.now() - start) / 1000;
      if (this.#fate === 'lost') return this.#sayLost();
      if (this.#fate === 'returned' && !isWhole(outcome)) return await this.#return();
      await this.#complete(encodeResult({ machine, engine, took, byBudget, outcome }));
      if (this.#fate === 'ours') say(`ended: ${this.shown}, ${endText(outcome)}`);
    } finally {
      slots.giveBack(share);
    }
  }

  async #outcome(share: number, left: number): Promise<{ readonly outcome: Outcome; readonly byBudget: boolean }> {
    const { model, parameters, bounds, limits, alone } = this.#cell;
    const { slots, threads } = this.#place;
    const seconds = Math.max(SECONDS_MIN, Math.min(left, bounds.seconds ?? Number.POSITIVE_INFINITY));
    const atOnce = alone ? 1 : slots.size;
    const outcome = await threads.run(
      {
        model,
        parameters,
        limits: {
          ...limits,
          workers: share,
          ...(Number.isFinite(seconds) && { timeoutSeconds: seconds }),
          ...(bounds.states !== undefined && { statesMax: bounds.states }),
          // The process is one: what the cells beside it take is in its size, too.
          ...(bounds.bytes !== undefined && { bytesMax: process.memoryUsage.rss() + bounds.bytes * atOnce }),
        },
        ...(this.#checkpoint && { checkpoint: this.#checkpoint }),
      },
      this.#stop,
    );
    return { outcome, byBudget: Number.isFinite(left) && left <= (bounds.seconds ?? left) };
  }

  async #complete(value: string): Promise<void> {
    await this.#insist(() => this.#job.moveToCompleted(value, this.token, false));
  }

  async #return(): Promise<void> {
    await this.#insist(() => this.#job.moveToWait(this.token));
    if (this.#fate === 'returned') this.#place.say(`given back: ${this.shown}`);
  }

  /** Until the server takes it or says that it is no longer ours to give. */
  async #insist(act: () => Promise<unknown>): Promise<void> {
    const start = performance.now();
    for (;;) {
      try {
        await answered(act());
        return;
      } catch (error) {
        const isGone = /^(Missing (lock|key)|Lock mismatch|Job .* is not in)/.test((error as Error).message);
        const patience = this.#isFate('returned') ? LEAVE_SECONDS : this.#place.waitSeconds;
        const isTooLong = performance.now() - start > 1000 * patience;
        if (isGone || isTooLong || this.#isFate('lost')) return this.#sayLost();
        await delay(AGAIN_MS);
      }
    }
  }

  /** It changes while we wait, which the compiler does not know. */
  #isFate(fate: Fate): boolean {
    return this.#fate === fate;
  }

  #sayLost(): void {
    this.#fate = 'lost';
    this.#place.say(`dropped: ${this.shown}, which is another machine's by now or was withdrawn`);
  }
}

function isWhole(outcome: Outcome): boolean {
  return 'report' in outcome && outcome.report.stopped === undefined;
}

function endText(outcome: Outcome): string {
  if ('died' in outcome) return outcome.died;
  if ('error' in outcome) return `${outcome.error.code}: ${outcome.error.message}`;
  if ('notStarted' in outcome) return 'not begun';
  const { verdict, statistics, stopped } = outcome.report;
  const states = `${statistics.states.toLocaleString('en')} states in ${statistics.seconds.toFixed(1)} s`;
  return `${verdict}, ${states}${stopped === undefined ? '' : `, cut short (${stopped})`}`;
}
