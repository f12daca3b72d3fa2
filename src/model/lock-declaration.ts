/** How locks are declared: what lock analysis and fairness know of them besides their values. */
import { type Domain, initialOf, type Single } from './declaration.ts';
import { isLock, RwLock, SpinLock, TicketLock } from './lock.ts';

export interface LockOptions {
  /** Locks of one class obey one order, whatever their number: the component's name where nothing is said. */
  readonly class?: string;
  /** A lock of a higher rank is taken inside one of a lower rank, never the other way round. */
  readonly rank?: number;
  /** Several locks of the class may be held at once by whoever takes them in the order of their declaration (of their index). */
  readonly nesting?: 'ascending';
  /** Who waits for it is served some day: starvation by an unfair lock is then no finding of liveness. */
  readonly fair?: boolean;
}

/** A declaration of a component that is a lock. */
export interface LockDeclaration<L extends SpinLock | TicketLock | RwLock> extends Domain<L> {
  readonly lock: LockOptions;
}

/** `spinLock({ class: 'irq', rank: 3 })`; replicated, each replica is an instance of the class. */
export function spinLock(options: LockOptions = {}): LockDeclaration<SpinLock> {
  return { kind: 'domain', initial: new SpinLock(), lock: options };
}

/** First come, first served. Costs a step and the order of those who wait: up to n! states where n processes wait. */
export function ticketLock(options: LockOptions = {}): LockDeclaration<TicketLock> {
  return { kind: 'domain', initial: new TicketLock(), lock: { fair: true, ...options } };
}

/** One writer or several readers: `acquireWrite` and `acquireRead`. */
export function rwLock(options: LockOptions = {}): LockDeclaration<RwLock> {
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
}

/** What is known of a component that may be a lock; undefined where it is none. */
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
  };
}
