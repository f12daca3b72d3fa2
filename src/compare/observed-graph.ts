/**
 * The reachable states of a system as `compare` sees them: the observation of each state, its marks, and its transitions.
 *
 * States are numbered breadth first, with the steps of a state in the order of declaration, so that every explorer gives the same numbers,
 * and every run finds the same shortest difference.
 */
import type { Exploration, Host, PathStep, Stopped } from '../model/exploration.ts';
import type { EventStep } from '../model/observable.ts';
import type { Valuation } from '../model/state.ts';
import type { EdgeLabel, StateGraph, Visited } from '../model/state-graph.ts';
import { isTerminal } from '../model/system.ts';
import { stepName } from '../semantics/evaluation.ts';
import { inSlices } from '../semantics/slices.ts';
import { markBit, NO_MARK } from './marks.ts';

/** No event. */
export const UNSEEN = 0;
/** States between two looks at the clock. */
const STATES_AT_ONCE = 64;

/** By alternative, the number of the event that its steps are, shared by both systems. */
export type EventOf = (step: EventStep) => number;

export class ObservedGraph {
  readonly exploration: Exploration;
  /** The numbers of the initial states, in the order of declaration. */
  readonly initials: number[] = [];
  /** By state; known after `observe`. */
  readonly observation: number[] = [];
  /** By state, a set of marks; `diverges` is added by silent-cycles.ts. */
  readonly marks: number[] = [];
  /** The transitions of state `s` are those from `first[s]` to `first[s + 1]`. */
  readonly first: number[] = [0];
  readonly targets: number[] = [];
  readonly events: number[] = [];
  readonly #graph: StateGraph;
  /** By state, its node. */
  readonly #nodes: number[] = [];
  /** By node, the number of its state and 1. */
  readonly #numbers: Uint32Array;

  constructor(exploration: Exploration) {
    this.exploration = exploration;
    this.#graph = exploration.graph();
    this.#numbers = new Uint32Array(this.#graph.bound);
  }

  get states(): number {
    return this.#nodes.length;
  }

  /** Whether a transition shows nothing: no event, and the observation stays. */
  isSilent(from: number, transition: number): boolean {
    return (
      this.events[transition] === UNSEEN &&
      this.observation[this.targets[transition] as number] === this.observation[from]
    );
  }

  /** Finds the transitions of all states. */
  connect(eventOf: EventOf, host: Host): Promise<Stopped | undefined> {
    return inSlices(this.#connecting(eventOf), host, 'finding the transitions');
  }

  /** Reads what is observed in each state. Footprints are complete only after `connect`. */
  observe(observationOf: (state: Valuation) => number, host: Host): Promise<Stopped | undefined> {
    return inSlices(this.#observing(observationOf), host, 'reading what is observed');
  }

  *#connecting(eventOf: EventOf): Generator<void, Stopped | undefined> {
    const { system } = this.exploration;
    const eventNumbers = system.alternatives.map((alternative) => eventOf(stepName(alternative, undefined)));
    for (const node of this.#graph.initials) this.initials.push(this.#number(node));
    for (let state = 0; state < this.states; state++) {
      const visited = this.#graph.visit(this.#nodes[state] as number);
      const isObliged = visited.labels.some(({ alternative }) => alternative.tag === 'system');
      for (const edge of inOrder(visited)) {
        const { alternative } = visited.labels[edge] as EdgeLabel;
        this.events.push(eventNumbers[alternative.position] as number);
        this.targets.push(this.#number(visited.targets[edge] as number));
      }
      this.first.push(this.targets.length);
      this.marks.push(isObliged ? NO_MARK : markBit('rests'));
      if (state % STATES_AT_ONCE === 0) yield;
    }
    return undefined;
  }

  *#observing(observationOf: (state: Valuation) => number): Generator<void, Stopped | undefined> {
    const { system } = this.exploration;
    for (let state = 0; state < this.states; state++) {
      const values = this.#graph.stateOf(this.#nodes[state] as number);
      this.observation.push(observationOf(values));
      if (isTerminal(system, values)) this.marks[state] = markBit('crashes');
      if (state % STATES_AT_ONCE === 0) yield;
    }
    return undefined;
  }

  /** The step of a transition, which is found again. */
  stepOf(from: number, transition: number): PathStep {
    const visited = this.#graph.visit(this.#nodes[from] as number);
    const edge = inOrder(visited)[transition - (this.first[from] as number)] as number;
    const { alternative, place } = visited.labels[edge] as EdgeLabel;
    return { alternative, place };
  }

  #number(node: number): number {
    const known = this.#numbers[node] as number;
    if (known !== 0) return known - 1;
    this.#numbers[node] = this.#nodes.push(node);
    return this.#nodes.length - 1;
  }
}

/** The transitions of a visited state, in the order of declaration. */
function inOrder({ labels }: Visited): readonly number[] {
  return [...labels.keys()].sort((a, b) => {
    const [one, other] = [labels[a], labels[b]] as [EdgeLabel, EdgeLabel];
    return one.alternative.position - other.alternative.position || one.place - other.place;
  });
}
