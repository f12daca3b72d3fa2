/**
 * The locks and interrupts of a snapshot: the effects of `acquire`, `release` and the like. Their typed interface, which documents
 * each method, is `LockSteps` (language/lock-steps.ts). Where a property asks for it, each notes a lock event (model/locks/lock-event.ts).
 */
import { UserError } from '../../errors.ts';
import { type Cpu, ON } from '../../model/cpu.ts';
import type { ReplicaIndex } from '../../model/declaration.ts';
import type { FairLockTaken } from '../../model/fairness/fairness.ts';
import { type AcquireMode, type Lock, type LockMode, Mutex, RwLock, TicketLock } from '../../model/locks/lock.ts';
import { type Nesting, SUBCLASSES_MAX } from '../../model/locks/lock-declaration.ts';
import type { LockEventKind } from '../../model/locks/lock-event.ts';
import type { Process } from '../../model/process.ts';
import type { Valuation } from '../../model/state.ts';
import { StateReader } from '../../model/state-reader.ts';
import type { System } from '../../model/system.ts';
import { Arriver, type Claim } from '../arrival.ts';
import {
  firstLabelOf,
  interruptsAt,
  irqrestore,
  irqsave,
  isIrqsaved,
  withFree,
  withInterrupts,
  withoutThread,
  withThread,
} from '../interrupt.ts';
import { noteSleep } from '../waiting/sleep-noting.ts';
import { type HeldLock, heldLocks, withLock } from './holding.ts';
import { eventOf } from './lock-noting.ts';

interface Taking {
  readonly mode?: LockMode;
  readonly irqsave?: boolean;
  /** Does not wait where the lock is held. */
  readonly try?: boolean;
}

/** Whether the scheduler takes a step on a CPU. */
export type IsDue = (system: System, cpu: Cpu, state: Valuation) => boolean;

/** The index of a replicated lock, and with which subclass a lock is taken. */
type HowTaken = readonly (ReplicaIndex | Nesting | undefined)[];

export abstract class Locking extends Arriver {
  protected abstract readonly state: Valuation;
  /** The slot of a component, or of a local of the process. */
  protected abstract slotOf(name: string, index: ReplicaIndex | undefined): number;
  /** The snapshot continued from a state; `onTheWay`: claims and marks to add to this way through the step. */
  protected abstract onward(state: Valuation, onTheWay?: readonly Claim[]): this;

  acquire(lock: string, ...rest: HowTaken): this | undefined {
    return this.#take(lock, rest, {});
  }
  tryAcquire(lock: string, ...rest: HowTaken): this | undefined {
    return this.#take(lock, rest, { try: true });
  }
  acquireIrqsave(lock: string, ...rest: HowTaken): this | undefined {
    return this.#take(lock, rest, { irqsave: true });
  }
  acquireRead(lock: string, ...rest: HowTaken): this | undefined {
    return this.#take(lock, rest, { mode: 'read' });
  }
  acquireWrite(lock: string, ...rest: HowTaken): this | undefined {
    return this.#take(lock, rest, { mode: 'write' });
  }
  acquireReadIrqsave(lock: string, ...rest: HowTaken): this | undefined {
    return this.#take(lock, rest, { mode: 'read', irqsave: true });
  }
  acquireWriteIrqsave(lock: string, ...rest: HowTaken): this | undefined {
    return this.#take(lock, rest, { mode: 'write', irqsave: true });
  }

  release(lock: string, index?: ReplicaIndex): this {
    return this.#release(lock, index);
  }
  releaseIrqrestore(lock: string, index?: ReplicaIndex): this {
    const { system, alternative } = this.attempt;
    const name = this.#nameOf(this.slotOf(lock, index));
    const released = this.#release(lock, index);
    return released.interruptsNow(irqrestore(system, alternative.process, released.state, name));
  }

  disableInterrupts(): this {
    const { system, alternative } = this.attempt;
    return this.onward(withInterrupts(system, alternative.process, this.state, 'off'));
  }
  enableInterrupts(): this {
    const { system, alternative } = this.attempt;
    return this.interruptsNow(withInterrupts(system, alternative.process, this.state, 'on'));
  }

  yieldCpu(): this {
    const { system, alternative } = this.attempt;
    return this.onward(withoutThread(system, alternative.process, this.state));
  }
  /** The scheduler's step: gives a CPU to a thread, or frees it, where `isDue` says so. */
  schedule(name: string, thread: Process | undefined, isDue: IsDue): this | undefined {
    const { system } = this.attempt;
    const cpu = system.cpus.get(name) as Cpu;
    if (!isDue(system, cpu, this.state)) return undefined;
    return this.onward(
      thread === undefined ? withFree(system, cpu, this.state) : withThread(system, thread, this.state),
    );
  }

  current(cpu: string = this.attempt.alternative.process.cpu): string {
    return new StateReader(this.attempt.system.names, this.state).current(cpu);
  }

