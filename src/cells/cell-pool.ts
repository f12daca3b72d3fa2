/**
 * A pool of threads that run cells. If a cell does not finish in time, or an evaluation of it does not, its thread is ended: nothing else
 * would end the cell.
 */
import { extname } from 'node:path';
import { Piscina } from 'piscina';
import { thrownText, UserError } from '../errors.ts';
import { Beacon } from '../semantics/beacon.ts';
import type { CellOutcome, CellTask } from './cell-task.ts';
import { EvaluationWatch } from './evaluation-watch.ts';
import { type Overdue, STEP_SECONDS, whileEvaluating } from './overdue.ts';
import { SharedFlag } from './shared-flag.ts';

/** The time in which a cell that has timed out or was told to stop must write its checkpoint and find its traces. */
const GRACE_SECONDS = 120;
const LOOK_MS = 100;

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

/** A cell with an evaluation that had to be ended. Its thread was ended. */
export class CellOverdue extends Error {
  readonly overdue: Overdue;

  constructor(overdue: Overdue) {
    super(`its thread was ended ${whileEvaluating(overdue)}`);
    this.overdue = overdue;
  }
}

export interface CellPoolOptions {
  readonly graceSeconds?: number;
  /** The time that one evaluation of a step or predicate may take. */
  readonly stepSeconds?: number;
}

export class CellPool {
  readonly #piscina: Piscina<CellTask, CellOutcome>;
  readonly #graceSeconds: number;
  readonly #stepSeconds: number;

  constructor(threads: number, { graceSeconds = GRACE_SECONDS, stepSeconds = STEP_SECONDS }: CellPoolOptions = {}) {
    this.#graceSeconds = graceSeconds;
    this.#stepSeconds = stepSeconds;
    this.#piscina = new Piscina({
      filename: new URL(`./cell-task${extname(import.meta.url)}`, import.meta.url).href,
      minThreads: 1,
      maxThreads: threads,
    });
  }

  /** Rejects with `CellHung` or `CellOverdue`, or with the error that the thread died of. */
  async run(task: CellTask): Promise<CellOutcome> {
    const [begun, stop] = [new SharedFlag(), new SharedFlag(task.stop)];
    const hung = new AbortController();
    const beacon = new Beacon();
    const evaluations = new EvaluationWatch(beacon, this.#stepSeconds);
    const { timeoutSeconds = Number.POSITIVE_INFINITY } = task.limits;
    let [beganAt, overAt] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    const watch = setInterval(() => {
      const now = performance.now() / 1000;
      // Its time starts when a thread has taken it from the queue of the pool.
      if (begun.isRaised) beganAt = Math.min(beganAt, now);
      if (begun.isRaised && (stop.isRaised || now - beganAt > timeoutSeconds)) overAt = Math.min(overAt, now);
      const overdue = evaluations.look({ isInterrupted: stop.isRaised });
      if (overdue !== undefined) hung.abort(new CellOverdue(overdue));
      if (now - overAt > this.#graceSeconds) hung.abort(new CellHung(nameOf(task), this.#graceSeconds));
    }, LOOK_MS);
    try {
      return await this.#piscina.run({ ...task, begun: begun.buffer, beacon: beacon.buffer }, { signal: hung.signal });
    } catch (error) {
      if (hung.signal.aborted) throw hung.signal.reason;
      const { name } = beacon.evaluation ?? {};
      throw name === undefined ? error : new Error(`${thrownText(error)}, while evaluating ${name}`);
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
