/** `everywhen simulate MODEL [param=value ...]`: like `check`, on random walks. */
import { type CheckFlags, check } from './check.ts';

export interface SimulateFlags extends CheckFlags {
  readonly seed: number;
  readonly walks: number;
  readonly steps: number;
}

export function simulate(name: string, words: readonly string[], flags: SimulateFlags): Promise<number> {
  const { seed, walks, steps } = flags;
  return check(name, words, flags, { seed, walks, steps });
}
