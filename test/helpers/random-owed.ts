/** The meaning of the budgets of random systems (random-system.ts), of what they owe, and of what each CPU has of its own. */
import { CPUS } from './random-components.ts';
import type { RandomSystem } from './random-system.ts';

// The data decides at run time what a step does, so snapshots are used untyped here.
// biome-ignore lint/suspicious/noExplicitAny: see above.
type Untyped = any;

/** The system with what the data declares. */
export function withOwed(builder: Untyped, { budget, buffer }: RandomSystem): Untyped {
  const bounded = budget === 'none' ? builder : builder.budget('b', buffer + 1, { each: budget === 'each' });
  return bounded.owed('debt', 'a debt', { each: 2 }).object('it', 'an object', { each: 2 });
}

export function owe(s: Untyped, by: number, note: (feature: string) => void): Untyped {
  note('owed');
  return by < 2 ? s.raise('debt', by) : s.handle('debt', by % 2);
}

/** Where several programs run on one CPU, a mark of that CPU is toggled. */
export function marked(s: Untyped, note: (feature: string) => void): Untyped {
  if (!CPUS.includes(s.thisCpu)) return s;
  note('components of a CPU');
  return s.update('mark', s.thisCpu, (is: boolean) => !is);
}
