/**
 * Points where a test ends a thread. In the kernel that ships they are nothing; a test compiles a kernel in which they
 * are on.
 */
import { die } from './host';
import { scratch } from './lane';
import { HOOK_COUNT, HOOK_PLACE, SCRATCH } from './memory-map';

const HOOKED = false;

export const BEFORE_INSERT = 1;
export const AFTER_INSERT = 2;
export const AFTER_APPEND = 3;
export const BEFORE_COMMIT = 4;
export const WHILE_GROWING = 5;
export const WHILE_PLACING = 6;

/**
 * Ends the thread that reaches the point HOOK_PLACE for the HOOK_COUNT-th time; never the teacher's own thread, which
 * has lane 0.
 */
export function hook(place: i32): void {
  if (HOOKED && scratch !== SCRATCH && load<i32>(HOOK_PLACE) === place && atomic.sub<i32>(HOOK_COUNT, 1) === 1) die();
}
