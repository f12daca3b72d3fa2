/**
 * The subset construction, on the fly: where a system may be after a sequence of observations (Rabin and Scott 1959). A set is closed: it
 * has every state that silent steps reach from it.
 *
 * Of a closed set only the states from which something visible may follow are kept, and the marks of all: the others are inside of it, and
 * nothing further depends on them.
 */
import { NO_MARK } from './marks.ts';
import type { ObservedGraph } from './observed-graph.ts';

/** An observation that follows: by which event, if by one, and the observed values then. */
export interface Next {
  readonly event: number;
  readonly observation: number;
}

interface Subset {
  /** In ascending order. */
  readonly members: Uint32Array;
  readonly marks: number;
  /** By event, then by observation, the number of the set that follows; undefined until it is asked for. */
  following: Map<number, Map<number, number>> | undefined;
}

/** No state: what followed is impossible. */
export const IMPOSSIBLE = -1;

export class Subsets {
  readonly #graph: ObservedGraph;
  readonly #subsets: Subset[] = [];
  readonly #byHash = new Map<number, number[]>();
  /** By state, the last closure that reached it. */
  readonly #reachedIn: Uint32Array;
  #closures = 0;
  /** By observation, the set in which a run may begin. */
  readonly #initial: ReadonlyMap<number, number>;

  constructor(graph: ObservedGraph) {
    this.#graph = graph;
    this.#reachedIn = new Uint32Array(graph.states);
    const byObservation = Map.groupBy(graph.initials, (state) => graph.observation[state] as number);
    this.#initial = new Map([...byObservation].map(([observation, states]) => [observation, this.#closed(states)]));
  }

  get size(): number {
    return this.#subsets.length;
  }

  initial(observation: number): number {
    return this.#initial.get(observation) ?? IMPOSSIBLE;
  }

  get initialObservations(): readonly number[] {
    return [...this.#initial.keys()];
  }

  marksOf(subset: number): number {
    return (this.#subsets[subset] as Subset).marks;
  }

  after(subset: number, { event, observation }: Next): number {
    return this.#followingOf(subset).get(event)?.get(observation) ?? IMPOSSIBLE;
  }

  /** What may be observed next. */
  nextOf(subset: number): readonly Next[] {
    return [...this.#followingOf(subset)].flatMap(([event, byObservation]) =>
      Array.from(byObservation.keys(), (observation) => ({ event, observation })),
    );
  }

  /** Whether everything that is possible from the first set is possible from the second because it includes the first. */
  isWithin(one: number, other: number): boolean {
    const [a, b] = [this.#subsets[one], this.#subsets[other]] as [Subset, Subset];
    if ((a.marks & ~b.marks) !== 0 || a.members.length > b.members.length) return false;
    let at = 0;
    for (const member of a.members) {
      while (at < b.members.length && (b.members[at] as number) < member) at++;
      if (b.members[at] !== member) return false;
    }
    return true;
  }

  #followingOf(number: number): Map<number, Map<number, number>> {
    const subset = this.#subsets[number] as Subset;
    if (subset.following !== undefined) return subset.following;
    const { first, targets, events, observation } = this.#graph;
    const reached = new Map<number, Map<number, number[]>>();
    for (const state of subset.members) {
      for (let at = first[state] as number; at < (first[state + 1] as number); at++) {
        if (this.#graph.isSilent(state, at)) continue;
        const target = targets[at] as number;
        const byObservation = entry(reached, events[at] as number, () => new Map<number, number[]>());
        entry(byObservation, observation[target] as number, () => []).push(target);
      }
    }
    subset.following = new Map(
      [...reached].map(([event, byObservation]) => [
        event,
        new Map([...byObservation].map(([seen, states]) => [seen, this.#closed(states)])),
      ]),
    );
    return subset.following;
  }

  /** The number of the closed set that has these states. */
  #closed(from: readonly number[]): number {
    const { first, targets, marks } = this.#graph;
    const closure = ++this.#closures;
    const open: number[] = [];
    const arrive = (state: number) => {
      if (this.#reachedIn[state] === closure) return;
      this.#reachedIn[state] = closure;
      open.push(state);
    };
    for (const state of from) arrive(state);
    const members: number[] = [];
    let all = NO_MARK;
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      all |= marks[state] as number;
      let isVisible = false;
      for (let at = first[state] as number; at < (first[state + 1] as number); at++) {
        if (this.#graph.isSilent(state, at)) arrive(targets[at] as number);
        else isVisible = true;
      }
      if (isVisible) members.push(state);
    }
    return this.#interned(Uint32Array.from(members).sort(), all);
  }

  #interned(members: Uint32Array, marks: number): number {
    const hash = members.reduce((sum, member) => (Math.imul(sum ^ member, 0x01000193) + (sum >>> 15)) | 0, marks);
    const alike = entry(this.#byHash, hash, () => [] as number[]);
    const known = alike.find((number) => {
      const other = this.#subsets[number] as Subset;
      return other.marks === marks && isSame(other.members, members);
    });
    if (known !== undefined) return known;
    const number = this.#subsets.push({ members, marks, following: undefined }) - 1;
    alike.push(number);
    return number;
  }
}

function isSame(one: Uint32Array, other: Uint32Array): boolean {
  return one.length === other.length && one.every((member, i) => member === other[i]);
}

function entry<K, V>(map: Map<K, V>, key: K, initial: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = initial();
  map.set(key, made);
  return made;
}
