/** Where a machine leaves how far a cell has come, so that another one that sees the same folder can go on from there. */
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { CellLimits } from '../matrix/cell-task.ts';
import { type CellJob, jobId } from './cell-job.ts';

export interface CheckpointFolder {
  readonly folder: string;
  readonly everySeconds: number;
}

export class CellCheckpoint {
  readonly #file: string;
  readonly options: Pick<CellLimits, 'checkpoint'>;

  /** The same file for the same cell and bytes, whatever time or memory it is given. */
  constructor({ folder, everySeconds }: CheckpointFolder, job: CellJob, engine: string) {
    const contentHash = jobId({ ...job, bounds: {} }, engine);
    this.#file = join(folder, `${contentHash}.checkpoint`);
    this.options = { checkpoint: { file: this.#file, everySeconds, resume: true, contentHash } };
  }

  get isThere(): boolean {
    return existsSync(this.#file);
  }

  /** It was refused: out of the way, for whoever wants to know why. */
  setAside(): void {
    if (this.isThere) renameSync(this.#file, `${this.#file}.refused`);
  }
}
