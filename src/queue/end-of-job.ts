/** What came of a job, as what came of a cell. What a machine found in other bytes than ours is no finding. */
import { duration } from '../nightly/record.ts';
import type { CellEnd } from '../nightly/run-cells.ts';
import { type CellResult, decodeResult } from './cell-result.ts';
import type { EndedJob } from './night-jobs.ts';

export interface Own {
  /** Of the checker. */
  readonly engine: string;
  /** The modules, by name, that have other bytes here. */
  readonly changed: (modules: { readonly [name: string]: string }) => readonly string[];
  readonly lostMs: number;
}

/** Deaths that a cell survives: what kills two machines may kill the third. */
export const DEATHS_SURVIVED = 1;
/** In BullMQ's words. */
const STALLED = /stalled more than allowable limit/;

export function endOfJob(job: EndedJob, own: Own): CellEnd {
  if (job.kind === 'failed') {
    const deaths = `${DEATHS_SURVIVED + 1} machines that took it died, or were not heard of for ${duration(own.lostMs / 1000)}`;
    return { kind: 'died', because: STALLED.test(job.because) ? deaths : job.because };
  }
  const result = decodeResult(job.value);
  if (result === undefined) return { kind: 'died', because: 'what a machine gave back of it cannot be read' };
  return endOf(result, own);
}

function endOf({ machine, engine, took, byBudget, outcome }: CellResult, own: Own): CellEnd {
  if ('died' in outcome) return { kind: 'died', because: `${outcome.died}, on ${machine}` };
  if ('tooLarge' in outcome) {
    const megabytes = Math.ceil(outcome.tooLarge / 1024 ** 2).toLocaleString('en');
    return { kind: 'died', because: `its report has ${megabytes} MB: too much for a queue` };
  }
  if (engine !== own.engine) {
    return { kind: 'not started', because: `${machine} ran it with a checker of other bytes than this machine has` };
  }
  if ('notStarted' in outcome) return { kind: 'not started', because: 'the run was interrupted before it began' };
  const changed = 'modules' in outcome ? own.changed(outcome.modules) : [];
  if (changed.length > 0) {
    const files = changed.slice(0, 3).join(', ');
    return { kind: 'not started', because: `${machine} ran other bytes of ${files} than this machine has` };
  }
  return { kind: 'outcome', outcome, byBudget, took };
}

/** Whether a run that is taken up again may count it: what was cut short is run again. */
export function isLasting(job: EndedJob): boolean {
  if (job.kind === 'failed') return true;
  const outcome = decodeResult(job.value)?.outcome;
  return outcome !== undefined && 'report' in outcome && outcome.report.stopped === undefined;
}
