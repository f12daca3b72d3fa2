/** The meaning of what random systems (random-system.ts) do with shared memory. */
import { NUMBERS, WORDS } from './random-components.ts';
import type { Effect, RandomSystem } from './random-system.ts';

// The data decides at run time what a step does, so snapshots are used untyped here.
// biome-ignore lint/suspicious/noExplicitAny: see above.
type Untyped = any;

/** Stores, loads, locked instructions and fences. */
export function access(
  s: Untyped,
  { kind, target, by }: Effect,
  { modulus, memory }: RandomSystem,
  note: (feature: string) => void,
): Untyped {
  const word = target % WORDS;
  const add = (n: number) => (n + by) % modulus;
  if (memory !== 'sc') note(`${kind} in weak memory`);
  switch (kind) {
    case 'store':
      return s.store('word', word, by % modulus);
    case 'load':
      return s.set('number', by % NUMBERS, s.load('word', word));
    case 'lock add':
      return s.locked('word', word, add);
    case 'exchange':
      return s.exchange('word', word, add, (after: Untyped, old: number) => after.set('number', 0, old));
    default:
      return s.fence('f');
  }
}
