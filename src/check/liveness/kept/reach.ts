/**
 * Whether a marked node is reached from others by edges that a cycle may follow, among the nodes where a run must stay. The numbers of
 * nodes follow the levels of the exploration, mostly: one sweep from the first node to the last is enough, and what is reached behind
 * it is followed at once.
 */
import type { KeptEdges } from '../../../model/kept-edges.ts';
import { NumberStack } from '../number-stack.ts';
import { BEGINS, FOLLOWED, INCLUDED, type Question } from './question.ts';

const BREATHE_EVERY = 16_384;

const UNREACHED = 0;
const REACHED = 1;
/** Its edges have been followed. */
const DONE = 2;

export class Reach {
  readonly #edges: KeptEdges;
  readonly #question: Question;
  readonly #marks: Uint8Array;
  readonly #states: Uint8Array;
  readonly #behind = new NumberStack();
  /** Whether a marked node was reached. */
  #isFound = false;

  /** `marks`: by node, not 0 if it is marked; such nodes are among those where a run must stay. */
  constructor(edges: KeptEdges, question: Question, marks: Uint8Array) {
    this.#edges = edges;
    this.#question = question;
    this.#marks = marks;
    this.#states = new Uint8Array(edges.begins.length);
  }

  /** From nodes that are included. */
  *from(nodes: readonly number[]): Generator<void, boolean> {
    for (const node of nodes) this.#reach(node);
    return yield* this.#find();
  }

  /** From all nodes where the search of the question begins. */
  *fromWhereItBegins(): Generator<void, boolean> {
    const { holds } = this.#edges;
    const wanted = INCLUDED | BEGINS;
    for (let node = 0; node < holds.length && !this.#isFound; node++) {
      if (node % BREATHE_EVERY === 0) yield;
      if ((this.#question.ofNode(holds[node] as number) & wanted) === wanted) this.#reach(node);
    }
    return yield* this.#find();
  }

  *#find(): Generator<void, boolean> {
    const nodes = this.#states.length;
    for (let from = 0; from < nodes && !this.#isFound; from += BREATHE_EVERY) {
      this.#sweep(from, Math.min(from + BREATHE_EVERY, nodes));
      yield;
    }
    return this.#isFound;
  }

  #reach(node: number): void {
    this.#states[node] = REACHED;
    if (this.#marks[node] !== 0) this.#isFound = true;
  }

  #sweep(from: number, to: number): void {
    const [states, behind] = [this.#states, this.#behind];
    for (let node = from; node < to; node++) {
      if (states[node] !== REACHED) continue;
      this.#follow(node, node);
      while (behind.length > 0) this.#follow(behind.pop(), node);
    }
  }

  #follow(node: number, sweep: number): void {
    const { begins, degrees, targets, ways, holds } = this.#edges;
    const bitsOf = this.#question.ways;
    const states = this.#states;
    const begin = begins[node] as number;
    const end = begin + (degrees[node] as number);
    states[node] = DONE;
    for (let edge = begin; edge < end; edge++) {
      const target = targets[edge] as number;
      if (states[target] !== UNREACHED || ((bitsOf[ways[edge] as number] as number) & FOLLOWED) === 0) continue;
      if ((this.#question.ofNode(holds[target] as number) & INCLUDED) === 0) states[target] = DONE;
      else {
        this.#reach(target);
        if (target < sweep) this.#behind.push(target);
      }
    }
  }
}
