/**
 * Lock events: a step takes or waits for a lock, with everything that decides whether that is in order. Noted only in systems that
 * declare a property of lock order. An event depends only on slots that the step read.
 */
import type { LockMode } from './lock.ts';
import type { Observation } from './observation.ts';

/**
 * `acquire`: took the lock, and would have waited. `try`: took it, and would not have waited. `blocked`: waits for it. `release`:
 * released it without holding it. `enable`: turned interrupts on while holding it. `end`: halted, or reached a label where it may
 * wait for ever, while holding it.
 */
export type LockEventKind = 'acquire' | 'try' | 'blocked' | 'release' | 'enable' | 'end';

export interface LockEvent extends Observation {
  readonly kind: 'lock';
  readonly event: LockEventKind;
  readonly process: string;
  readonly label: string;
  readonly alternative?: string;
  /** The lock's name, and how it is taken or held. */
  readonly lock: string;
  readonly mode: LockMode;
  /** The other locks that the process holds then, in order of declaration; the same lock, too, where it waits for itself. */
  readonly held: readonly (readonly [lock: string, mode: LockMode])[];
  /** The priority of the interrupt handler; null in a thread. */
  readonly priority: number | null;
  /** Whether interrupts may arrive; in a handler, interrupts of a higher priority. */
  readonly interrupts: 'on' | 'off';
  /** The processes for which it waits. */
  readonly behind?: readonly string[];
  /** The place of the outcome in its choice, where only some outcomes of the step have the event. */
  readonly place?: number;
}

export function isLockEvent(observation: Observation): observation is LockEvent {
  return observation.kind === 'lock';
}

/** The faults that a property of lock order can look for. */
export const LOCK_RULES = [
  'double acquire',
  'release',
  'wait cycle',
  'irq',
  'cycle',
  'same class',
  'rank',
  'held at end',
] as const;
export type LockRule = (typeof LOCK_RULES)[number];
