/** Where a worker keeps the checkpoint of a cell, so that another worker that sees the same folder can resume from it. */
import { join } from 'node:path';
import type { CheckpointPlace } from '../cells/cell-checkpoint.ts';
import { type CellJob, jobId } from './cell-job.ts';

export interface CheckpointFolder {
  readonly folder: string;
  readonly everySeconds: number;
}

/** The file is the same for the same cell and bytes, and does not depend on the time or memory that the cell is given. */
export function sharedCheckpoint(
  { folder, everySeconds }: CheckpointFolder,
  job: CellJob,
  engine: string,
): CheckpointPlace {
  const basis = jobId({ ...job, bounds: {} }, engine);
  return { file: join(folder, `${basis}.checkpoint`), everySeconds, resume: true, basis };
}
