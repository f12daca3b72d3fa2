/**
 * The lane of the running call: a lease of scratch memory, which one task at a time holds. Every thread has an instance
 * of the kernel of its own, and an instance runs one call at a time, so a variable of this module says where its
 * scratch is.
 */
import { SCRATCH, SCRATCH_BYTES, USED } from './memory-map';

/** The first byte of the lane's region. */
export let scratch: usize = SCRATCH;

export function openLane(lane: u32): void {
  scratch = SCRATCH + <usize>lane * SCRATCH_BYTES;
  store<u32>(scratch + USED, 1);
}
