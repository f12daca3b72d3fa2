/** Notes the lock events of a step that lock analysis needs. */

import type { AcquireMode, Lock } from '../../model/locks/lock.ts';
import type { LockEvent, LockEventKind } from '../../model/locks/lock-event.ts';
import { type Control, HALTED, labelOf, type Process } from '../../model/process.ts';
import type { Valuation } from '../../model/state.ts';
import type { SleepEvent } from '../../model/waiting/sleep-event.ts';
import type { Arrival, Attempt } from '../arrival.ts';
import { interruptsAt } from '../interrupt.ts';
import { heldLocks } from './holding.ts';

/** The event as it is noted; undefined where no property of lock order is declared or the lock is a local. */
export function eventOf(
  { system, alternative }: Attempt,
  what: {
    readonly event: LockEventKind;
    readonly state: Valuation;
    readonly slot: number;
    readonly mode: AcquireMode | undefined;
    readonly subclass?: number | undefined;
  },
): LockEvent | undefined {
  const info = system.locks.get(what.slot);
  if (system.lockRules.size === 0 || info === undefined) return undefined;
  const { process, label, name } = alternative;
  const waits = what.event === 'blocked';
  const held = heldLocks(system, process, what.state);
  // A reader that reads again waits for itself if a writer announces itself in between, unless it is recursive.
  const again = waits || (what.event === 'acquire' && what.mode === 'read');
  return {
    kind: 'lock',
    event: what.event,
    process: process.name,
    label,
    ...(name !== undefined && { alternative: name }),
    lock: info.name,
    mode: what.mode ?? 'write',
    held: held
      .filter(({ slot }) => again || slot !== what.slot)
      .map((one) => (one.subclass === 0 ? [one.name, one.mode] : [one.name, one.mode, one.subclass])),
    ...(what.subclass !== undefined && what.subclass !== 0 && { subclass: what.subclass }),
    priority: process.interrupt ?? null,
    interrupts: interruptsAt(system, process, what.state),
    ...(waits && { behind: (what.state.at(what.slot).value as Lock).before(process.name, what.mode) }),
  };
}

/**
 * Notes the events of an evaluation. A blocked evaluation only waited; an evaluation with outcomes did not wait. As a claim does, an
 * event belongs to the outcomes on whose way it happened; an event on a discarded snapshot belongs to all outcomes.
 */
export function noteLockEvents(
  attempt: Attempt,
  arrivals: readonly { readonly place: number; readonly at: Arrival }[],
): void {
  const { system, alternative, observed } = attempt;
  for (const mark of attempt.marks) {
    if (isBlocked(mark.event) !== (arrivals.length === 0)) continue;
    const through = arrivals.filter(({ at }) => at.judged.includes(mark));
    if (through.length === 0 || through.length === arrivals.length) observed.push(mark.event);
    else observed.push(...through.map(({ place }) => ({ ...mark.event, place })));
  }
  if (!system.lockRules.has('held at end')) return;
  for (const { place, at } of arrivals) {
    if (!isEnd(alternative.process, at.state)) continue;
    for (const { slot, mode, subclass } of heldLocks(system, alternative.process, at.state)) {
      const event = eventOf(attempt, { event: 'end', state: at.state, slot, mode, subclass });
      if (event !== undefined) observed.push(arrivals.length === 1 ? event : ({ ...event, place } as LockEvent));
    }
  }
}

function isBlocked(event: LockEvent | SleepEvent): boolean {
  return event.kind === 'sleep' ? event.blocked === true : event.event === 'blocked';
}

function isEnd(process: Process, state: Valuation): boolean {
  if (process.labelSlot === undefined) return false;
  const label = labelOf(state.at(process.labelSlot).value as Control);
  return label === HALTED || process.mayWaitAt.has(label);
}
