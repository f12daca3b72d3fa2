/** The checkpoints of the cells of nights: where they are kept, and which cells have one to resume from. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckpointPlace } from '../cells/cell-checkpoint.ts';
import { engineDigest } from '../cells/cell-identity.ts';
import { digest } from '../load/loads.ts';
import type { NightlyCell } from './nightly-cell.ts';

export interface NightCheckpointsOptions {
  readonly folder: string;
  readonly everySeconds: number;
  readonly resume: boolean;
  /** What was asked for beyond the parameters: the audit. */
  readonly bounds: string;
}

export class NightCheckpoints {
  readonly #options: NightCheckpointsOptions;

  constructor(options: NightCheckpointsOptions) {
    this.#options = options;
  }

  placeOf({ id, key }: Pick<NightlyCell, 'id' | 'key'>): CheckpointPlace {
    const { everySeconds, resume, bounds } = this.#options;
    return { file: this.#file(id), everySeconds, resume, basis: digest(JSON.stringify([key, bounds, engineDigest()])) };
  }

  /** Whether the cell has a checkpoint to resume from. Only its run can tell whether that is of this model and this checker. */
  isThere({ id }: Pick<NightlyCell, 'id'>): boolean {
    return this.#options.resume && existsSync(this.#file(id));
  }

  #file(id: string): string {
    return join(this.#options.folder, id);
  }
}
