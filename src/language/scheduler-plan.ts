/** For each CPU whose threads are scheduled, a rule set of its own that takes and gives the CPU (semantics/scheduling.ts). */
import { scheduledCpus, schedulerOf } from '../model/cpu.ts';
import type { LockInfo } from '../model/locks/lock-declaration.ts';
import type { Process, Tag } from '../model/process.ts';
import type { IsDue, Locking } from '../semantics/locks/locking.ts';
import { mayPreempt, waitsOn, wouldSpin } from '../semantics/scheduling.ts';
import type { AuthoredProcess } from './definition.ts';

/**
 * `switch` is owed where a thread waits; `preempt` may happen where some thread of the CPU is preemptible; `spin` gives a free CPU to a thread
 * that waits for a lock by spinning.
 */
export function schedulersOf(
  processes: readonly Process[],
  locks: ReadonlyMap<number, LockInfo>,
): readonly AuthoredProcess[] {
  const hasSpinning = [...locks.values()].some(({ sleeps }) => !sleeps);
  return [...scheduledCpus(processes)].map((cpu): AuthoredProcess => {
    const threads = processes.filter((one) => one.cpu === cpu && one.kind === 'program' && one.interrupt === undefined);
    const step = (tag: Tag, isDue: IsDue, thread?: Process) => ({
      name: thread?.name,
      tag,
      run: (s: unknown) => (s as Locking).schedule(cpu, thread, isDue),
    });
    const preempt = { name: 'preempt', alternatives: [step('environment', mayPreempt)] };
    const spin = {
      name: 'spin',
      alternatives: threads.map((thread) =>
        step('environment', (system, on, state) => wouldSpin(system, on, thread, state), thread),
      ),
    };
    return {
      name: schedulerOf(cpu),
      kind: 'rules',
      indices: undefined,
      labels: [
        { name: 'switch', alternatives: [step('system', waitsOn)] },
        ...(threads.some(({ preemptible }) => preemptible === true) ? [preempt] : []),
        ...(hasSpinning ? [spin] : []),
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
