/** Runs cells on threads of this process within their limits. A cell whose thread dies is run again: threads die of other causes, too. */
import { type BoundedLimits, boundedLimits, type CellBounds, type CellShare } from './cell-bounds.ts';
import type { CheckpointPlace } from './cell-checkpoint.ts';
import { type CellEnd, notStarted } from './cell-end.ts';
import { CellHung, CellOverdue, CellPool } from './cell-pool.ts';
import type { CellLimits, CellOutcome, CellTask } from './cell-task.ts';
import { errorOf, STEP_SECONDS, whileEvaluating } from './overdue.ts';
import type { SharedFlag } from './shared-flag.ts';

const ATTEMPTS = 2;

export interface ThreadsOptions {
  /** How often a cell is tried whose thread dies; 2 by default. */
  readonly attempts?: number;
  /** The time that one evaluation may take; 10 s by default. */
  readonly stepSeconds?: number;
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
  readonly #stepSeconds: number;
  #pool: ThreadsOptions['pool'];

  constructor(size: number, { attempts = ATTEMPTS, stepSeconds = STEP_SECONDS, pool }: ThreadsOptions = {}) {
    this.size = size;
    this.#pool = pool;
    this.#attempts = attempts;
    this.#stepSeconds = stepSeconds;
  }

  async run(cell: BoundedTask): Promise<CellEnd> {
    const start = performance.now();
    const took = () => Math.round(performance.now() - start) / 1000;
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
        return { kind: 'outcome', outcome, byBudget: bounded.byBudget, took: took() };
      } catch (thrown) {
        if (thrown instanceof CellOverdue) return this.#overdue(thrown, bounded, took());
        if (thrown instanceof CellHung) return { kind: 'died', because: thrown.because, error: thrown };
        error = thrown;
      }
    }
    const death = error instanceof Error ? error.message : String(error);
    const times = `${this.#attempts} ${this.#attempts === 1 ? 'time' : 'times'}`;
    return { kind: 'died', because: `the thread that ran it died, ${times}: ${death}`, error };
  }

  /** Evaluated once more, a step that never returns would not return either. */
  #overdue({ overdue }: CellOverdue, { byBudget }: BoundedLimits, took: number): CellEnd {
    if (overdue.by === 'interrupted' || overdue.by === 'timeout') {
      const because = `${overdue.by === 'timeout' ? 'its time was over' : 'the run was interrupted'} ${whileEvaluating(overdue)}`;
      return { kind: 'died', because, stopped: overdue.by };
    }
    const { code, message, advice } = errorOf(overdue, this.#stepSeconds);
    return { kind: 'outcome', outcome: { error: { code, message, advice } }, byBudget, took };
  }

  async close(): Promise<void> {
    await this.#pool?.close();
  }

  #runOnce(cell: BoundedTask, { limits }: BoundedLimits, states: SharedArrayBuffer): Promise<CellOutcome> {
    const { task, stop, checkpoint } = cell;
    this.#pool ??= new CellPool(this.size, { stepSeconds: this.#stepSeconds });
    return this.#pool.run({ ...task, limits, stop: stop.buffer, states, ...(checkpoint && { checkpoint }) });
  }
}
