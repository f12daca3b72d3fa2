/** Runs cells on threads of this process within their limits. A cell whose thread dies is run again: threads die of other causes, too. */
import { type BoundedLimits, boundedLimits, type CellBounds, type CellShare } from './cell-bounds.ts';
import type { CheckpointPlace } from './cell-checkpoint.ts';
import { type CellEnd, notStarted } from './cell-end.ts';
import { CellHung, CellPool } from './cell-pool.ts';
import type { CellLimits, CellOutcome, CellTask } from './cell-task.ts';
import type { SharedFlag } from './shared-flag.ts';

const ATTEMPTS = 2;

export interface ThreadsOptions {
  /** How often a cell is tried whose thread dies; 2 by default. */
  readonly attempts?: number;
  /** By default a pool of the size of the threads, made when the first cell runs. */
  readonly pool?: Pick<CellPool, 'run' | 'close'>;
}

/** A cell with all that its limits are made of when it begins. */
export interface BoundedTask {
  readonly task: Pick<CellTask, 'model' | 'parameters'>;
  readonly limits: CellLimits;
  readonly bounds: CellBounds;
  readonly share: CellShare;
  /** Infinite without a budget. */
  readonly secondsLeft: () => number;
  readonly stop: SharedFlag;
  readonly checkpoint?: CheckpointPlace | undefined;
  /** Once, before the first attempt. */
  readonly onStart?: (states: () => number) => void;
}

export class CellThreads {
  readonly size: number;
  readonly #attempts: number;
  #pool: ThreadsOptions['pool'];

  constructor(size: number, { attempts = ATTEMPTS, pool }: ThreadsOptions = {}) {
    this.size = size;
    this.#pool = pool;
    this.#attempts = attempts;
  }

  async run(cell: BoundedTask): Promise<CellEnd> {
    const start = performance.now();
    const states = new BigInt64Array(new SharedArrayBuffer(8));
    let error: unknown;
    for (let attempt = 1; attempt <= this.#attempts; attempt++) {
      if (cell.stop.isRaised) return notStarted('interrupted');
      const bounded = boundedLimits(cell.limits, cell.bounds, cell.secondsLeft(), cell.share);
      if (bounded === undefined) return notStarted('budget');
      if (attempt === 1) cell.onStart?.(() => Number(Atomics.load(states, 0)));
      try {
        const outcome = await this.#runOnce(cell, bounded, states.buffer);
        if ('notStarted' in outcome) return notStarted('interrupted');
        const took = Math.round(performance.now() - start) / 1000;
        return { kind: 'outcome', outcome, byBudget: bounded.byBudget, took };
      } catch (thrown) {
        if (thrown instanceof CellHung) return { kind: 'died', because: thrown.because, error: thrown };
        error = thrown;
      }
    }
    const death = error instanceof Error ? error.message : String(error);
    const times = `${this.#attempts} ${this.#attempts === 1 ? 'time' : 'times'}`;
    return { kind: 'died', because: `the thread that ran it died, ${times}: ${death}`, error };
  }

  async close(): Promise<void> {
    await this.#pool?.close();
  }

  #runOnce(cell: BoundedTask, { limits }: BoundedLimits, states: SharedArrayBuffer): Promise<CellOutcome> {
    const { task, stop, checkpoint } = cell;
    this.#pool ??= new CellPool(this.size);
    return this.#pool.run({ ...task, limits, stop: stop.buffer, states, ...(checkpoint && { checkpoint }) });
  }
}
