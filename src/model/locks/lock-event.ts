/**
 * What lock analysis observes of a step: a lock that it takes or waits for, with everything that decides whether that is in order.
 * Only systems with a property of lock order have events. An event depends only on slots that the step read.
 */

import type { Observation } from '../observation.ts';
import type { AcquireMode, LockMode } from './lock.ts';

/**
 * `acquire`: took it, waiting if need be. `try`: took it without waiting. `blocked`: waits for it. `release`: released it without
 * holding it. `enable`: turned interrupts on while holding it. `end`: halted, or came to where it may wait for ever, while holding it.
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
  readonly mode: AcquireMode;
  /**
   * The other locks that the process holds then, in order of declaration; the same lock, too, where it waits for itself or would, had a
   * writer announced itself between its two reads.
   */
  readonly held: readonly (readonly [lock: string, mode: LockMode, subclass?: number])[];
  /** With which it is taken or held; absent where that is 0. */
  readonly subclass?: number;
  /** The priority of the interrupt handler; null in a thread. */
  readonly priority: number | null;
  /** Whether interrupts may arrive; in a handler, interrupts of a higher priority. */
  readonly interrupts: 'on' | 'off';
  /** The processes that it waits for. */
  readonly behind?: readonly string[];
  /** The place of the outcome in its choice, where only some outcomes of the step have the event. */
  readonly place?: number;
}

export function isLockEvent(observation: Observation): observation is LockEvent {
  return observation.kind === 'lock';
}

/** The faults that a property of lock order looks for, in the order of reports. */
export const LOCK_RULES = [
  'double acquire',
  'release',
  'wait cycle',
  'irq',
  'cycle',
  'same class',
  'rank',
  'held at end',
  'sleeping while atomic',
] as const;
/**
 * A fault that `lockOrder` looks for.
 *
 * `double acquire`: a process waits for a lock that it holds. `release`: it releases a lock that it does not hold. `wait cycle`: processes
 * wait for each other. `irq`: a lock that a handler takes is held elsewhere with interrupts on. `cycle`: classes of locks are taken in a
 * circle of orders. `same class`: two locks of a class are held at once. `rank`: a lock of a lower rank is taken inside one of a higher rank.
 * `held at end`: a process that has halted, or may wait for ever, holds a lock. `sleeping while atomic`: a process sleeps, or would if it had
 * to, on a wait queue, completion, semaphore or mutex while it holds a spinning lock, with interrupts off, or in an interrupt handler, as Linux'
 * `might_sleep()` reports.
 */
export type LockRule = (typeof LOCK_RULES)[number];
