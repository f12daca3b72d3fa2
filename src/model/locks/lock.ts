/**
 * Locks as values: which processes hold them, and which may take them now. A process that wants a held lock waits until it is released.
 *
 * A lock is declared by its initial value (`lock: new SpinLock()`), or with options for lock analysis
 * (`spinLock({ class: 'irq', rank: 3 })`, lock-declaration.ts). Steps take and release it by their snapshot.
 */
import { Map as ImmutableMap, List, Record, type ValueObject } from 'immutable';
import { UserError } from '../../errors.ts';

/** A reader shares a lock with other readers; every other holder has it alone. */
export type LockMode = 'read' | 'write';
/** How a process takes a lock. A recursive reader (lockdep's term) does not wait for a writer that waits; any other reader does. */
export type AcquireMode = LockMode | 'recursive read';

/** The interface of all kinds of locks. Processes are given by their names. */
export interface Lock extends ValueObject {
  /** The lock with the process as a holder; undefined where it must wait, also for itself: locks do not nest. */
  acquire(process: string, mode?: AcquireMode): Lock | undefined;
  /** The lock without the hold of the process. Throws `E_STEP` where it has none. */
  release(process: string): Lock;
  /** Without a hold, whichever process has it, as hardware releases it: for a release by another process, where that is a finding. */
  forceRelease(): Lock;
  heldBy(process: string): LockMode | undefined;
  /** All processes that the process would wait for. */
  before(process: string, mode?: AcquireMode): readonly string[];
}

/**
 * A spin lock as a value: one holder, and no order among the processes that wait. `holder` is the name of a process, or null.
 *
 * @example
 * const system = defineSystem({ lock: new SpinLock() })
 *   .processes('p', 2, { enter: (s) => s.acquire('lock'), leave: (s) => s.release('lock') })
 *   .quiescent('free', 'in the end it is free', (s) => s.get('lock').holder === null);
 * // => holds
 */
export class SpinLock extends Record({ holder: null as string | null }) implements Lock {
  acquire(process: string): this | undefined {
    return this.holder === null ? this.set('holder', process) : undefined;
  }

  release(process: string): this {
    refuseUnheld(this.holder === process, this.holder);
    return this.forceRelease();
  }

  forceRelease(): this {
    return this.set('holder', null);
  }

  heldBy(process: string): LockMode | undefined {
    return this.holder === process ? 'write' : undefined;
  }

  before(): readonly string[] {
    return this.holder === null ? [] : [this.holder];
  }
}

/**
 * A mutex as a value: a process that finds it held sleeps. Any process that waits may take it next.
 *
 * @example
 * const system = defineSystem({ m: mutex() })
 *   .processes('p', 2, { enter: (s) => s.acquire('m'), leave: (s) => s.release('m') })
 *   .quiescent('free', 'in the end it is free', (s) => s.get('m').holder === null);
 * // => holds
 */
export class Mutex extends SpinLock {
  /** Tells a mutex from a spin lock to the compiler. */
  get sleeps(): true {
    return true;
  }
}

/**
 * A ticket lock as a value: first come, first served. `waiting` lists the processes that have drawn a ticket, the next one first. A process
 * that finds the lock held draws a ticket, which is a step of its own that stays at its label.
 *
 * @example
 * const system = defineSystem({ lock: new TicketLock() })
 *   .processes('p', 3, { enter: (s) => s.acquire('lock'), leave: (s) => s.release('lock') })
 *   .reachable('queue', 'two may wait', (s) => s.get('lock').waiting.size === 2);
 * // => queue: holds
 */
export class TicketLock extends Record({ holder: null as string | null, waiting: List<string>() }) implements Lock {
  acquire(process: string): this | undefined {
    const next = this.waiting.first() ?? process;
    if (this.holder !== null || next !== process) return undefined;
    return this.merge({ holder: process, waiting: this.waiting.shift() });
  }

  /** The lock with a ticket for a process that has none and must wait; undefined where it holds the lock or has a ticket. */
  draw(process: string): this | undefined {
    if (this.holder === process || this.waiting.includes(process)) return undefined;
    return this.set('waiting', this.waiting.push(process));
  }

