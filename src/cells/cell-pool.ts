/** A pool of threads that run cells. If a cell does not finish in time, its thread is ended: nothing else would end the cell. */
import { extname } from 'node:path';
import { Piscina } from 'piscina';
import { UserError } from '../errors.ts';
import type { CellOutcome, CellTask } from './cell-task.ts';
import { SharedFlag } from './shared-flag.ts';

/** The time in which a cell that has timed out or was told to stop must write its checkpoint and find its traces. */
const GRACE_SECONDS = 120;
const LOOK_MS = 250;

/** A cell that did not stop when it had to. Its thread was ended. */
export class CellHung extends UserError {
  /** As part of a sentence. */
  readonly because: string;

  constructor(cell: string, seconds: number) {
    const because = `${cell} did not end within ${seconds} s of its time, and its thread was ended`;
    super('E_STEP', `${because}.`, { hint: 'Does a step or a predicate loop for ever?' });
    this.because = because;
  }
}

export class CellPool {
  readonly #piscina: Piscina<CellTask, CellOutcome>;
  readonly #graceSeconds: number;

  constructor(threads: number, { graceSeconds = GRACE_SECONDS } = {}) {
    this.#graceSeconds = graceSeconds;
    this.#piscina = new Piscina({
      filename: new URL(`./cell-task${extname(import.meta.url)}`, import.meta.url).href,
      minThreads: 1,
      maxThreads: threads,
    });
  }

  /** Rejects with `CellHung`, or with the error that the thread died of. */
  async run(task: CellTask): Promise<CellOutcome> {
    const [begun, stop] = [new SharedFlag(), new SharedFlag(task.stop)];
    const hung = new AbortController();
    const { timeoutSeconds = Number.POSITIVE_INFINITY } = task.limits;
    let [beganAt, overAt] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    const watch = setInterval(() => {
      const now = performance.now() / 1000;
      // Its time starts when a thread has taken it from the queue of the pool.
      if (begun.isRaised) beganAt = Math.min(beganAt, now);
      if (begun.isRaised && (stop.isRaised || now - beganAt > timeoutSeconds)) overAt = Math.min(overAt, now);
      if (now - overAt > this.#graceSeconds) hung.abort();
    }, LOOK_MS);
    try {
      return await this.#piscina.run({ ...task, begun: begun.buffer }, { signal: hung.signal });
    } catch (error) {
      if (hung.signal.aborted) throw new CellHung(nameOf(task), this.#graceSeconds);
      throw error;
    } finally {
      clearInterval(watch);
    }
  }

  /** To be called when no cell runs any more. */
  close(): Promise<void> {
    return this.#piscina.destroy();
  }
}

function nameOf({ model, parameters }: CellTask): string {
  return [model, ...Object.entries(parameters).map((parameter) => parameter.join('='))].join(' ');
}
