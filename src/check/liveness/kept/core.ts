/**
 * What the questions of a run have in common: the nodes that may be on a cycle of several nodes, by edges that any question follows, among
 * nodes that any includes. Often there are none, and all questions are answered but for runs that stay where they are.
 */
import type { KeptEdges } from '../../../model/kept-edges.ts';
import type { Cycles } from '../cycles.ts';
import { NumberStack } from '../number-stack.ts';
import { FOLLOWED, INCLUDED, type Question, SERVES } from './question.ts';
import { Sources } from './sources.ts';
import { Trim } from './trim.ts';

const BREATHE_EVERY = 16_384;

export class Core {
  readonly #questions: readonly Question[];
  /** Ascending. */
  nodes: Uint32Array = new Uint32Array();
  /** The nodes where no question about runs that rest has a constraint with an enabled step. */
  idle: Uint32Array = new Uint32Array();
  /** Of those that are not in the core, the nodes with an edge to themselves and no step that every question's constraints are about. */
  readonly loners = new NumberStack();
  readonly #edges: KeptEdges;
  /** By way: FOLLOWED, SERVES. */
  readonly #ways: Uint32Array;

  constructor(edges: KeptEdges, questions: readonly Question[]) {
    this.#edges = edges;
    this.#questions = questions;
    this.#ways = waysOf(questions);
  }

  /** Whether a question that includes the whole core has no fewer cycles than that. */
  isOf({ ways }: Question): boolean {
    return this.#ways.every((bits, way) => (bits & FOLLOWED) === ((ways[way] as number) & FOLLOWED));
  }

  /** Undefined where the cycles are those of no question. */
  questionOf(cycles: Cycles): Question | undefined {
    return this.#questions.find((question) => question.cycles === cycles);
  }

  *find(): Generator<void, undefined> {
    const ways = this.#ways;
    const resting = this.#questions.filter(({ cycles }) => cycles.rests);
    const included = yield* this.#included();
    if (resting.length > 0) this.idle = yield* this.#idleOf(included, waysOf(resting));
    const alone = (node: number) => this.loners.push(node);
    const left = yield* new Trim(this.#edges, ways, alone).sweep(included);
    this.nodes = left.length === 0 ? left : yield* new Sources(this.#edges, ways, alone).remove(left);
    return undefined;
  }

  *#included(): Generator<void, Uint32Array> {
    const { ranges, holds } = this.#edges;
    const nodes = new Uint32Array(ranges.reduce((sum, { from, to }) => sum + to - from, 0));
    const isIncluded = new Map<number, boolean>();
    let end = 0;
    let last = -1;
    let is = false;
    for (const { from, to } of ranges) {
      for (let node = from; node < to; node++) {
        const held = holds[node] as number;
        // Neighbours often agree.
        if (held !== last) {
          last = held;
          is = isIncluded.get(held) ?? this.#isIncluded(held);
          isIncluded.set(held, is);
        }
        if (is) nodes[end++] = node;
      }
      yield;
    }
    return nodes.subarray(0, end);
  }

  #isIncluded(held: number): boolean {
    return this.#questions.some((question) => (question.ofNode(held) & INCLUDED) !== 0);
  }

  *#idleOf(nodes: Uint32Array, ways: Uint32Array): Generator<void, Uint32Array> {
    const { begins, degrees, ways: wayOf } = this.#edges;
    const idle = new NumberStack();
    for (let i = 0; i < nodes.length; i++) {
      if (i % BREATHE_EVERY === 0) yield;
      const node = nodes[i] as number;
      let edge = begins[node] as number;
      const end = edge + (degrees[node] as number);
      while (edge < end && ((ways[wayOf[edge] as number] as number) & SERVES) === 0) edge++;
      if (edge === end) idle.push(node);
    }
    return idle.all;
  }
}

/** By way: whether any question follows it; whether it serves constraints of every question. */
function waysOf(questions: readonly Question[]): Uint32Array {
  const all = questions.map(({ ways }) => ways);
  return new Uint32Array(256).map((_, way) => {
    const bits = all.map((ways) => ways[way] as number);
    return bits.reduce((any, more) => any | (more & FOLLOWED), 0) | bits.reduce((every, more) => every & more, SERVES);
  });
}
