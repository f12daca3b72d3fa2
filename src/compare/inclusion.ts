/**
 * Whether all traces of one system are traces of another: each state of the first with the set of states in which the second may be after
 * the same observations, breadth first, so that the first difference is on a shortest run.
 *
 * Antichains (De Wulf, Doyen, Henzinger, Raskin, CAV 2006): a pair is not searched if one with the same state and a subset of its set was
 * found before. Whatever the larger set cannot follow, the smaller cannot either, after no more steps.
 */
import type { Host, Stopped } from '../model/exploration.ts';
import { inSlices } from '../semantics/slices.ts';
import { type Mark, marksIn } from './marks.ts';
import type { ObservedGraph } from './observed-graph.ts';
import type { Move } from './silent-cycles.ts';
import { IMPOSSIBLE, type Next, Subsets } from './subsets.ts';

/** What the second system cannot do where the first can. */
export interface Difference {
  /** The run of the first system: its initial state and its moves. */
  readonly start: number;
  readonly moves: readonly Move[];
  /** What cannot be followed at its end: its last observation, or a mark. */
  readonly by: 'observation' | Mark;
  /** What the second could do instead: after the observations before the last one, or at the mark. */
  readonly instead: { readonly next: readonly Next[]; readonly marks: readonly Mark[] };
}

const PAIRS_AT_ONCE = 16;
const NO_PAIR = -1;

export class InclusionSearch {
  difference: Difference | undefined;
  readonly #left: ObservedGraph;
  readonly #subsets: Subsets;
  readonly #pairsMax: number;
  /** By pair: its state, its set, the pair from which it was found, and the transition. */
  readonly #state: number[] = [];
  readonly #subset: number[] = [];
  readonly #parent: number[] = [];
  readonly #by: number[] = [];
  /** By state, the sets of its pairs, none of which includes another that was found before it. */
  readonly #setsOf: number[][] = [];

  /** Whether `left` is included in `right`. More than `pairsMax` pairs end the search. */
  constructor(left: ObservedGraph, right: ObservedGraph, pairsMax = Number.POSITIVE_INFINITY) {
    this.#left = left;
    this.#subsets = new Subsets(right);
    this.#pairsMax = pairsMax;
  }

  get pairs(): number {
    return this.#state.length;
  }

  get subsets(): number {
    return this.#subsets.size;
  }

  run(host: Host): Promise<Stopped | undefined> {
    return inSlices(this.#search(), host, 'comparing');
  }

  *#search(): Generator<void, Stopped | undefined> {
    const { initials, observation, first } = this.#left;
    for (const state of initials) {
      const subset = this.#subsets.initial(observation[state] as number);
      if (subset === IMPOSSIBLE) this.#cannotBegin(state);
      else this.#arrive(state, subset, NO_PAIR, 0);
      if (this.difference !== undefined) return undefined;
    }
    for (let pair = 0; pair < this.pairs; pair++) {
      const state = this.#state[pair] as number;
      for (let at = first[state] as number; at < (first[state + 1] as number); at++) {
        this.#take(pair, at);
        if (this.difference !== undefined) return undefined;
      }
      if (this.pairs > this.#pairsMax) return 'max-states';
      if (pair % PAIRS_AT_ONCE === 0) yield;
    }
    return undefined;
  }

  #take(pair: number, transition: number): void {
    const { targets, events, observation } = this.#left;
    const [state, subset] = [this.#state[pair] as number, this.#subset[pair] as number];
    const target = targets[transition] as number;
    const next = { event: events[transition] as number, observation: observation[target] as number };
    const after = this.#left.isSilent(state, transition) ? subset : this.#subsets.after(subset, next);
    if (after !== IMPOSSIBLE) this.#arrive(target, after, pair, transition);
    else this.difference = { ...this.#runTo(pair, transition), by: 'observation', instead: this.#insteadOf(subset) };
  }

  /** A new pair, whose marks are compared at once. */
  #arrive(state: number, subset: number, parent: number, by: number): void {
    this.#setsOf[state] ??= [];
    const sets = this.#setsOf[state];
    if (sets.some((known) => known === subset || this.#subsets.isWithin(known, subset))) return;
    sets.push(subset);
    this.#state.push(state);
    this.#subset.push(subset);
    this.#parent.push(parent);
    this.#by.push(by);
    const [missing] = marksIn((this.#left.marks[state] as number) & ~this.#subsets.marksOf(subset));
    if (missing === undefined) return;
    this.difference = { ...this.#runTo(this.pairs - 1), by: missing, instead: this.#insteadOf(subset) };
  }

  #cannotBegin(start: number): void {
    const next = this.#subsets.initialObservations.map((observation) => ({ event: 0, observation }));
    this.difference = { start, moves: [], by: 'observation', instead: { next, marks: [] } };
  }

  #insteadOf(subset: number): Difference['instead'] {
    return { next: this.#subsets.nextOf(subset), marks: marksIn(this.#subsets.marksOf(subset)) };
  }

  /** The run to a pair, and the transition that it takes then. */
  #runTo(pair: number, last?: number): Pick<Difference, 'start' | 'moves'> {
    const moves: Move[] = last === undefined ? [] : [{ from: this.#state[pair] as number, transition: last }];
    let at = pair;
    for (let parent = this.#parent[at] as number; parent !== NO_PAIR; parent = this.#parent[at] as number) {
      moves.push({ from: this.#state[parent] as number, transition: this.#by[at] as number });
      at = parent;
    }
    return { start: this.#state[at] as number, moves: moves.reverse() };
  }
}
