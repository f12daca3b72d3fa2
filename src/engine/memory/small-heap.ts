/**
 * The memory that V8 takes besides our objects: for objects that die young, and for compiling functions that ran a few
 * times.
 */
import { setFlagsFromString } from 'node:v8';

/**
 * Keeps it small for the rest of the process. The engine's objects die young, and V8 would let them fill up to 128 MB,
 * which the states then lack. Most functions of the engine run a few thousand times while the tables are learned, and
 * rarely afterwards; the threads that compile them do not return the memory that they take. For processes of our own
 * only: a program that calls `check` has objects and functions of its own, too.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--invocation-count-for-maglev=4000');
}
