/** The room that V8 gives to what lives for a moment only. */
import { setFlagsFromString } from 'node:v8';

/**
 * Keeps it from growing, for the rest of the process: the engine's objects die young, and the up to 128 MB that V8 would let them
 * fill are taken from the states. For processes of our own only: a program that calls `check` has other objects, too.
 */
export function keepYoungGenerationSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
