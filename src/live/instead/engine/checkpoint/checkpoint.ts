/** A page writes no files: no run leaves a checkpoint. */
import type * as InNode from '../../../../engine/checkpoint/checkpoint.ts';

export const Checkpoints = class {
  constructor() {
    throw new Error('there are no checkpoints here');
  }
} as unknown as typeof InNode.Checkpoints;
