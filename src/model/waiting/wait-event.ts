/** What a blocked step waits for, and thereby for which processes or CPUs: noted only where the end of a trace is told (check/waiting.ts). */
import type { Observation } from '../observation.ts';

/**
 * What a process may wait for that others owe it, beside locks: the `acknowledgement` of an IPI by CPUs; for `stopCpus`, its `turn` after a process
 * or CPUs; the `arrival` of CPUs; the `resumption` by a process.
 */
export type AwaitsAs = 'grace period' | 'callback' | 'acknowledgement' | 'arrival' | 'resumption' | 'turn';

export interface WaitEvent extends Observation {
  readonly kind: 'wait';
  /** The component's name, what of it is awaited, and of a callback its name. */
  readonly on: string;
  readonly as: AwaitsAs;
  readonly callback?: string;
  /** The names of processes or CPUs. */
  readonly behind: readonly string[];
}

export function isWaitEvent(observation: Observation): observation is WaitEvent {
  return observation.kind === 'wait';
}
