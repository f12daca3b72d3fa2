/** The states that the reference explorer found as a graph: every edge is evaluated anew. */

import type { Outcome } from '../model/evaluated.ts';
import { keyOf } from '../model/observation.ts';
import type { Alternative } from '../model/process.ts';
import type { LeadsTo } from '../model/property.ts';
import type { State } from '../model/state.ts';
import { type EdgeLabel, lastingPredicates, type StateGraph, type Visited } from '../model/state-graph.ts';
import type { OnRead, StateReader } from '../model/state-reader.ts';
import { candidates } from '../model/system.ts';
import { evaluate } from '../semantics/evaluation.ts';
import { holdsIn } from '../semantics/judge.ts';
import type { FoundStates } from './found.ts';

/** What judging an edge or a state notes: which claims were met, and what their predicates read. */
interface Judging extends FoundStates {
  readonly exercised: Set<string>;
  marksOf(before: State, alternative: Alternative, outcome: Outcome): number[];
  onRead(property: string): OnRead;
}

export class ReferenceGraph implements StateGraph {
  readonly bound: number;
  readonly initial = 0;
  readonly #exploration: Judging;

  constructor(exploration: Judging) {
    this.#exploration = exploration;
    this.bound = exploration.known.length;
  }

  nodeFrom(number: number): number | undefined {
    return number < this.bound ? number : undefined;
  }

  visit(node: number): Visited {
    const { system, known } = this.#exploration;
    const state = known[node] as State;
    const labels: EdgeLabel[] = [];
    const targets: number[] = [];
    for (const alternative of candidates(system, state)) {
      const { outcomes, observed } = evaluate(system, alternative, state);
      for (const outcome of outcomes) {
        const marks = this.#exploration.marksOf(state, alternative, outcome);
        labels.push({ alternative, place: outcome.place, marks, observed: observed.map(keyOf) });
        targets.push(this.#exploration.indexOf(outcome.next) as number);
      }
    }
    const rests = labels.every(({ alternative }) => alternative.tag !== 'system');
    return { holds: this.#holds(state), rests, labels, targets };
  }

  #holds(state: State): boolean[] {
    const { system, exercised } = this.#exploration;
    return lastingPredicates(system).map((predicate) => {
      const property = system.properties[predicate.position] as LeadsTo<StateReader>;
      const holds = holdsIn(system, property, predicate, state, this.#exploration.onRead(property.id));
      if (holds && predicate.side === 'from') exercised.add(property.id);
      return holds;
    });
  }
}
