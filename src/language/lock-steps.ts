/** What a step may do with locks and interrupts: part of `Snapshot` (snapshot.ts). */
import type { IndexOf, ReplicaNames, SingleNames, ValueOf } from '../model/declaration.ts';
import type { RwLock, SpinLock, TicketLock } from '../model/lock.ts';

export interface LockSteps<C> {
  /**
   * Takes a spin or ticket lock; blocks while it is held, by the process itself, too. A ticket lock that is held costs a step that
   * stays at its label and draws the ticket; with it in hand, the process must go on to take the lock.
   */
  acquire<K extends LockNames<C, SingleNames<C>>>(lock: K): this | undefined;
  acquire<K extends LockNames<C, ReplicaNames<C>>>(lock: K, index: IndexOf<C[K]>): this | undefined;
  /** Takes a lock if it is free and is undefined otherwise: `s.tryAcquire('lock') ?? s.goto('later')`. Nobody waits, so it makes no dependency into the lock. */
  tryAcquire<K extends LockNames<C, SingleNames<C>>>(lock: K): this | undefined;
  tryAcquire<K extends LockNames<C, ReplicaNames<C>>>(lock: K, index: IndexOf<C[K]>): this | undefined;
  /**
   * Turns interrupts off where the process runs, then takes the lock. While it waits interrupts are as they were: where waiting with
   * interrupts off matters, turn them off in a step of its own.
   */
  acquireIrqsave<K extends LockNames<C, SingleNames<C>>>(lock: K): this | undefined;
  acquireIrqsave<K extends LockNames<C, ReplicaNames<C>>>(lock: K, index: IndexOf<C[K]>): this | undefined;
  /** Takes a read-write lock, together with other readers or alone. */
  acquireRead<K extends RwLockNames<C, SingleNames<C>>>(lock: K): this | undefined;
  acquireRead<K extends RwLockNames<C, ReplicaNames<C>>>(lock: K, index: IndexOf<C[K]>): this | undefined;
  acquireWrite<K extends RwLockNames<C, SingleNames<C>>>(lock: K): this | undefined;
  acquireWrite<K extends RwLockNames<C, ReplicaNames<C>>>(lock: K, index: IndexOf<C[K]>): this | undefined;
  acquireReadIrqsave<K extends RwLockNames<C, SingleNames<C>>>(lock: K): this | undefined;
  acquireReadIrqsave<K extends RwLockNames<C, ReplicaNames<C>>>(lock: K, index: IndexOf<C[K]>): this | undefined;
  acquireWriteIrqsave<K extends RwLockNames<C, SingleNames<C>>>(lock: K): this | undefined;
  acquireWriteIrqsave<K extends RwLockNames<C, ReplicaNames<C>>>(lock: K, index: IndexOf<C[K]>): this | undefined;
  /** Releases a lock of any kind that this process holds. By another it is `E_STEP`, or a finding of a `.lockOrder` property. */
  release<K extends AnyLockNames<C, SingleNames<C>>>(lock: K): this;
  release<K extends AnyLockNames<C, ReplicaNames<C>>>(lock: K, index: IndexOf<C[K]>): this;
  /** Releases a lock that was taken with irqsave, and puts interrupts back to what they were then. */
  releaseIrqrestore<K extends AnyLockNames<C, SingleNames<C>>>(lock: K): this;
  releaseIrqrestore<K extends AnyLockNames<C, ReplicaNames<C>>>(lock: K, index: IndexOf<C[K]>): this;

  /** Turns interrupts off where the process runs: no handler can start there, and no other thread of that CPU goes on. */
  disableInterrupts(): this;
  /** Turns them on; in a handler, for those of a higher priority. */
  enableInterrupts(): this;
  /** What runs on a CPU, its own if none is named: the name of an interrupt handler, or `thread`. In a handler's first step, what it interrupts. */
  current(cpu?: string): string;
}

type NamesOf<C, K extends keyof C, L> = K extends keyof C ? (ValueOf<C[K]> extends L ? K : never) : never;
type LockNames<C, K extends keyof C> = NamesOf<C, K, SpinLock | TicketLock>;
type RwLockNames<C, K extends keyof C> = NamesOf<C, K, RwLock>;
type AnyLockNames<C, K extends keyof C> = NamesOf<C, K, SpinLock | TicketLock | RwLock>;
