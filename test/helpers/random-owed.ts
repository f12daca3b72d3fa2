/** The meaning of the budgets of random systems (random-system.ts), and of what they owe. */
import type { RandomSystem } from './random-system.ts';

// The data decides at run time what a step does, so snapshots are used untyped here.
// biome-ignore lint/suspicious/noExplicitAny: see above.
type Untyped = any;

/** The system with what the data declares. */
export function withOwed(builder: Untyped, { budget, buffer }: RandomSystem): Untyped {
  const bounded = budget === 'none' ? builder : builder.budget('b', buffer + 1, { each: budget === 'each' });
  return bounded.owed('debt', 'a debt', { each: 2 });
}

export function owe(s: Untyped, by: number, note: (feature: string) => void): Untyped {
  note('owed');
  return by < 2 ? s.raise('debt', by) : s.handle('debt', by % 2);
}
