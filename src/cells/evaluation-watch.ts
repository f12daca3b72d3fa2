/**
 * Watches the evaluations of another thread (semantics/beacon.ts), and says which one must be ended: an evaluation that lasts too long,
 * one that takes all memory, and one that is in the way of a limit on time or of a signal. The caller ends it.
 */
import type { Beacon, Evaluation } from '../semantics/beacon.ts';
import type { Overdue } from './overdue.ts';

/** An evaluation during which the process grows by this many bytes allocates without bound. */
const GROWTH_BYTES_MAX = 1024 ** 3;
/** For an evaluation in the way of a limit or of a signal: a collection of garbage, or a busy machine, may hold up any. */
const GRACE_SECONDS = 1;
/**
 * A process that was stopped, and a machine that slept, are not the evaluation's fault: the time between two looks counts up to this, or up
 * to this share of the time that an evaluation has. On a busy machine a look may be late.
 */
const BETWEEN_LOOKS_SECONDS = 0.5;
const BETWEEN_LOOKS_SHARE = 0.25;

interface Surroundings {
  /** Monotonic, in seconds. */
  readonly now: () => number;
  /** Of the process, in bytes. */
  readonly size: () => number;
}

const HERE: Surroundings = {
  now: () => (performance.timeOrigin + performance.now()) / 1000,
  size: () => process.memoryUsage.rss(),
};

export class EvaluationWatch {
  readonly #beacon: Beacon;
  readonly #stepSeconds: number;
  readonly #surroundings: Surroundings;
  #evaluation: Evaluation | undefined;
  #seconds = 0;
  #sizeBefore = 0;
  #lookedAt: number;
  /** How long the evaluation has lasted since it was first seen after the interruption. */
  #sinceInterrupted: number | undefined;

  constructor(beacon: Beacon, stepSeconds: number, surroundings: Surroundings = HERE) {
    this.#beacon = beacon;
    this.#stepSeconds = stepSeconds;
    this.#surroundings = surroundings;
    this.#lookedAt = surroundings.now();
  }

  /** The evaluation that must be ended. Call it many times a second. */
  look({ isInterrupted }: { readonly isInterrupted: boolean }): Overdue | undefined {
    const now = this.#surroundings.now();
    const betweenMax = Math.max(BETWEEN_LOOKS_SECONDS, BETWEEN_LOOKS_SHARE * this.#stepSeconds);
    const passed = Math.min(now - this.#lookedAt, betweenMax);
    this.#lookedAt = now;
    const evaluation = this.#beacon.evaluation;
    if (evaluation === undefined || evaluation.epoch !== this.#evaluation?.epoch) {
      this.#evaluation = evaluation;
      this.#seconds = 0;
      this.#sinceInterrupted = undefined;
      this.#sizeBefore = this.#surroundings.size();
      return undefined;
    }
    this.#seconds += passed;
    if (isInterrupted) this.#sinceInterrupted = (this.#sinceInterrupted ?? -passed) + passed;
    const by = this.#reason(now);
    return by && { by, name: evaluation.name, seconds: this.#seconds };
  }

  /** The evaluation that was in progress at the last look, for how long. */
  get current(): Pick<Overdue, 'name' | 'seconds'> | undefined {
    return this.#evaluation && { name: this.#evaluation.name, seconds: this.#seconds };
  }

  #reason(now: number): Overdue['by'] | undefined {
    if ((this.#sinceInterrupted ?? 0) >= GRACE_SECONDS) return 'interrupted';
    if (this.#surroundings.size() - this.#sizeBefore > GROWTH_BYTES_MAX) return 'memory';
    if (this.#seconds >= this.#stepSeconds) return 'step timeout';
    const { deadline = Number.POSITIVE_INFINITY } = this.#beacon;
    const isLate = now - deadline / 1000 >= GRACE_SECONDS && this.#seconds >= GRACE_SECONDS;
    return isLate ? 'timeout' : undefined;
  }
}
