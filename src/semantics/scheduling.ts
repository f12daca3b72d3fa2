/**
 * When the scheduler takes a CPU from a thread, because the thread waits or may be preempted, and when it gives a free CPU to a thread. Threads are scheduled where one of
 * them says whether it is preemptible (model/cpu.ts). docs/decisions/preemption.md defines both.
 */
import type { Cpu } from '../model/cpu.ts';
import { RwLock, TicketLock } from '../model/locks/lock.ts';
import { HALTED, type Process } from '../model/process.ts';
import type { Valuation } from '../model/state.ts';
import { alternativesOf, labelAt, type System } from '../model/system.ts';
import { Attempt } from './arrival.ts';
import { attempted } from './evaluation.ts';
import { interruptedBy, interruptsAt, isInterrupted, threadOn } from './interrupt.ts';
import { heldLocks } from './locks/holding.ts';

/** Whether the thread that has the CPU waits, and so gives it back. */
export function waitsOn(system: System, cpu: Cpu, state: Valuation): boolean {
  const thread = runningThread(cpu, state);
  return thread !== undefined && standingOf(system, thread, state) === 'waits';
}

/** Whether a CPU is free, and a thread would spin on it. A thread that can step takes a free CPU by its step. */
export function wouldSpin(system: System, cpu: Cpu, thread: Process, state: Valuation): boolean {
  if (threadOn(cpu, state) !== undefined || isInterrupted(cpu, state)) return false;
  return standingOf(system, thread, state) === 'spins';
}

/**
 * A thread *waits* if it has halted, or no system step at its label is possible and it does not spin: for a lock or for its store buffer, or on
 * a condition while preemption is off. Where it sleeps, and where another thread has interrupts off, it always waits.
 */
function standingOf(system: System, thread: Process, state: Valuation): 'can step' | 'spins' | 'waits' {
  if (labelAt(thread, state) === HALTED) return 'waits';
  let [spins, sleeps] = [false, false];
  for (const alternative of alternativesOf(thread, state)) {
    // Also of a thread that has only steps of the environment here: on a CPU that it gets, it would freeze the thread that freezes it.
    if (interruptedBy(system, alternative, state) !== undefined) return 'waits';
    if (alternative.tag === 'environment') continue;
    const attempt = new Attempt(system, alternative);
    const { outcomes, observed } = attempted(attempt, state);
    if (outcomes.length > 0) return 'can step';
    spins ||= attempt.spins || observed.some(({ kind }) => kind === 'buffer full');
    sleeps ||= attempt.sleeps;
  }
  return sleeps || (!spins && !isPreemptionOff(system, thread, state)) ? 'waits' : 'spins';
}

/** Whether the environment may take the CPU from the thread that has it. */
export function mayPreempt(system: System, cpu: Cpu, state: Valuation): boolean {
  const thread = runningThread(cpu, state);
  if (thread?.preemptible !== true || labelAt(thread, state) === HALTED) return false;
  return !isPreemptionOff(system, thread, state);
}

/** The thread that has the CPU and is not interrupted there. */
function runningThread(cpu: Cpu, state: Valuation): Process | undefined {
  const name = threadOn(cpu, state);
  if (name === undefined || isInterrupted(cpu, state)) return undefined;
  return cpu.threads.find((thread) => thread.name === name);
}

/**
 * As Linux' `preemptible()`: `preempt_count` is not 0, or interrupts are off. A spin lock or read-write lock counts while it is held and, because
 * `spin_lock()` turns preemption off before it waits, from when the thread has a place in its queue.
 */
function isPreemptionOff(system: System, thread: Process, state: Valuation): boolean {
  if (interruptsAt(system, thread, state) === 'off') return true;
  if (heldLocks(system, thread, state).some(({ sleeps }) => !sleeps)) return true;
  return [...system.locks.keys()].some((slot) => {
    // The kind of a lock does not change, so only locks with a queue are read.
    const { value } = system.initial.at(slot);
    const hasQueue = value instanceof TicketLock || value instanceof RwLock;
    return hasQueue && (state.at(slot).value as TicketLock | RwLock).waiting.includes(thread.name);
  });
}
