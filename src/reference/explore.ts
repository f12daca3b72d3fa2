/**
 * What exploring means, with nothing in the way of reading it: the definition of states, transitions, depth and verdicts.
 *
 * Sequential breadth first search over immutable states. No step is memoised and no state is packed; every property is judged in
 * the one pass, and a violation cuts nothing. Every other explorer must find the same states, transitions, depth, verdicts and
 * counterexamples. notes.ts counts and notes on the way; explorer.ts answers questions afterwards.
 */
import { Map as ImmutableMap } from 'immutable';
import type { Outcome } from '../model/evaluated.ts';
import type { Alternative } from '../model/process.ts';
import type { State } from '../model/state.ts';
import { candidates, type System } from '../model/system.ts';
import { stepName } from '../semantics/evaluation.ts';
import { judgeState, judgeStep } from '../semantics/judge.ts';
import { situationOf } from '../semantics/situation.ts';
import type { FoundStates } from './found.ts';
import type { Notes } from './notes.ts';

/** States are numbered in the order in which they are found; a state with a number below `visited` has been visited. */
export class Search implements FoundStates {
  readonly system: System;
  readonly known: State[] = [];
  readonly depthOf: number[] = [];
  readonly predecessors: number[][] = [];
  visited = 0;
  readonly #notes: Notes;
  readonly #numbers = ImmutableMap<State, number>().asMutable();

  constructor(system: System, notes: Notes) {
    this.system = system;
    this.#notes = notes;
  }

  indexOf(state: State): number | undefined {
    return this.#numbers.get(state);
  }

  /** Visits every reachable state, least depth first. Yields the number of each before it is visited. */
  *explore(): Generator<number, void> {
    for (const initial of this.system.initials) this.#arrive(initial, undefined);
    for (; this.visited < this.known.length; this.visited++) {
      yield this.visited;
      this.#visit(this.visited);
    }
  }

  /** Takes every transition of a state, then judges the state itself. */
  #visit(number: number): void {
    const state = this.known[number] as State;
    const taken: Alternative[] = [];
    for (const alternative of candidates(this.system, state)) {
      const evaluated = this.#notes.evaluate(alternative, state);
      this.#notes.observed(number, this.#depth(number), alternative, evaluated);
      for (const outcome of evaluated.outcomes) {
        taken.push(alternative);
        this.#arrive(outcome.next, number);
        this.#judgeStep(number, alternative, outcome);
      }
    }
    const situation = situationOf(this.system, state, taken);
    this.#notes.visited(taken.length, situation);
    for (const property of this.system.properties) {
      const onRead = this.#notes.onRead(property.id);
      const judgement = judgeState(this.system, property, state, situation, onRead, this.#notes.outcomes);
      this.#notes.judged(property.id, judgement, this.#depth(number), { state: number });
    }
  }

  /** A state that is new gets the next number. `from`: the state whose step leads to it; an initial state has none. */
  #arrive(state: State, from: number | undefined): void {
    const known = this.#numbers.get(state);
    const depth = from === undefined ? 0 : this.#depth(from) + 1;
    if (known === undefined) {
      this.#numbers.set(state, this.known.length);
      this.known.push(state);
      this.depthOf.push(depth);
      this.predecessors.push(from === undefined ? [] : [from]);
      this.#notes.found(state);
    } else if (from !== undefined && this.#depth(known) === depth) {
      const predecessors = this.predecessors[known] as number[];
      if (predecessors.at(-1) !== from) predecessors.push(from);
    }
  }

  /** Judges one step: its own assertions, the properties of steps, and the marks of properties of cycles. */
  #judgeStep(number: number, alternative: Alternative, outcome: Outcome): void {
    const { system } = this;
    const state = this.known[number] as State;
    const depth = this.#depth(number) + 1;
    const target = { state: number, step: { alternative, place: outcome.place } };
    for (const id of outcome.failed) this.#notes.decided(id, depth, target);
    for (const property of this.#notes.ofSteps) {
      const onRead = this.#notes.onRead(property.id);
      const step = stepName(alternative, outcome.name);
      const judgement = judgeStep(system, property, state, outcome.next, step, onRead);
      this.#notes.judged(property.id, judgement, depth, target);
    }
    this.#notes.marksOf(state, alternative, outcome);
  }

  #depth(number: number): number {
    return this.depthOf[number] as number;
  }
}
