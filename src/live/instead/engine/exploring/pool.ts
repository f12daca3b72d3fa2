/** One thread explores: there is no pool. */
import type * as InNode from '../../../../engine/exploring/pool.ts';

export class KernelError extends Error {}

export const Pool = class {
  constructor() {
    throw new Error('there is one thread only');
  }
} as unknown as typeof InNode.Pool;
