/** How many threads visit the states of one exploration. */
import { availableParallelism } from 'node:os';
import { UserError } from '../../errors.ts';
import { LANES_MAX } from '../kernel/memory-map.ts';

/**
 * The thread that explores has one region of the kernel's scratch memory for itself, and each thread of the pool leases one of the
 * others for every chunk that it visits. A thread more would find none free.
 */
export const WORKERS_MAX: number = LANES_MAX;

/** By default, one for each processor, at most `WORKERS_MAX`. Throws `E_USAGE` for a number that cannot run at once. */
export function workersOf(given: number | undefined): number {
  if (given === undefined) return Math.min(availableParallelism(), WORKERS_MAX);
  if (Number.isInteger(given) && given >= 1 && given <= WORKERS_MAX) return given;
  throw new UserError('E_USAGE', `an exploration runs on 1 to ${WORKERS_MAX} workers, and not on ${given}.`, {
    hint: 'Each worker needs a region of scratch memory of its own, and there are no more of them.',
  });
}
