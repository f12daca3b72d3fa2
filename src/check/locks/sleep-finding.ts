/** The rule *sleeping while atomic*: its text, in the words of Linux' `might_sleep()` (include/linux/kernel.h, kernel/sched/core.c). */
import type { SleepEvent } from '../../model/waiting/sleep-event.ts';
import type { Told } from './lock-finding.ts';

export function tellSleep(event: SleepEvent): Told {
  const { process, priority, held, reading = [] } = event;
  const indent = priority === null ? '' : '  ';
  return {
    message: `${process} may sleep on ${named(event)} ${contextOf(event)}.`,
    scenario: [
      ...(priority === null ? [] : [{ cpu: 0, does: '<Interrupt>' }]),
      ...held.map((lock) => ({ cpu: 0, does: `${indent}lock(${lock});` })),
      ...reading.map(() => ({ cpu: 0, does: `${indent}rcu_read_lock();` })),
      ...(priority === null && held.length + reading.length === 0 ? [{ cpu: 0, does: 'local_irq_disable();' }] : []),
      { cpu: 0, does: `${indent}sleep(${event.on});` },
    ],
  };
}

/** What the end of a trace shows: `p sleeps on mutex m while it holds lock`. */
export function tellSleepEvent(event: SleepEvent): string {
  const sleeps = event.blocked ? 'sleeps' : 'may sleep';
  return `${event.process} ${sleeps} on ${named(event)} ${contextOf(event)}`;
}

function named({ on, as }: SleepEvent): string {
  return `${as} ${on}`;
}

function contextOf({ held, reading, priority }: SleepEvent): string {
  if (held.length > 0) return `while it holds ${held.join(' and ')}`;
  if (reading !== undefined) return `inside a read-side section of ${reading.join(' and ')}`;
  return priority === null ? 'with interrupts off' : 'in an interrupt handler';
}
