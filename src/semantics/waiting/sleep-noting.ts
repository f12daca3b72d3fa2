/** Notes what a step sleeps on, and in which context (model/waiting/sleep-event.ts). */
import type { Rcu } from '../../model/rcu/rcu.ts';
import type { Valuation } from '../../model/state.ts';
import type { System } from '../../model/system.ts';
import type { SleepEvent, SleepsOn } from '../../model/waiting/sleep-event.ts';
import type { Attempt, Mark } from '../arrival.ts';
import { interruptsAt } from '../interrupt.ts';
import { heldLocks } from '../locks/holding.ts';

/** What to carry along the way through the step; nothing where no property of lock order is declared. */
export function noteSleep(
  attempt: Attempt,
  what: { readonly state: Valuation; readonly slot: number; readonly as: SleepsOn; readonly blocked: boolean },
): readonly Mark[] {
  const { system, alternative } = attempt;
  if (system.lockRules.size === 0) return [];
  const { process, label, name } = alternative;
  // The context is read only where a rule asks, because it is part of the footprint.
  const asks = system.lockRules.has('sleeping while atomic') && process.kind === 'program';
  const spinning = asks ? heldLocks(system, process, what.state).filter(({ sleeps }) => !sleeps) : [];
  const reading = asks ? sectionsOf(system, process.name, what.state) : [];
  const event: SleepEvent = {
    kind: 'sleep',
    process: process.name,
    label,
    ...(name !== undefined && { alternative: name }),
    on: system.slots[what.slot]?.name ?? '',
    as: what.as,
    ...(what.blocked && { blocked: true as const }),
    held: spinning.map((lock) => lock.name),
    ...(reading.length > 0 && { reading }),
    priority: process.interrupt ?? null,
    interrupts: asks ? interruptsAt(system, process, what.state) : 'on',
  };
  const mark = { id: '', holds: true, event };
  attempt.marks.push(mark);
  return [mark];
}

/** The RCU components in whose read-side sections a process is. */
function sectionsOf({ rcus, slots }: System, process: string, state: Valuation): readonly string[] {
  return rcus.filter((slot) => (state.at(slot).value as Rcu).isReading(process)).map((slot) => slots[slot]?.name ?? '');
}
