/**
 * The graph of lock classes, as Linux' lock dependency validator builds it: an edge from every class held to the class that is taken
 * or waited for meanwhile, by one context (Documentation/locking/lockdep-design.rst). An attempt (trylock) does not wait, so no
 * edge leads into its class. A lock taken with a subclass is of a class of its own. Whether contexts could wait for each other along a
 * path depends on readers: a recursive reader does not wait for readers, so a path that enters a class as a recursive reader must not
 * leave it as a reader (a "strong" path there). Any other reader waits for a writer that waits, and thereby for readers.
 */
import type { AcquireMode, LockMode } from '../../model/locks/lock.ts';
import { SUBCLASSES_MAX, subclassName } from '../../model/locks/lock-declaration.ts';
import type { LockEvent } from '../../model/locks/lock-event.ts';
import type { System } from '../../model/system.ts';

export interface LockUse<M extends AcquireMode = AcquireMode> {
  readonly class: string;
  readonly mode: M;
}

/** One class taken while another is held; `keys` are the observations that show it. */
export interface LockEdge {
  readonly from: LockUse<LockMode>;
  readonly to: LockUse;
  readonly keys: readonly string[];
}

/** Writers before readers. */
export const MODES = ['write', 'read', 'recursive read'] as const;

export type LockEvents = ReadonlyMap<string, LockEvent>;

/** A class taken in interrupt context, or with interrupts on; `priority` is that of the context. */
export interface InterruptUse extends LockUse {
  readonly priority: number;
  readonly key: string;
}

export class LockGraph {
  /** In order of declaration. */
  readonly classes: readonly string[];
  readonly #classOf: ReadonlyMap<string, string>;
  readonly #edges = new Map<string, LockEdge & { readonly keys: string[] }>();
  /** Uses by handlers, and uses that an interrupt can find held. */
  readonly inInterrupt: InterruptUse[] = [];
  readonly withInterrupts: InterruptUse[] = [];

  constructor(system: System, events: LockEvents) {
    this.#classOf = new Map([...system.locks.values()].map((lock) => [lock.name, lock.class]));
    const used = new Set([...events.values()].flatMap((event) => this.#usedBy(event)));
    const subclasses = Array.from({ length: SUBCLASSES_MAX }, (_, subclass) => subclass);
    this.classes = [...new Set(this.#classOf.values())].flatMap((name) =>
      subclasses.map((subclass) => subclassName(name, subclass)).filter((one) => used.has(one)),
    );
    for (const [key, event] of events) this.#add(key, event);
  }

  get hasEdges(): boolean {
    return this.#edges.size > 0;
  }

  /** The shortest cycle through a class along which contexts, each holding one class and wanting the next, would wait for each other. */
  cycleFrom(start: string): readonly LockEdge[] | undefined {
    const cycles = (['write', 'read'] as const).flatMap((mode) => {
      const first = this.#from({ class: start, mode: 'write' }).filter(({ from }) => from.mode === mode);
      return [this.#shortest(first, ({ to }) => to.class === start && excludes(to.mode, mode)) ?? []];
    });
    return cycles.filter(({ length }) => length > 0).sort((a, b) => a.length - b.length)[0];
  }

  /** The shortest path from a context that wants the first class to a context that holds the second. */
  pathBetween(wanted: LockUse, held: LockUse<LockMode>): readonly LockEdge[] | undefined {
    return this.#shortest(this.#from(wanted), ({ to }) => to.class === held.class && excludes(to.mode, held.mode));
  }

  #usedBy({ lock, subclass, held }: LockEvent): string[] {
    return [this.#class(lock, subclass), ...held.map(([other, , its]) => this.#class(other, its))];
  }

  #class(lock: string, subclass: number | undefined): string {
    return subclassName(this.#classOf.get(lock) as string, subclass);
  }

  #add(key: string, event: LockEvent): void {
    const to = { class: this.#class(event.lock, event.subclass), mode: event.mode };
    const waits = event.event === 'acquire' || event.event === 'blocked';
    const priority = event.priority ?? Number.NEGATIVE_INFINITY;
    if (waits && event.priority !== null) this.inInterrupt.push({ ...to, priority, key });
    if ((waits || event.event === 'try' || event.event === 'enable') && event.interrupts === 'on') {
      this.withInterrupts.push({ ...to, mode: heldMode(to.mode), priority, key });
    }
    if (!waits) return;
    for (const [lock, mode, subclass] of event.held) {
      const from = { class: this.#class(lock, subclass), mode };
      if (from.class === to.class) continue; // 'same class' is a rule of its own
      const name = JSON.stringify([from, to]);
      const edge = this.#edges.get(name) ?? { from, to, keys: [] };
      this.#edges.set(name, edge);
      edge.keys.push(key);
    }
  }

  /** The edges from a class along which a path may continue, in the order of declaration. */
  #from({ class: start, mode }: LockUse): LockEdge[] {
    const order = ({ from, to }: LockEdge) =>
      6 * this.classes.indexOf(to.class) + 2 * MODES.indexOf(to.mode) + Number(from.mode === 'read');
    return [...this.#edges.values()]
      .filter(({ from }) => from.class === start && excludes(mode, from.mode))
      .sort((a, b) => order(a) - order(b));
  }

  /** Breadth first in a fixed order, so that the result is the least of the shortest paths. */
  #shortest(first: readonly LockEdge[], isGoal: (edge: LockEdge) => boolean): readonly LockEdge[] | undefined {
    const paths = first.map((edge) => [edge]);
    const visited = new Set<LockEdge>(first);
    for (const path of paths) {
      const last = path.at(-1) as LockEdge;
      if (isGoal(last)) return path;
      for (const edge of this.#from(last.to)) {
        if (visited.has(edge)) continue;
        visited.add(edge);
        paths.push([...path, edge]);
      }
    }
    return undefined;
  }
}

/** Whether a process that wants a lock in one mode may wait for a process that holds it in the other. */
export function excludes(wanted: AcquireMode, held: LockMode): boolean {
  return wanted !== 'recursive read' || held === 'write';
}

/** How a process holds a lock that it took in this mode. */
function heldMode(mode: AcquireMode): LockMode {
  return mode === 'write' ? 'write' : 'read';
}
