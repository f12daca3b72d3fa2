/**
 * Read-copy-update as a value: which processes read, and which readers each grace period waits for. A grace period ends when every reader that
 * was inside when it began has left once (Linux, Documentation/RCU/whatisRCU.rst; kernel/rcu/tree.c).
 */
import { Map as ImmutableMap, type Set as ImmutableSet, Record } from 'immutable';
import { UserError } from '../../errors.ts';
import type { Domain } from '../declaration.ts';

/** The name of a callback: what `s.callRcu` calls. */
export type RcuCallback = string | number;

type Readers = ImmutableSet<string>;

/**
 * RCU as a value. `readers` has each process inside a read-side section, with how deep its sections nest. `synchronizing` has each process that
 * waits in `s.synchronizeRcu`, and `callbacks` each callback that was called, with the readers that it still waits for.
 *
 * @example
 * const system = defineSystem({ rcu: rcu() })
 *   .process('reader', { enter: (s) => s.rcuReadLock('rcu'), leave: (s) => s.rcuReadUnlock('rcu') })
 *   .process('updater', { wait: (s) => s.synchronizeRcu('rcu') })
 *   .quiescent('unused', 'in the end no process reads or waits', (s) => s.get('rcu').equals(new Rcu()));
 * // => holds
 */
export class Rcu extends Record({
  readers: ImmutableMap<string, number>(),
  synchronizing: ImmutableMap<string, Readers>(),
  callbacks: ImmutableMap<RcuCallback, Readers>(),
}) {
  isReading(process: string): boolean {
    return this.readers.has(process);
  }

  enter(process: string): this {
    return this.set('readers', this.readers.set(process, this.readers.get(process, 0) + 1));
  }

  /** The value without one section of the process; the last one ends its part in every grace period. Throws `E_STEP` where it has none. */
  leave(process: string): this {
    const depth = this.readers.get(process);
    if (depth === undefined) {
      throw new UserError('E_STEP', `leaves a read-side section, but '${process}' is in none.`, {
        hint: 'Each s.rcuReadUnlock belongs to an s.rcuReadLock of the same process and the same component.',
      });
    }
    if (depth > 1) return this.set('readers', this.readers.set(process, depth - 1));
    const without = <K>(periods: ImmutableMap<K, Readers>) => periods.map((awaited) => awaited.remove(process));
    return this.merge({
      readers: this.readers.remove(process),
      synchronizing: without(this.synchronizing),
      callbacks: without(this.callbacks),
    });
  }

  /** The value with a grace period that begins now, for a process whose grace period has not begun; undefined where it has. */
  begin(process: string): this | undefined {
    if (this.synchronizing.has(process)) return undefined;
    return this.set('synchronizing', this.synchronizing.set(process, inside(this)));
  }

  /** The value after `s.synchronizeRcu` of a process; undefined where it must wait for a reader. */
  synchronized(process: string): this | undefined {
    if (!this.awaitedBy(process).isEmpty()) return undefined;
    return this.set('synchronizing', this.synchronizing.remove(process));
  }

  /** The readers that `s.synchronizeRcu` of a process waits for, or would wait for if it began now. */
  awaitedBy(process: string): Readers {
    return this.synchronizing.get(process) ?? inside(this);
  }

  /** The value with a callback that waits for the readers that are inside. Throws `E_STEP` where it has been called and has not run. */
  call(callback: RcuCallback): this {
    if (this.callbacks.has(callback)) {
      throw new UserError('E_STEP', `calls RCU callback '${callback}' again before it has run.`, {
        hint: 'Linux calls this a double call_rcu(), and it corrupts the list of callbacks. Name a callback by what it frees.',
      });
    }
    return this.set('callbacks', this.callbacks.set(callback, inside(this)));
  }

  /** The value without a callback that runs now; undefined where it was not called, or a reader is still inside. */
  run(callback: RcuCallback): this | undefined {
    return this.callbacks.get(callback)?.isEmpty() ? this.set('callbacks', this.callbacks.remove(callback)) : undefined;
  }
}

/** A function, because a Record's `set` makes instances without private methods. */
function inside({ readers }: Rcu): Readers {
  return readers.keySeq().toSet();
}

/**
 * Declares RCU (`s.rcuReadLock`, `s.rcuReadUnlock`, `s.synchronizeRcu`, `s.callRcu`, `s.rcuCallback`). Several are domains of their own, as of
 * SRCU: a grace period of one does not wait for the readers of another.
 *
 * @example
 * const system = defineSystem({ rcu: rcu(), published: true, freed: false })
 *   .assertion('freed', 'no reader meets what is freed')
 *   .process('reader', {
 *     enter: (s) => s.rcuReadLock('rcu').set('mine', s.get('published')),
 *     leave: (s) => s.assert('freed', !s.get('mine') || !s.get('freed')).rcuReadUnlock('rcu'),
 *   }, { locals: { mine: false } })
 *   .process('updater', { unpublish: (s) => s.set('published', false), wait: (s) => s.synchronizeRcu('rcu'), free: (s) => s.set('freed', true) });
 * // => freed: holds
 */
export function rcu(): Domain<Rcu> {
  return { kind: 'domain', initial: new Rcu() };
}
