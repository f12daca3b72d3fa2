/** Declarations of locks, with options for lock analysis and fairness. */
import { UserError } from '../../errors.ts';
import { type Domain, initialOf, type Single } from '../declaration.ts';
import { suggestion } from '../names.ts';
import { isLock, Mutex, RwLock, SpinLock, TicketLock } from './lock.ts';

/** What lock analysis and fairness know of a lock. */
export interface LockOptions {
  /**
   * Locks of one class obey one order, whatever their number (a lock class of lockdep).
   * @defaultValue the name of the component
   */
  readonly class?: string;
  /**
   * A lock of a higher rank is taken inside one of a lower rank, never the other way round.
   * @defaultValue no rank
   */
  readonly rank?: number;
  /**
   * A process may hold several locks of the class if it takes them in the order of their declaration, or of their index.
   * @defaultValue a process may hold one lock of a class
   */
  readonly nesting?: 'ascending';
  /**
   * A process that can take the lock infinitely often takes it infinitely often, so that starvation by the lock is no violation.
   * @defaultValue `true` for a ticket lock, `false` for others
   */
  readonly fair?: boolean;
}

const READERS = ['queue but interrupts', 'queue', 'pass'] as const;
/**
 * What a reader does while a writer waits. `queue but interrupts`: it waits behind the writer, except in an interrupt handler, as on Linux'
 * queued rwlock (kernel/locking/qrwlock.c). `queue`: it waits in every context, as on Xen's rwlock (common/rwlock.c). `pass`: it takes the
 * lock, and readers can keep a writer waiting for ever.
 *
 * For lock order, a reader that queues is non-recursive and a reader that passes is recursive, as for lockdep (`read_lock_is_recursive()`,
 * Linux e918188611f0 "locking: More accurate annotations for read_lock()").
 */
export type Readers = (typeof READERS)[number];

/** The options of a read-write lock. */
export interface RwLockOptions extends LockOptions {
  /**
   * What a reader does while a writer waits.
   * @defaultValue `'queue but interrupts'`
   */
  readonly readers?: Readers;
}

/** A declaration of a component that is a lock. */
export interface LockDeclaration<L extends SpinLock | TicketLock | RwLock> extends Domain<L> {
  readonly lock: RwLockOptions;
}

/**
 * Declares a spin lock: one holder, and no order among the processes that wait. Replicated, each replica is a lock of the class.
 *
 * @example
 * const system = defineSystem({ lock: spinLock({ rank: 1 }), inner: replicated(2, spinLock({ rank: 2 })) })
 *   .process('p', { outer: (s) => s.acquire('lock'), inner: (s) => s.acquire('inner', 0), end: (s) => s.release('inner', 0).release('lock') })
 *   .lockOrder('rank', 'inner locks are taken inside', { rules: ['rank'] });
 * // => holds
 */
export function spinLock(options: LockOptions = {}): LockDeclaration<SpinLock> {
  return { kind: 'domain', initial: new SpinLock(), lock: options };
}

/**
 * Declares a mutex: as a spin lock, but a process that finds it held sleeps, so it may not be taken where sleeping is forbidden (rule
 * `sleeping while atomic` of `.lockOrder`). A process that only tries it does not sleep.
 *
 * @example
 * const system = defineSystem({ lock: spinLock(), m: mutex() })
 *   .process('p', { spin: (s) => s.acquire('lock'), m: (s) => s.acquire('m'), end: (s) => s.release('m').release('lock') })
 *   .lockOrder('atomic', 'no process sleeps while atomic', { rules: ['sleeping while atomic'] });
 * // => atomic: violated
 */
export function mutex(options: LockOptions = {}): LockDeclaration<Mutex> {
  return { kind: 'domain', initial: new Mutex(), lock: options };
}

/**
 * Declares a ticket lock: first come, first served. Fair by default.
 *
 * Costs a step for each process that waits, and their order: up to n! states where n processes wait.
 * @example
 * const system = defineSystem({ lock: ticketLock() })
 *   .processes('p', 2, { enter: (s) => s.acquire('lock'), leave: (s) => s.release('lock') }, { end: 'loop' })
 *   .infinitelyOften('enters', 'no process starves', (s) => s.at('p', 0) === 'leave');
 * // => holds
 */
export function ticketLock(options: LockOptions = {}): LockDeclaration<TicketLock> {
  return { kind: 'domain', initial: new TicketLock(), lock: { fair: true, ...options } };
}

/**
 * Declares a read-write lock: one writer (`s.acquireWrite`) or any number of readers (`s.acquireRead`).
 *
 * Unless readers pass, it costs a step for each writer that waits, and the order of the writers.
 * @throws UserError `E_SYSTEM` for a kind of `readers` that does not exist.
 * @example
 * const system = defineSystem({ table: rwLock() })
 *   .process('p', { enter: (s) => s.acquireWrite('table'), leave: (s) => s.release('table') })
 *   .invariant('free', 'it has no reader', (s) => s.get('table').readers.isEmpty());
 * // => holds
 */
export function rwLock(options: RwLockOptions = {}): LockDeclaration<RwLock> {
  const { readers = READERS[0] } = options;
  if (!READERS.includes(readers)) {
    throw new UserError('E_SYSTEM', `readers of a lock cannot '${readers}'.`, { hint: suggestion(readers, READERS) });
  }
  return { kind: 'domain', initial: new RwLock(), lock: options };
}

/** A lock of a system. */
export interface LockInfo {
  readonly slot: number;
  /** As it is printed: `apLock[1]`. */
  readonly name: string;
  readonly class: string;
  readonly rank: number | undefined;
  readonly nesting: 'ascending' | undefined;
  readonly fair: boolean;
  readonly readers: Readers;
  /** A process that waits for it sleeps. */
  readonly sleeps: boolean;
}

/** The most subclasses of a class, 0 included: MAX_LOCKDEP_SUBCLASSES of Linux' include/linux/lockdep_types.h. */
export const SUBCLASSES_MAX = 8;

/** How a step takes a lock, for lock analysis. */
export interface Nesting {
  /**
   * Lock analysis treats a lock taken with another subclass as a lock of another class, as for lockdep with `spin_lock_nested()`: `irq/1`
   * may nest in `irq`. From 0 to 7.
   * @defaultValue 0
   */
  readonly subclass?: number;
}

/** How a class is named where it is taken with a subclass: `irq`, `irq/1`. */
export function subclassName(name: string, subclass: number | undefined): string {
  return subclass === undefined || subclass === 0 ? name : `${name}/${subclass}`;
}

/** The lock that a component is; undefined for a component that is no lock. */
export function lockInfoOf(
  { slot, name, component }: { readonly slot: number; readonly name: string; readonly component: string },
  declared: Single,
): LockInfo | undefined {
  const initial = initialOf(declared);
  if (!isLock(initial)) return undefined;
  const { lock = {} } = declared as Partial<LockDeclaration<SpinLock>>;
  return {
    slot,
    name,
    class: lock.class ?? component,
    rank: lock.rank,
    nesting: lock.nesting,
    fair: lock.fair ?? initial instanceof TicketLock,
    readers: lock.readers ?? READERS[0],
    sleeps: initial instanceof Mutex,
  };
}
