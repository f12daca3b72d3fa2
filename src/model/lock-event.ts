/**
 * What lock analysis notices of a step: a lock that it takes or waits for, with everything that decides whether that is in order.
 * Noted only in systems that declare a property of lock order. An event speaks of slots that the step read and of nothing else.
 */
import type { LockMode } from './lock.ts';
import type { Observation } from './observation.ts';

/**
 * `acquire`, `try`: took it, waiting if need be or not. `blocked`: waits for it. `release`: gave back what another holds, or
 * nobody. `enable`: turned interrupts on while holding it. `end`: ended, or came to where it may wait for ever, while holding it.
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
  /** The other locks that the process holds then, in order of declaration; itself, too, where it waits for itself. */
  readonly held: readonly (readonly [lock: string, mode: LockMode])[];
  /** The priority of the interrupt handler; null in a thread. */
  readonly priority: number | null;
  /** Interrupts may arrive: those of a higher priority than that of the handler. */
  readonly interrupts: 'on' | 'off';
  /** Those for whom it waits. */
  readonly behind?: readonly string[];
  /** The place of the outcome, where only some outcomes of the step come to it. */
  readonly place?: number;
}

export function isLockEvent(observation: Observation): observation is LockEvent {
  return observation.kind === 'lock';
}

/** Which faults a property of lock order looks for. */
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
