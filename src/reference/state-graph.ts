/** The states that the reference explorer found as a graph. Edges are not stored: a visit evaluates them again. */

import { receiverAt } from '../model/channels/channel.ts';
import { keyOf } from '../model/observation.ts';
import type { LastingProperty } from '../model/property.ts';
import type { State } from '../model/state.ts';
import { type EdgeLabel, lastingPredicates, type StateGraph, type Visited } from '../model/state-graph.ts';
import type { StateReader } from '../model/state-reader.ts';
import { candidates } from '../model/system.ts';
import { changesMore } from '../semantics/changes.ts';
import { evaluate } from '../semantics/evaluation.ts';
import { holdsIn } from '../semantics/judge.ts';
import type { FoundStates } from './found.ts';
import type { Notes } from './notes.ts';

export class ReferenceGraph implements StateGraph {
  readonly bound: number;
  readonly initials: readonly number[];
  readonly #states: FoundStates;
  readonly #notes: Notes;

  constructor(states: FoundStates, notes: Notes) {
    this.#states = states;
    this.#notes = notes;
    this.bound = states.known.length;
    this.initials = [...states.system.initials.keys()];
  }

  nodeFrom(number: number): number | undefined {
    return number < this.bound ? number : undefined;
  }

  visit(node: number): Visited {
    const { system, known } = this.#states;
    const state = known[node] as State;
    const labels: EdgeLabel[] = [];
    const targets: number[] = [];
    const changes: boolean[] = [];
    for (const alternative of candidates(system, state)) {
      const { outcomes, observed } = evaluate(system, alternative, state);
      for (const outcome of outcomes) {
        const marks = this.#notes.marksOf(state, alternative, outcome);
        const receiver = receiverAt(system.alternatives, outcome.place);
        labels.push({ alternative, receiver, place: outcome.place, marks, observed: observed.map(keyOf) });
        targets.push(this.#states.indexOf(outcome.next) as number);
        changes.push(changesMore(system, state, outcome.next));
      }
    }
    return { holds: this.#holds(state), labels, targets, changes };
  }

  stateOf(node: number): State {
    return this.#states.known[node] as State;
  }

  #holds(state: State): boolean[] {
    const { system } = this.#states;
    return lastingPredicates(system).map((predicate) => {
      const property = system.properties[predicate.position] as LastingProperty<StateReader>;
      const onRead = predicate.part === 'assumed' ? undefined : this.#notes.onRead(property.id);
      const holds = holdsIn(system, property, predicate, state, onRead);
      if (holds && predicate.part === 'from') this.#notes.exercised.add(property.id);
      return holds;
    });
  }
}
