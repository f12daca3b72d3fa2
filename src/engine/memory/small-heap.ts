/** What V8 takes besides our objects: room for those that live for a moment only, and for compiling what has run a few times. */
import { setFlagsFromString } from 'node:v8';

/**
 * Keeps it small, for the rest of the process. The engine's objects die young, and the up to 128 MB that V8 would let them fill are
 * taken from the states. Most of our functions run a few thousand times while the tables are learnt, and then hardly ever: what the
 * threads that compile them take is not given back. For processes of our own only: a program that calls `check` has other objects,
 * and other functions, too.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--invocation-count-for-maglev=4000');
}
