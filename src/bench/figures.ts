/** A measurement as data: what the process of one is asked, and what it answers. */
import type { BenchCase } from './cases.ts';

export interface BenchTask {
  readonly case: BenchCase;
  readonly workers: number;
}

export interface Figures {
  readonly workers: number;
  /** Of a packed state. */
  readonly words: number;
  readonly states: number;
  readonly transitions: number;
  readonly levels: number;
  /** Of exploring, with all learning and compiling; without loading the model. */
  readonly seconds: number;
  readonly evaluations: number;
  readonly audited: number;
  /** By how much the resident set of the whole process grew while it explored, by state. */
  readonly bytesPerState: number;
  /** The largest resident set of the process, before the random reads. */
  readonly peakBytes: number;
  /** Of the table of states, which the random reads are spread over. */
  readonly tableBytes: number;
  /** By as many threads as there were workers, all together. */
  readonly randomReadsPerSecond: number;
}

/** Why there are no figures. */
export interface NotMeasured {
  readonly because: string;
}
