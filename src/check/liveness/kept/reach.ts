/**
 * Which nodes are reached from others by edges that a cycle may follow, among the nodes where a run must stay. The numbers of nodes follow
 * the levels of the exploration, mostly: one sweep from the first node to the last is enough, and what is reached behind it is followed
 * at once.
 */
import type { KeptEdges } from '../../../model/kept-edges.ts';
import { NumberStack } from '../number-stack.ts';
import { FOLLOWED, type Question } from './question.ts';

const BREATHE_EVERY = 16_384;

const UNREACHED = 0;
const REACHED = 1;
/** Its edges have been followed. */
const DONE = 2;
const OUTSIDE = 3;

export class Reach {
  readonly #edges: KeptEdges;
  readonly #question: Question;
  readonly #states: Uint8Array;
  readonly #included: Uint32Array;
  readonly #behind = new NumberStack();

  /** `included`: the nodes where a run must stay, ascending. */
  constructor(edges: KeptEdges, question: Question, included: Uint32Array) {
    this.#edges = edges;
    this.#question = question;
    this.#included = included;
    this.#states = new Uint8Array(edges.begins.length).fill(OUTSIDE);
    for (let i = 0; i < included.length; i++) this.#states[included[i] as number] = UNREACHED;
  }

  /** Of a node that is included. */
  has(node: number): boolean {
    return this.#states[node] !== UNREACHED;
  }

  /** A node that is included, and where the search begins. */
  add(node: number): void {
    this.#states[node] = REACHED;
  }

  *find(): Generator<void, void> {
    for (let from = 0; from < this.#included.length; from += BREATHE_EVERY) {
      this.#sweep(from, Math.min(from + BREATHE_EVERY, this.#included.length));
      yield;
    }
  }

  #sweep(from: number, to: number): void {
    const [states, behind] = [this.#states, this.#behind];
    for (let i = from; i < to; i++) {
      const node = this.#included[i] as number;
      if (states[node] !== REACHED) continue;
      this.#follow(node, node);
      while (behind.length > 0) this.#follow(behind.pop(), node);
    }
  }

  #follow(node: number, sweep: number): void {
    const { begins, degrees, targets, ways } = this.#edges;
    const bitsOf = this.#question.ways;
    const states = this.#states;
    const begin = begins[node] as number;
    const end = begin + (degrees[node] as number);
    states[node] = DONE;
    for (let edge = begin; edge < end; edge++) {
      const target = targets[edge] as number;
      if (states[target] !== UNREACHED || ((bitsOf[ways[edge] as number] as number) & FOLLOWED) === 0) continue;
      states[target] = REACHED;
      if (target < sweep) this.#behind.push(target);
    }
  }
}
