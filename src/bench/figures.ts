/** A measurement as data: the task that its process is given, and its answer. */
import type { BenchCase } from './cases.ts';

export interface BenchTask {
  readonly case: BenchCase;
  readonly workers: number;
}

export interface Figures {
  readonly workers: number;
  /** Words of a packed state. */
  readonly words: number;
  readonly states: number;
  readonly transitions: number;
  readonly levels: number;
  /** Duration of exploring, including learning and compiling, without loading the model. */
  readonly seconds: number;
  readonly evaluations: number;
  readonly audited: number;
  /** Growth of the resident set of the whole process while it explored, per state. */
  readonly bytesPerState: number;
  /** The largest resident set of the process, before the random reads. */
  readonly peakBytes: number;
  /** Size of the table of states, over which the random reads are spread. */
  readonly tableBytes: number;
  /** The sum over as many threads as there were workers. */
  readonly randomReadsPerSecond: number;
}

/** Why there are no figures. */
export interface NotMeasured {
  readonly because: string;
}
