/**
 * Wait queues as values, as Linux has them (kernel/sched/wait.c): a process prepares to wait, looks once more, and sleeps unless it has been
 * woken since. Which process waits and which has been woken is all that a queue holds.
 */
import { Set as ImmutableSet, List, Record } from 'immutable';
import { UserError } from '../../errors.ts';
import type { Domain } from '../declaration.ts';

/**
 * A wait queue as a value. `waiting` are the processes that every wake-up wakes. `exclusive` are those of which a wake-up wakes the first, in
 * the order in which they prepared. `woken` are those that have been woken and have neither slept nor finished since. `pending` says whether
 * a wake-up is kept for the next process that prepares, and is null where none is ever kept.
 *
 * @example
 * const system = defineSystem({ q: waitQueue() })
 *   .process('p', { prepare: (s) => s.prepareToWait('q'), sleep: (s) => s.sleep('q') })
 *   .rules('kick', { wake: (s) => s.when(s.get('q').waiting.has('p'))?.wake('q') })
 *   .quiescent('empty', 'in the end none waits', (s) => s.get('q').equals(new WaitQueue()));
 * // => holds
 */
export class WaitQueue extends Record({
  waiting: ImmutableSet<string>(),
  exclusive: List<string>(),
  woken: ImmutableSet<string>(),
  pending: null as boolean | null,
}) {
  /** The queue with a process that waits from now on. A process that waits already keeps its place. */
  prepare(process: string, exclusive: boolean): this {
    if (this.pending) return this.merge({ pending: false, woken: this.woken.add(process) });
    if (this.isWaiting(process)) return this;
    const queue = this.set('woken', this.woken.remove(process));
    return exclusive
      ? queue.set('exclusive', this.exclusive.push(process))
      : queue.set('waiting', this.waiting.add(process));
  }

  /** Whether any process waits. */
  get hasWaiting(): boolean {
    return !this.waiting.isEmpty() || !this.exclusive.isEmpty();
  }

  isWaiting(process: string): boolean {
    return this.waiting.has(process) || this.exclusive.includes(process);
  }

  /** The queue after the sleep of a process; undefined while none has woken it. Throws `E_STEP` where it has not prepared to wait. */
  awake(process: string): this | undefined {
    if (this.woken.has(process)) return this.set('woken', this.woken.remove(process));
    if (this.isWaiting(process)) return undefined;
    throw new UserError('E_STEP', `sleeps on a queue where '${process}' has not prepared to wait.`, {
      hint: 'Before it looks for the last time: s.prepareToWait(queue), in a step of its own.',
    });
  }

  /** The queue without the process. */
  finish(process: string): this {
    return this.merge({
      waiting: this.waiting.remove(process),
      exclusive: this.exclusive.filter((other) => other !== process),
      woken: this.woken.remove(process),
    });
  }

  /** Wakes all that are not exclusive, and the first that is. */
  wake(): this {
    return woken(this, 1);
  }

  wakeAll(): this {
    return woken(this, this.exclusive.size);
  }
}

/** A function, because a Record's `set` makes instances without private methods. */
function woken<Q extends WaitQueue>(queue: Q, first: number): Q {
  const { waiting, exclusive, pending } = queue;
  if (!queue.hasWaiting) return pending === null ? queue : queue.set('pending', true);
  return queue.merge({
    waiting: waiting.clear(),
    exclusive: exclusive.skip(first),
    woken: queue.woken.union(waiting, exclusive.take(first)),
  });
}

/** The options of a wait queue. */
export interface WaitQueueOptions {
  /**
   * A wake-up that finds no process waiting is kept, as in a pending bit: the next process that prepares to wait is woken by it. Only one
   * is kept, however many there were.
   * @defaultValue `false`: such a wake-up is lost
   */
  readonly pending?: boolean;
}

/**
 * Declares a wait queue (`s.prepareToWait`, `s.sleep`, `s.finishWait`, `s.wake`, `s.wakeAll`). A lost wake-up shows as a deadlock: a process
 * sleeps and no step is left that wakes it.
 *
 * @example
 * const system = defineSystem({ q: waitQueue(), ready: false })
 *   .process('waiter', {
 *     look: (s) => (s.get('ready') ? s.halt() : s),
 *     prepare: (s) => s.prepareToWait('q'),
 *     sleep: (s) => s.sleep('q'),
 *   })
 *   .process('waker', { set: (s) => s.set('ready', true), wake: (s) => s.wake('q') });
 * // => deadlock: violated
 */
export function waitQueue({ pending = false }: WaitQueueOptions = {}): Domain<WaitQueue> {
  return { kind: 'domain', initial: new WaitQueue({ pending: pending ? false : null }) };
}
