/** One thread explores, whatever was asked for. */
import type * as InNode from '../../../../engine/exploring/workers.ts';

export const WORKERS_MAX: typeof InNode.WORKERS_MAX = 1;

export const workersOf: typeof InNode.workersOf = () => WORKERS_MAX;
