/**
 * Locks as values: which processes hold them, and which may take them now. A process that wants a held lock waits until it is released.
 *
 * A lock is declared by its initial value (`lock: new SpinLock()`), or with options for lock analysis
 * (`spinLock({ class: 'irq', rank: 3 })`, lock-declaration.ts). Steps take and release it by their snapshot.
 */
import { Map as ImmutableMap, List, Record, type ValueObject } from 'immutable';
import { UserError } from '../errors.ts';

/** A reader shares a lock with other readers; every other holder has it alone. */
export type LockMode = 'read' | 'write';

/** The interface of all kinds of locks. Processes are given by their names. */
export interface Lock extends ValueObject {
  /** The lock with the process as a holder; undefined where it must wait, also for itself: locks do not nest. */
  acquire(process: string, mode?: LockMode): Lock | undefined;
  /** The lock without the hold of the process. Throws `E_STEP` where it has none. */
  release(process: string): Lock;
  /** Without a hold, whichever process has it, as hardware releases it: for a release by another process, where that is a finding. */
  forceRelease(): Lock;
  heldBy(process: string): LockMode | undefined;
  /** All processes that the process would wait for. */
  before(process: string): readonly string[];
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
    const turn = this.waiting.indexOf(process);
    const ahead = turn === -1 ? this.waiting : this.waiting.take(turn);
    return [...(this.holder === null ? [] : [this.holder]), ...ahead];
  }
}

/**
 * A read-write lock as a value: one writer, or any number of readers, each with how often it reads. A reader may read again, and no reader
 * waits for a waiting writer: lockdep calls such readers recursive. Readers can keep a writer waiting for ever.
 *
 * @example
 * const system = defineSystem({ table: new RwLock() })
 *   .processes('p', 2, { enter: (s) => s.acquireRead('table'), leave: (s) => s.release('table') })
 *   .reachable('two', 'two may read', (s) => s.get('table').readers.size === 2);
 * // => two: holds
 */
export class RwLock
  extends Record({ writer: null as string | null, readers: ImmutableMap<string, number>() })
  implements Lock
{
  acquire(process: string, mode: LockMode = 'write'): this | undefined {
    if (this.writer !== null) return undefined;
    if (mode === 'read') return this.set('readers', counted(this.readers, process, 1));
    return this.readers.isEmpty() ? this.set('writer', process) : undefined;
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

  before(): readonly string[] {
    return this.writer === null ? [...this.readers.keys()] : [this.writer];
  }
}

export function isLock(value: unknown): value is Lock {
  return value instanceof SpinLock || value instanceof TicketLock || value instanceof RwLock;
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
