/** What lock analysis observes of a step that may sleep: on what, and in which context. Only systems with a property of lock order have them. */
import type { Observation } from '../observation.ts';

/** What a process may sleep on. */
export type SleepsOn = 'wait queue' | 'completion' | 'semaphore' | 'mutex' | 'grace period';

export interface SleepEvent extends Observation {
  readonly kind: 'sleep';
  readonly process: string;
  readonly label: string;
  readonly alternative?: string;
  /** The component's name, and what it is. */
  readonly on: string;
  readonly as: SleepsOn;
  /** It sleeps, because no step has woken it yet. Absent where it need not. */
  readonly blocked?: true;
  /** The spinning locks that the process holds, in order of declaration. */
  readonly held: readonly string[];
  /** The RCU components whose read-side sections the process is in. Absent where it is in none. */
  readonly reading?: readonly string[];
  /** The priority of the interrupt handler; null in a thread. */
  readonly priority: number | null;
  readonly interrupts: 'on' | 'off';
}

export function isSleepEvent(observation: Observation): observation is SleepEvent {
  return observation.kind === 'sleep';
}

/** Whether the context may not sleep: `might_sleep()` of Linux warns there. */
export function isAtomic({ held, reading, priority, interrupts }: SleepEvent): boolean {
  return priority !== null || interrupts === 'off' || held.length > 0 || reading !== undefined;
}
