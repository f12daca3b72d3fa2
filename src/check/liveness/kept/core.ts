/**
 * What the questions of a run have in common: the nodes that may be on a cycle of several nodes, by edges that any question follows, among
 * nodes that any includes. Often there are none, and all questions are answered but for runs that stay where they are.
 */
import type { KeptEdges } from '../../../model/kept-edges.ts';
import type { Cycles } from '../cycles.ts';
import { NumberStack } from '../number-stack.ts';
import { numbersFor } from '../numbers.ts';
import { FOLLOWED, INCLUDED, type Question, SERVES } from './question.ts';
import { Sources } from './sources.ts';
import { Trim } from './trim.ts';

const BREATHE_EVERY = 16_384;
const NONE = new Uint32Array();

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
    const between = this.#between(included);
    // Where all questions are about runs that rest, a loner is idle.
    if (this.#edges.loops) yield* this.#findLoners(resting.length === this.#questions.length ? this.idle : included);
    const alone = (node: number) => this.loners.push(node);
    const left = yield* new Trim(this.#edges, ways, alone).sweep(between);
    this.nodes = left.length === 0 ? left : yield* new Sources(this.#edges, ways, alone).remove(left);
    return undefined;
  }

  /** Of an ascending list, the nodes from the lowest to which an edge leads back to the highest from which one does. */
  #between(nodes: Uint32Array): Uint32Array {
    const { from, to } = this.#edges.back;
    if (to <= from) return NONE;
    const first = nodes.findIndex((node) => node >= from);
    const last = nodes.findLastIndex((node) => node < to);
    return first < 0 ? NONE : nodes.subarray(first, last + 1);
  }

  /** Of some nodes, those that are loners and not between. */
  *#findLoners(nodes: Uint32Array): Generator<void, void> {
    const { from, to } = this.#edges.back;
    for (let i = 0; i < nodes.length; i++) {
      if (i % BREATHE_EVERY === 0) yield;
      const node = nodes[i] as number;
      if ((node < from || node >= to) && isLoner(this.#edges, this.#ways, node)) this.loners.push(node);
    }
  }

  *#included(): Generator<void, Uint32Array> {
    const { holds } = this.#edges;
    const nodes = numbersFor(holds.length);
    const isIncluded = new Map<number, boolean>();
    let end = 0;
    let last = -1;
    let is = false;
    for (let node = 0; node < holds.length; node++) {
      if (node % BREATHE_EVERY === 0) yield;
      const held = holds[node] as number;
      // Neighbours often agree.
      if (held !== last) {
        last = held;
        is = isIncluded.get(held) ?? this.#isIncluded(held);
        isIncluded.set(held, is);
      }
      if (is) nodes[end++] = node;
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

/** Whether a node has an edge to itself that may be followed, and none that serves constraints. */
function isLoner({ begins, degrees, targets, ways: wayOf }: KeptEdges, ways: Uint32Array, node: number): boolean {
  const begin = begins[node] as number;
  const end = begin + (degrees[node] as number);
  let loops = false;
  for (let edge = begin; edge < end; edge++) {
    const bits = ways[wayOf[edge] as number] as number;
    if ((bits & SERVES) !== 0) return false;
    if ((bits & FOLLOWED) !== 0 && targets[edge] === node) loops = true;
  }
  return loops;
}

/** By way: whether any question follows it; whether it serves constraints of every question. */
function waysOf(questions: readonly Question[]): Uint32Array {
  const all = questions.map(({ ways }) => ways);
  return new Uint32Array(256).map((_, way) => {
    const bits = all.map((ways) => ways[way] as number);
    return bits.reduce((any, more) => any | (more & FOLLOWED), 0) | bits.reduce((every, more) => every & more, SERVES);
  });
}
