/** For each CPU whose threads are scheduled, a rule set of its own that takes the CPU from a thread (semantics/scheduling.ts). */
import { scheduledCpus, schedulerOf } from '../model/cpu.ts';
import type { Process, Tag } from '../model/process.ts';
import type { IsDue, Locking } from '../semantics/locks/locking.ts';
import { mayPreempt, waitsOn } from '../semantics/scheduling.ts';
import type { AuthoredProcess } from './definition.ts';

/** `switch` is owed where a thread waits; `preempt` may happen where some thread of the CPU is preemptible. */
export function schedulersOf(processes: readonly Process[]): readonly AuthoredProcess[] {
  return [...scheduledCpus(processes)].map((cpu): AuthoredProcess => {
    const rule = (name: string, tag: Tag, isDue: IsDue) => ({
      name,
      alternatives: [{ name: undefined, tag, run: (s: unknown) => (s as Locking).freeCpu(cpu, isDue) }],
    });
    const isPreemptible = processes.some((process) => process.cpu === cpu && process.preemptible === true);
    return {
      name: schedulerOf(cpu),
      kind: 'rules',
      indices: undefined,
      labels: [
        rule('switch', 'system', waitsOn),
        ...(isPreemptible ? [rule('preempt', 'environment', mayPreempt)] : []),
      ],
      end: 'halt',
      tag: 'system',
      column: undefined,
      cpu,
      fairness: 'weak',
      stores: false,
      mayWaitAt: [],
      locals: {},
    };
  });
}
