/**
 * The virtual local APIC's interrupt registers: IRR (requested), ISR (in service), TMR (trigger mode), each a set of vectors.
 *
 * They are components apart, because they are touched apart: other CPUs set bits of IRR and TMR, only the vCPU itself its
 * ISR. (Intel SDM vol. 3A, 11.8.4: "Interrupt Acceptance for Fixed Interrupts".)
 */
import { Set as ImmutableSet } from 'immutable';

/**
 * Vectors by rising priority: low, middle, high, top. Each has a priority class of its own (SDM 11.8.3.1: the class is the
 * vector divided by 16), so that "of a lower class" and "a smaller vector" mean the same.
 */
export const VECTORS = ['L', 'M', 'H', 'T'] as const;
export type Vector = (typeof VECTORS)[number];

export type Register = ImmutableSet<Vector>;
export const EMPTY: Register = ImmutableSet();

export function priorityClass(vector: Vector): number {
  return VECTORS.indexOf(vector);
}

/** The vector of highest priority; null in an empty register. */
export function highest(register: Register): Vector | null {
  return register.maxBy(priorityClass) ?? null;
}

/** The vector of lowest priority; null in an empty register. */
export function lowest(register: Register): Vector | null {
  return register.minBy(priorityClass) ?? null;
}
