/** The number of threads that visit the states of one exploration. */
import { availableParallelism } from 'node:os';
import { UserError } from '../../errors.ts';
import { LANES_MAX } from '../kernel/memory-map.ts';

/**
 * The exploring thread has one lane of the kernel's scratch memory to itself, and each thread of the pool leases another
 * for every chunk that it visits. One more thread would find no lane free.
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