  #take(name: string, rest: HowTaken, how: Taking): this | undefined {
    const { system, alternative } = this.attempt;
    const { process } = alternative;
    const nesting = rest.find(isNesting);
    const subclass = nesting && subclassOf(nesting);
    const slot = this.slotOf(name, rest[0] === nesting ? undefined : (rest[0] as ReplicaIndex));
    const lock = this.state.at(slot).value as Lock;
    const mode = how.mode === 'read' ? this.#readMode(slot) : how.mode;
    const before = how.irqsave ? this.#irqsaved(lock, slot) : this.state;
    const taken = lock.acquire(process.name, mode);
    const sleep =
      lock instanceof Mutex && !how.try
        ? noteSleep(this.attempt, { state: this.state, slot, as: 'mutex', blocked: taken === undefined })
        : [];
    if (taken !== undefined) {
      this.#noteFair(slot);
      const marks = [...sleep, ...this.#note(how.try ? 'try' : 'acquire', before, { slot, mode, subclass })];
      return this.onward(withLock(system, before, slot, system.canon.of(taken), subclass), marks);
    }
    if (how.try) return undefined;
    if (lock instanceof Mutex) this.attempt.sleeps = true;
    else this.attempt.spins = true;
    this.#note('blocked', before, { slot, mode, subclass });
    const queue = this.#queue(lock, slot, mode);
    if (queue !== undefined) this.attempt.queued ??= { slot, value: queue, irqsave: how.irqsave ?? false };
    return undefined;
  }

  /** Readers that pass a waiting writer are recursive; `in_interrupt()` of Linux is a handler here. */
  #readMode(slot: number): AcquireMode {
    const { system, alternative } = this.attempt;
    const { readers } = system.locks.get(slot) ?? {};
    if (readers === 'queue') return 'read';
    return readers === 'pass' || alternative.process.interrupt !== undefined ? 'recursive read' : 'read';
  }

  /** The state with interrupts off for a lock that is taken with irqsave. A process in the lock's queue has them off already. */
  #irqsaved(lock: Lock, slot: number): Valuation {
    const { system, alternative } = this.attempt;
    const { process } = alternative;
    const name = this.#nameOf(slot);
    const waits = (lock instanceof TicketLock || lock instanceof RwLock) && lock.waiting.includes(process.name);
    if (waits && isIrqsaved(system, process, this.state, name)) return this.state;
    return irqsave(system, process, this.state, name);
  }

  /** Notes the step for the strong fairness constraint of a fair lock (model/fairness.ts). */
  #noteFair(slot: number): void {
    const { system, alternative, observed } = this.attempt;
    const info = system.locks.get(slot);
    if (!info?.fair) return;
    const taking: FairLockTaken = { kind: 'fair lock', process: alternative.process.name, lock: info.name };
    observed.push(taking);
  }

  /**
   * The lock with the process in its queue: a process that must wait for a ticket lock draws a ticket, and a writer announces itself,
   * unless readers pass it. It stays at its label: the outcome of a step that is otherwise blocked.
   */
  #queue(lock: Lock, slot: number, mode: AcquireMode | undefined): Lock | undefined {
    const { system, alternative } = this.attempt;
    const { process, label } = alternative;
    const announces = lock instanceof RwLock && mode === 'write' && system.locks.get(slot)?.readers !== 'pass';
    const queue =
      lock instanceof TicketLock ? lock.draw(process.name) : announces ? lock.announce(process.name) : undefined;
    if (queue !== undefined && process.interrupt !== undefined && label === firstLabelOf(process)) {
      const kind = announces ? 'read-write' : 'ticket';
      throw new UserError('E_STEP', `waits for ${kind} lock '${this.#nameOf(slot)}' before it has begun.`, {
        hint: "A handler's first step is the interrupt's arrival: take the lock in the step after it.",
      });
    }
    return queue;
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
    const marks = this.#note('release', this.state, { slot, mode: undefined });
    return this.onward(withLock(system, this.state, slot, system.canon.of(lock.forceRelease())), marks);
  }

  /** Continues in a state where interrupts may have been turned on: every lock held there is now held with interrupts on. */
  protected interruptsNow(state: Valuation): this {
    const { system, alternative } = this.attempt;
    if (!system.lockRules.has('irq') || interruptsAt(system, alternative.process, state) !== ON) {
      return this.onward(state);
    }
    const marks = heldLocks(system, alternative.process, state).flatMap((held) => this.#note('enable', state, held));
    return this.onward(state, marks);
  }

  #note(
    event: LockEventKind,
    state: Valuation,
    { slot, mode, subclass }: Pick<HeldLock, 'slot'> & { mode: AcquireMode | undefined; subclass?: number | undefined },
  ): readonly Claim[] {
    const noted = eventOf(this.attempt, { event, state, slot, mode, subclass });
    if (noted === undefined) return [];
    const mark = { id: '', holds: true, event: noted };
    this.attempt.marks.push(mark);
    return [mark];
  }

  #nameOf(slot: number): string {
    return this.attempt.system.slots[slot]?.name ?? '';
  }
}

function isNesting(argument: ReplicaIndex | Nesting | undefined): argument is Nesting {
  return typeof argument === 'object' && !Array.isArray(argument);
}

function subclassOf({ subclass = 0 }: Nesting): number {
  if (Number.isInteger(subclass) && subclass >= 0 && subclass < SUBCLASSES_MAX) return subclass;
  throw new UserError('E_STEP', `takes a lock with subclass ${subclass}.`, {
    hint: `A subclass is a whole number from 0 to ${SUBCLASSES_MAX - 1}.`,
  });
}
