/** Threads that run cells. One that does not come to its end in time has its thread ended: nothing else would end it. */
import { extname } from 'node:path';
import { Piscina } from 'piscina';
import { UserError } from '../errors.ts';
import type { CellOutcome, CellTask } from './cell-task.ts';

/** After its time, or the wish that it stop, a cell has so long to write its checkpoint and to find its traces. */
const GRACE_SECONDS = 120;
const LOOK_MS = 250;

/** A cell that went on and on; its thread is no more. */
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

  /** Rejects with `CellHung`, or with what the thread died of. */
  async run(task: CellTask): Promise<CellOutcome> {
    const begun = new SharedArrayBuffer(4);
    const hung = new AbortController();
    const { timeoutSeconds = Number.POSITIVE_INFINITY } = task.limits;
    let [beganAt, overAt] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    const watch = setInterval(() => {
      const now = performance.now() / 1000;
      // It may have waited for a thread.
      if (isSet(begun)) beganAt = Math.min(beganAt, now);
      if (isSet(begun) && (isSet(task.stop) || now - beganAt > timeoutSeconds)) overAt = Math.min(overAt, now);
      if (now - overAt > this.#graceSeconds) hung.abort();
    }, LOOK_MS);
    try {
      return await this.#piscina.run({ ...task, begun }, { signal: hung.signal });
    } catch (error) {
      if (hung.signal.aborted) throw new CellHung(nameOf(task), this.#graceSeconds);
      throw error;
    } finally {
      clearInterval(watch);
    }
  }

  /** When no cell runs any more. */
  close(): Promise<void> {
    return this.#piscina.destroy();
  }
}

/** Set once by somebody else: it publishes nothing but itself. */
function isSet(word: SharedArrayBuffer): boolean {
  return Atomics.load(new Int32Array(word), 0) !== 0;
}

function nameOf({ model, parameters }: CellTask): string {
  return [model, ...Object.entries(parameters).map((parameter) => parameter.join('='))].join(' ');
}
