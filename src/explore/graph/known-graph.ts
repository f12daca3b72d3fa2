/**
 * The transitions of all states, by number: what leads to a state, and a shortest path to it. They are found once the exploration in the background
 * has visited every state, by a second one, because the first keeps no transitions. States are numbered breadth first with the steps of a state in
 * the order of declaration, so that the place of a transition is its index in a path.
 */
import { explore, type RunOptions } from '../../check/run.ts';
import { ObservedGraph } from '../../compare/observed-graph.ts';
import type { System } from '../../model/system.ts';
import type { LeftOut } from '../../page/graph-view.ts';
import type { Path } from '../../page/position.ts';

/** Larger ones take too much memory for a convenience. */
const STATES_MAX = 500_000;
const TRANSITIONS_MAX = 5_000_000;

type Graph = Pick<ObservedGraph, 'initials' | 'first' | 'targets'>;

export class KnownGraph {
  readonly #system: System;
  readonly #options: RunOptions;
  #phase: LeftOut['before'] = 'unknown';
  #graph: Graph | undefined;
  /** By state: the transition that first led there, and the state it is of; -1 of an initial state. */
  #parents: { readonly state: Int32Array; readonly transition: Int32Array } | undefined;
  /** By state, the transitions that lead there begin at `first[state]` in `sources`. */
  #before: { readonly first: Int32Array; readonly sources: Int32Array } | undefined;

  constructor(system: System, options: RunOptions = {}) {
    this.#system = system;
    this.#options = options;
  }

  get phase(): LeftOut['before'] {
    return this.#phase;
  }

  /** Finds the transitions, once. `size`: of the exploration that has visited every state. */
  async find({ states, transitions }: { readonly states: number; readonly transitions: number }): Promise<void> {
    if (this.#phase !== 'unknown') return;
    if (states > STATES_MAX || transitions > TRANSITIONS_MAX) {
      this.#phase = 'too many';
      return;
    }
    this.#phase = 'being found';
    try {
      const { exploration, host, stopped } = await explore(this.#system, this.#options);
      try {
        const graph = stopped === undefined ? new ObservedGraph(exploration) : undefined;
        const isKnown = graph !== undefined && (await graph.connect(() => 0, host)) === undefined;
        if (isKnown) this.#keep({ initials: graph.initials, first: graph.first, targets: graph.targets });
        this.#phase = isKnown ? 'known' : 'too many';
      } finally {
        await exploration.close();
      }
    } catch {
      // The exploration in the background says what is wrong with the model.
      this.#phase = 'too many';
    }
  }

  #keep(graph: Graph): void {
    const { initials, first, targets } = graph;
    const states = first.length - 1;
    const state = new Int32Array(states).fill(-1);
    const transition = new Int32Array(states).fill(-1);
    const isFound = new Uint8Array(states);
    for (const initial of initials) isFound[initial] = 1;
    const counts = new Int32Array(states + 1);
    for (let from = 0; from < states; from++) {
      for (let t = first[from] as number; t < (first[from + 1] as number); t++) {
        const to = targets[t] as number;
        counts[to + 1] = (counts[to + 1] as number) + 1;
        if (isFound[to] === 1) continue;
        isFound[to] = 1;
        state[to] = from;
        transition[to] = t - (first[from] as number);
      }
    }
    for (let i = 0; i < states; i++) counts[i + 1] = (counts[i + 1] as number) + (counts[i] as number);
    const place = counts.slice();
    const sources = new Int32Array(targets.length);
    for (let from = 0; from < states; from++) {
      for (let t = first[from] as number; t < (first[from + 1] as number); t++) {
        const to = targets[t] as number;
        sources[place[to] as number] = from;
        place[to] = (place[to] as number) + 1;
      }
    }
    this.#graph = graph;
    this.#parents = { state, transition };
    this.#before = { first: counts, sources };
  }

  /** The number of the state at the end of a path; undefined while the graph is not known. */
  numberOf({ start, steps }: Path): number | undefined {
    const graph = this.#graph;
    if (graph === undefined) return undefined;
    return steps.reduce<number | undefined>((from, index) => {
      if (from === undefined) return undefined;
      const t = (graph.first[from] as number) + index;
      return t < (graph.first[from + 1] as number) ? graph.targets[t] : undefined;
    }, graph.initials[start]);
  }

  /** A shortest path to a state. */
  pathTo(number: number): Path {
    const steps: number[] = [];
    let state = number;
    for (; ; state = this.#parents?.state[state] as number) {
      const from = this.#parents?.state[state] ?? -1;
      if (from === -1) break;
      steps.push(this.#parents?.transition[state] as number);
    }
    return { start: this.#graph?.initials.indexOf(state) ?? 0, steps: steps.reverse() };
  }

  /** The states from which this one is reached within some steps, the nearest first; without itself. */
  *before(number: number, steps: number): Generator<number> {
    if (this.#before === undefined) return;
    const { first, sources } = this.#before;
    const seen = new Set([number]);
    let level = [number];
    for (let distance = 0; distance < steps && level.length > 0; distance++) {
      const next: number[] = [];
      for (const to of level) {
        for (const from of sources.subarray(first[to] as number, first[to + 1] as number)) {
          if (seen.has(from)) continue;
          seen.add(from);
          next.push(from);
          yield from;
        }
      }
      level = next;
    }
  }
}
