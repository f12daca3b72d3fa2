/** Resuming a run whose night has died: what has ended is kept, what is missing is put into the queue again. */
import { isLasting } from './end-of-job.ts';
import type { NightJobs } from './night-jobs.ts';
import type { QueuedCells } from './queued-cells.ts';

/** Gives how many cells of the run have ended. */
export async function resumeRun(jobs: NightJobs, cells: Pick<QueuedCells<never>, 'has' | 'openJobs'>): Promise<number> {
  let kept = 0;
  for (const job of await jobs.ended(() => false)) {
    if (cells.has(job.id) && isLasting(job)) kept++;
    else await jobs.remove(job.id);
  }
  for (const id of await jobs.waiting()) if (!cells.has(id)) await jobs.remove(id);
  await jobs.put(cells.openJobs());
  return kept;
}
