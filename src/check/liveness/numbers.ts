/** Arrays of numbers by node, for billions of nodes. */
import { ExplorationStopped } from '../../model/exploration.ts';

/** Four bytes a number. Throws `ExplorationStopped` where there is no room for them. */
export function numbersFor(count: number): Uint32Array {
  return inMemory(() => new Uint32Array(count));
}

/** A byte a number; throws as `numbersFor`. */
export function bytesFor(count: number): Uint8Array {
  return inMemory(() => new Uint8Array(count));
}

function inMemory<T>(allocate: () => T): T {
  try {
    return allocate();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ExplorationStopped('memory');
  }
}
