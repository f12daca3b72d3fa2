/** From the end of a job to the end of its cell. A result of other bytes than those of this machine is not accepted. */
import { type CellEnd, notStarted } from '../cells/cell-end.ts';
import { duration } from '../cells/duration-text.ts';
import { type DeliveredResult, decodeResult } from './delivered-result.ts';
import type { EndedJob } from './night-jobs.ts';

/** The bytes of this machine, to compare those of a worker with. */
export interface OwnBytes {
  /** The digest of the checker. */
  readonly engine: string;
  /** The names of the modules that have other bytes here. */
  readonly changed: (modules: { readonly [name: string]: string }) => readonly string[];
  readonly lostMs: number;
}

/** How many deaths of workers a cell survives: what kills two workers may kill the third. */
export const DEATHS_SURVIVED = 1;
/** BullMQ's message. */
const STALLED = /stalled more than allowable limit/;

export function endOfJob(job: EndedJob, own: OwnBytes): CellEnd {
  if (job.kind === 'failed') {
    const deaths = `${DEATHS_SURVIVED + 1} machines that took it died, or were not heard of for ${duration(own.lostMs / 1000)}`;
    return { kind: 'died', because: STALLED.test(job.because) ? deaths : job.because };
  }
  const result = decodeResult(job.value);
  if (result === undefined) return { kind: 'died', because: 'its result cannot be read' };
  return endOf(result, own);
}

function endOf({ machine, engine, took, byBudget, outcome }: DeliveredResult, own: OwnBytes): CellEnd {
  if ('died' in outcome) return { kind: 'died', because: `${outcome.died}, on ${machine}` };
  if ('tooLarge' in outcome) {
    const megabytes = Math.ceil(outcome.tooLarge / 1024 ** 2).toLocaleString('en');
    return { kind: 'died', because: `its report has ${megabytes} MB, which is too large for a queue` };
  }
  if (engine !== own.engine) {
    return { kind: 'not started', because: `${machine} ran it with a checker whose bytes differ from this machine's` };
  }
  if ('notStarted' in outcome) return notStarted(byBudget ? 'budget' : 'interrupted');
  const changed = 'modules' in outcome ? own.changed(outcome.modules) : [];
  if (changed.length > 0) {
    const files = changed.slice(0, 3).join(', ');
    return { kind: 'not started', because: `${machine} ran it with other bytes of ${files} than this machine's` };
  }
  return { kind: 'outcome', outcome, byBudget, took };
}

/** Whether a run that is resumed may keep the end of a job: a cell that was stopped early is run again. */
export function isLasting(job: EndedJob): boolean {
  if (job.kind === 'failed') return true;
  const outcome = decodeResult(job.value)?.outcome;
  return outcome !== undefined && 'report' in outcome && outcome.report.stopped === undefined;
}