  release(process: string): this {
    refuseUnheld(this.holder === process, this.holder);
    return this.forceRelease();
  }

  forceRelease(): this {
    return this.set('holder', null);
  }

  heldBy(process: string): LockMode | undefined {
    return this.holder === process ? 'write' : undefined;
  }

  before(process: string): readonly string[] {
    return [...(this.holder === null ? [] : [this.holder]), ...ahead(this.waiting, process)];
  }
}

/**
 * A read-write lock as a value: one writer, or any number of readers, each with how often it reads. `waiting` lists the writers that have
 * announced themselves, the next one first. A writer that finds the lock held announces itself, which is a step of its own that stays at
 * its label; from then on only recursive readers take the lock before it.
 *
 * This is the state of Linux' queued rwlock (kernel/locking/qrwlock.c) and of Xen's (common/rwlock.c, derived from it): a reader takes the
 * slow path while a writer holds the lock or waits for it (`_QW_WMASK`). The order among readers that wait is not kept.
 *
 * @example
 * const system = defineSystem({ table: new RwLock() })
 *   .processes('p', 2, { enter: (s) => s.acquireRead('table'), leave: (s) => s.release('table') })
 *   .reachable('two', 'two may read', (s) => s.get('table').readers.size === 2);
 * // => two: holds
 */
export class RwLock
  extends Record({ writer: null as string | null, readers: ImmutableMap<string, number>(), waiting: List<string>() })
  implements Lock
{
  acquire(process: string, mode: AcquireMode = 'write'): this | undefined {
    if (this.writer !== null || (mode === 'read' && !this.waiting.isEmpty())) return undefined;
    if (mode !== 'write') return this.set('readers', counted(this.readers, process, 1));
    const next = this.waiting.first() ?? process;
    if (!this.readers.isEmpty() || next !== process) return undefined;
    return this.merge({ writer: process, waiting: this.waiting.shift() });
  }

  /** The lock with one more writer that waits; undefined where the process waits already. */
  announce(process: string): this | undefined {
    return this.waiting.includes(process) ? undefined : this.set('waiting', this.waiting.push(process));
  }

  release(process: string): this {
    const holders = [...(this.writer === null ? [] : [this.writer]), ...this.readers.keys()];
    refuseUnheld(holders.includes(process), holders.length === 0 ? null : holders.join("' and '"));
    if (this.writer === process) return this.set('writer', null);
    return this.set('readers', counted(this.readers, process, -1));
  }

  forceRelease(): this {
    if (this.writer !== null) return this.set('writer', null);
    const [reader] = [...this.readers.keys()].sort();
    return reader === undefined ? this : this.set('readers', counted(this.readers, reader, -1));
  }

  heldBy(process: string): LockMode | undefined {
    if (this.writer === process) return 'write';
    return this.readers.has(process) ? 'read' : undefined;
  }

  before(process: string, mode: AcquireMode = 'write'): readonly string[] {
    const readers = mode === 'write' ? this.readers.keys() : [];
    const holders = this.writer === null ? [...readers] : [this.writer];
    return mode === 'recursive read' ? holders : [...new Set([...holders, ...ahead(this.waiting, process)])];
  }
}

export function isLock(value: unknown): value is Lock {
  return value instanceof SpinLock || value instanceof TicketLock || value instanceof RwLock;
}

/** The processes that wait before this one; all of them where it does not wait yet. */
function ahead(waiting: List<string>, process: string): List<string> {
  const turn = waiting.indexOf(process);
  return turn === -1 ? waiting : waiting.take(turn);
}

function refuseUnheld(held: boolean, holder: string | null): void {
  if (held) return;
  throw new UserError('E_STEP', `releases a lock that ${holder === null ? 'no process' : `'${holder}'`} holds.`, {
    hint: 'Where that is what you look for, .lockOrder(id, title) makes it a finding with a trace.',
  });
}

type Readers = ImmutableMap<string, number>;
/** The number of holds of each reader. A function, because a Record's `set` makes instances without private methods. */
function counted(readers: Readers, process: string, more: 1 | -1): Readers {
  const times = readers.get(process, 0) + more;
  return times === 0 ? readers.remove(process) : readers.set(process, times);
}
