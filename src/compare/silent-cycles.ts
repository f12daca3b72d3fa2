/** Divergence: the states from which a run may continue for ever without showing anything. */
import { NumberStack } from '../check/liveness/number-stack.ts';
import { markBit } from './marks.ts';
import type { ObservedGraph } from './observed-graph.ts';

/**
 * Marks the states from which an infinite silent path leads. What is left when states without silent successors are removed, repeatedly,
 * are those states: each of them has a silent successor among them, and there are finitely many.
 */
export function markDivergence(graph: ObservedGraph): void {
  const { states, marks } = graph;
  const left = new Uint32Array(states);
  const before = predecessorsOf(graph, left);
  const ended = new NumberStack();
  for (let state = 0; state < states; state++) if (left[state] === 0) ended.push(state);
  const isEnded = new Uint8Array(states);
  while (ended.length > 0) {
    const state = ended.pop();
    isEnded[state] = 1;
    for (let at = before.first[state] as number; at < (before.first[state + 1] as number); at++) {
      const predecessor = before.states[at] as number;
      left[predecessor] = (left[predecessor] as number) - 1;
      if (left[predecessor] === 0) ended.push(predecessor);
    }
  }
  for (let state = 0; state < states; state++) {
    if (isEnded[state] === 0) marks[state] = (marks[state] as number) | markBit('diverges');
  }
}

/** The silent predecessors of each state, once for each transition; counts the silent successors into `successors`. */
function predecessorsOf(
  graph: ObservedGraph,
  successors: Uint32Array,
): { readonly first: Uint32Array; readonly states: Uint32Array } {
  const { states, targets } = graph;
  const first = new Uint32Array(states + 1);
  for (const [state, transition] of silentTransitions(graph)) {
    successors[state] = (successors[state] as number) + 1;
    const target = targets[transition] as number;
    first[target + 1] = (first[target + 1] as number) + 1;
  }
  for (let state = 0; state < states; state++)
    first[state + 1] = (first[state + 1] as number) + (first[state] as number);
  const next = first.slice();
  const found = new Uint32Array(first[states] as number);
  for (const [state, transition] of silentTransitions(graph)) {
    const target = targets[transition] as number;
    found[next[target] as number] = state;
    next[target] = (next[target] as number) + 1;
  }
  return { first, states: found };
}

function* silentTransitions(graph: ObservedGraph): Generator<readonly [state: number, transition: number]> {
  for (let state = 0; state < graph.states; state++) {
    for (let at = graph.first[state] as number; at < (graph.first[state + 1] as number); at++) {
      if (graph.isSilent(state, at)) yield [state, at];
    }
  }
}

/** The transitions of a run from a state that diverges: silent ones to the nearest cycle, then a shortest cycle there. */
export function silentLasso(graph: ObservedGraph, from: number): SilentLasso {
  const stem = new SilentSearch(graph, from);
  for (const state of stem.found) {
    const cycle = cycleThrough(graph, state);
    if (cycle !== undefined) return { stem: stem.pathTo(state), cycle };
    stem.expand(state);
  }
  throw new Error(`state ${from} does not diverge`);
}

export interface SilentLasso {
  readonly stem: readonly Move[];
  readonly cycle: readonly Move[];
}

/** A transition and the state that it leaves. */
export interface Move {
  readonly from: number;
  readonly transition: number;
}

function cycleThrough(graph: ObservedGraph, state: number): readonly Move[] | undefined {
  const search = new SilentSearch(graph, state);
  for (const reached of search.found) {
    const last = search.expand(reached, state);
    if (last !== undefined) return [...search.pathTo(reached), { from: reached, transition: last }];
  }
  return undefined;
}

/** Breadth first over silent transitions. */
class SilentSearch {
  /** Grows while it is iterated. */
  readonly found: Set<number>;
  readonly #graph: ObservedGraph;
  readonly #by = new Map<number, Move>();

  constructor(graph: ObservedGraph, from: number) {
    this.#graph = graph;
    this.found = new Set([from]);
  }

  /** Finds the silent successors of a state; the transition to `wanted`, if there is one. */
  expand(state: number, wanted?: number): number | undefined {
    const { first, targets } = this.#graph;
    for (let at = first[state] as number; at < (first[state + 1] as number); at++) {
      if (!this.#graph.isSilent(state, at)) continue;
      const target = targets[at] as number;
      if (target === wanted) return at;
      if (this.found.has(target)) continue;
      this.found.add(target);
      this.#by.set(target, { from: state, transition: at });
    }
    return undefined;
  }

  pathTo(state: number): readonly Move[] {
    const path: Move[] = [];
    for (let by = this.#by.get(state); by !== undefined; by = this.#by.get(by.from)) path.unshift(by);
    return path;
  }
}
