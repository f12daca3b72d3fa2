/** Threads that are scheduled in random systems (random-system.ts): all of one CPU, and some of them preemptible. */
import fc from 'fast-check';
import { marked } from './random-owed.ts';
import type { RandomSystem } from './random-system.ts';

// The data decides at run time what a step does, so snapshots are used untyped here.
// biome-ignore lint/suspicious/noExplicitAny: see above.
type Untyped = any;
type Note = (feature: string) => void;

/** Which threads are preemptible, where threads are scheduled at all. */
export const randomPreemption = fc.oneof(
  { weight: 5, arbitrary: fc.constant('not scheduled' as const) },
  { weight: 2, arbitrary: fc.constantFrom('all', 'all', 'first', 'none') },
);

/** The options of a program by which it is scheduled. Handlers are not. */
export function schedulingOf({ preemption, programs }: RandomSystem, p: number, note: Note): object {
  const isThread = ({ context }: RandomSystem['programs'][number]) => !context.startsWith('handler');
  const program = programs[p] as RandomSystem['programs'][number];
  if (preemption === 'not scheduled' || !isThread(program)) return {};
  const threads = programs.filter(isThread).reduce((sum, { replicas }) => sum + replicas, 0);
  if (threads > 1) note('scheduled threads');
  const preemptible = preemption === 'all' || (preemption === 'first' && p === 0);
  if (threads > 1 && preemptible) note('preemption');
  return { cpu: 'cpu0', preemptible };
}

/** Turns interrupts off or on, or gives the CPU back. */
export function switched(s: Untyped, { preemption }: RandomSystem, by: number, note: Note): Untyped {
  if (s.current() !== 'thread') note('interrupt handlers');
  if (preemption !== 'not scheduled' && by > 2) {
    note('yields');
    return s.yieldCpu();
  }
  return marked(by < 2 ? s.disableInterrupts() : s.enableInterrupts(), note);
}
