/**
 * One measurement: a case explored in a process of its own, so that what it takes of memory is the case's alone and nothing is
 * compiled or allocated by a case before it.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
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

export async function measure(task: BenchTask, signal?: AbortSignal): Promise<Figures | NotMeasured> {
  const child = fork(new URL(`./child${extname(import.meta.url)}`, import.meta.url), [JSON.stringify(task)], {
    execArgv: process.execArgv,
    ...(signal !== undefined && { signal }),
  });
  let answer: Figures | NotMeasured | undefined;
  child.on('message', (message) => {
    answer = message as Figures | NotMeasured;
  });
  try {
    const [code, killedBy] = await once(child, 'exit');
    return answer ?? { because: `its process ended with ${killedBy ?? `code ${code}`}` };
  } catch (error) {
    if (signal?.aborted) return { because: 'it was interrupted' };
    throw error;
  }
}
