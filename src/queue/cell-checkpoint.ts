/** Where a machine leaves how far a cell has come, so that another one that sees the same folder can go on from there. */
import { join } from 'node:path';
import type { CheckpointPlace } from '../cells/cell-checkpoint.ts';
import { type CellJob, jobId } from './cell-job.ts';

export interface CheckpointFolder {
  readonly folder: string;
  readonly everySeconds: number;
}

/** The same file for the same cell and bytes, whatever time or memory it is given. */
export function checkpointPlace(
  { folder, everySeconds }: CheckpointFolder,
  job: CellJob,
  engine: string,
): CheckpointPlace {
  const basis = jobId({ ...job, bounds: {} }, engine);
  return { file: join(folder, `${basis}.checkpoint`), everySeconds, resume: true, basis };
}
