/**
 * The locks and interrupts of a snapshot: the effects of `acquire`, `release` and the like. Their typed interface, which documents
 * each method, is `LockSteps` (language/lock-steps.ts). Where a property asks for it, each notes a lock event (model/lock-event.ts).
 */
import { UserError } from '../errors.ts';
import { ON } from '../model/cpu.ts';
import type { ReplicaIndex } from '../model/declaration.ts';
import type { FairLockTaken } from '../model/fairness.ts';
import { type Lock, type LockMode, TicketLock } from '../model/lock.ts';
import type { LockEventKind } from '../model/lock-event.ts';
import type { Valuation } from '../model/state.ts';
import { StateReader } from '../model/state-reader.ts';
import { Arriver, type Claim } from './arrival.ts';
import { heldLocks, withLock } from './holding.ts';
import { firstLabelOf, interruptsAt, irqrestore, irqsave, withInterrupts } from './interrupt.ts';
import { eventOf } from './lock-noting.ts';

interface Taking {
  readonly mode?: LockMode;
  readonly irqsave?: boolean;
  /** Does not wait where the lock is held. */
  readonly try?: boolean;
}

export abstract class Locking extends Arriver {
  protected abstract readonly state: Valuation;
  /** The slot of a component, or of a local of the process. */
  protected abstract slotOf(name: string, index: ReplicaIndex | undefined): number;
  /** The snapshot continued from a state; `onTheWay`: claims and marks to add to this way through the step. */
  protected abstract onward(state: Valuation, onTheWay?: readonly Claim[]): this;

  acquire(lock: string, index?: ReplicaIndex): this | undefined {
    return this.#take(lock, index, {});
  }
  tryAcquire(lock: string, index?: ReplicaIndex): this | undefined {
    return this.#take(lock, index, { try: true });
  }
  acquireIrqsave(lock: string, index?: ReplicaIndex): this | undefined {
    return this.#take(lock, index, { irqsave: true });
  }
  acquireRead(lock: string, index?: ReplicaIndex): this | undefined {
    return this.#take(lock, index, { mode: 'read' });
  }
  acquireWrite(lock: string, index?: ReplicaIndex): this | undefined {
    return this.#take(lock, index, { mode: 'write' });
  }
  acquireReadIrqsave(lock: string, index?: ReplicaIndex): this | undefined {
    return this.#take(lock, index, { mode: 'read', irqsave: true });
  }
  acquireWriteIrqsave(lock: string, index?: ReplicaIndex): this | undefined {
    return this.#take(lock, index, { mode: 'write', irqsave: true });
  }

  release(lock: string, index?: ReplicaIndex): this {
    return this.#release(lock, index);
  }
  releaseIrqrestore(lock: string, index?: ReplicaIndex): this {
    const { system, alternative } = this.attempt;
    const name = this.#nameOf(this.slotOf(lock, index));
    const released = this.#release(lock, index);
    return released.#interruptsNow(irqrestore(system, alternative.process, released.state, name));
  }

  disableInterrupts(): this {
    const { system, alternative } = this.attempt;
    return this.onward(withInterrupts(system, alternative.process, this.state, 'off'));
  }
  enableInterrupts(): this {
    const { system, alternative } = this.attempt;
    return this.#interruptsNow(withInterrupts(system, alternative.process, this.state, 'on'));
  }

  current(cpu: string = this.attempt.alternative.process.cpu): string {
    return new StateReader(this.attempt.system.names, this.state).current(cpu);
  }

  #take(name: string, index: ReplicaIndex | undefined, how: Taking): this | undefined {
    const { system, alternative } = this.attempt;
    const { process } = alternative;
    const slot = this.slotOf(name, index);
    const lock = this.state.at(slot).value as Lock;
    const before = how.irqsave ? irqsave(system, process, this.state, this.#nameOf(slot)) : this.state;
    const taken = lock.acquire(process.name, how.mode);
    if (taken !== undefined) {
      this.#noteFair(slot);
      const marks = this.#note(how.try ? 'try' : 'acquire', before, slot, how.mode);
      return this.onward(withLock(system, before, slot, system.canon.of(taken)), marks);
    }
    if (how.try) return undefined;
    this.#note('blocked', before, slot, how.mode);
    if (lock instanceof TicketLock) this.#draw(lock, slot);
    return undefined;
  }

  /** Notes the step for the strong fairness constraint of a fair lock (model/fairness.ts). */
  #noteFair(slot: number): void {
    const { system, alternative, observed } = this.attempt;
    const info = system.locks.get(slot);
    if (!info?.fair) return;
    const taking: FairLockTaken = { kind: 'fair lock', process: alternative.process.name, lock: info.name };
    observed.push(taking);
  }

  /** A process that must wait for a ticket lock draws a ticket and stays at its label: the outcome of a step that is otherwise blocked. */
  #draw(lock: TicketLock, slot: number): void {
    const { process, label } = this.attempt.alternative;
    const drawn = lock.draw(process.name);
    if (drawn === undefined) return;
    if (process.interrupt !== undefined && label === firstLabelOf(process)) {
      throw new UserError('E_STEP', `waits for ticket lock '${this.#nameOf(slot)}' before it has begun.`, {
        hint: "A handler's first step is the interrupt's arrival: take the lock in the step after it.",
      });
    }
    this.attempt.drawn ??= { slot, lock: drawn };
  }

  #release(name: string, index: ReplicaIndex | undefined): this {
    const { system, alternative } = this.attempt;
    const slot = this.slotOf(name, index);
    const lock = this.state.at(slot).value as Lock;
    const foreign = lock.heldBy(alternative.process.name) === undefined;
    // Without a property that reports it, a release by another process is an error of the model.
    if (!foreign || !system.lockRules.has('release')) {
      const released = system.canon.of(lock.release(alternative.process.name));
      return this.onward(withLock(system, this.state, slot, released));
    }
    const marks = this.#note('release', this.state, slot, undefined);
    return this.onward(withLock(system, this.state, slot, system.canon.of(lock.forceRelease())), marks);
  }

  /** Continues in a state where interrupts may have been turned on: every lock held there is now held with interrupts on. */
  #interruptsNow(state: Valuation): this {
    const { system, alternative } = this.attempt;
    if (!system.lockRules.has('irq') || interruptsAt(system, alternative.process, state) !== ON) {
      return this.onward(state);
    }
    const marks = heldLocks(system, alternative.process, state).flatMap(({ slot }, i, all) =>
      this.#note('enable', state, slot, all[i]?.mode),
    );
    return this.onward(state, marks);
  }

  #note(event: LockEventKind, state: Valuation, slot: number, mode: LockMode | undefined): readonly Claim[] {
    const noted = eventOf(this.attempt, { event, state, slot, mode });
    if (noted === undefined) return [];
    const mark = { id: '', holds: true, event: noted };
    this.attempt.marks.push(mark);
    return [mark];
  }

  #nameOf(slot: number): string {
    return this.attempt.system.slots[slot]?.name ?? '';
  }
}
