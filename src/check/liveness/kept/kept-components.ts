/**
 * The fair components of a graph whose edges are kept. The question is that of fair-components.ts, and so is the answer; but here all
 * nodes among which a run must stay are decomposed, whether or not a search that begins where the property says leads there. Only where
 * that finds something, it is asked whether it is reached.
 *
 * First the nodes are removed that cannot be on a cycle (trim.ts): often that leaves nothing. The rest is decomposed (D. J. Pearce,
 * "A space-efficient algorithm for finding strongly connected components", IPL 116(1), 2016).
 */

import { servedBy } from '../../../model/fairness/constraints.ts';
import type { KeptEdges } from '../../../model/kept-edges.ts';
import type { EdgeLabel, StateGraph } from '../../../model/state-graph.ts';
import type { Components } from '../components.ts';
import type { Cycles } from '../cycles.ts';
import { type Component, Decomposition } from './decomposition.ts';
import { Judge } from './judgement.ts';
import { BEGINS, GOALS_MAX, INCLUDED, Question, REPEATED, SERVES } from './question.ts';
import { Reach } from './reach.ts';
import { Trim } from './trim.ts';

/** A forbidden cycle passes through the node within its component. */
const ON_CYCLE = 1;
/** A forbidden run may stay there for ever. */
const RESTS = 2;

export class KeptComponents implements Components {
  readonly graph: StateGraph;
  readonly cycles: Cycles;
  readonly #edges: KeptEdges;
  readonly #question: Question;
  readonly #judge: Judge;
  readonly #trim: Trim;
  readonly #decomposition: Decomposition;
  #beginsEverywhere: boolean;
  readonly #served = new WeakMap<EdgeLabel, readonly number[]>();
  /** By number of the node, ON_CYCLE and RESTS; undefined until one is found. */
  #marks: Uint8Array | undefined;

  constructor(graph: StateGraph, edges: KeptEdges, cycles: Cycles, predicates: number) {
    this.#beginsEverywhere = !cycles.fromStart;
    this.graph = graph;
    this.cycles = cycles;
    this.#edges = edges;
    this.#question = new Question(cycles, edges, predicates);
    this.#judge = new Judge(edges, this.#question, cycles);
    this.#trim = new Trim(edges, this.#question, this.#judgeAlone);
    this.#decomposition = new Decomposition(edges, this.#question);
  }

  /** Whether a question can be asked in this way. */
  static canFind({ goals }: Cycles): boolean {
    return goals.length <= GOALS_MAX;
  }

  get isEmpty(): boolean {
    return this.#marks === undefined;
  }

  restsAt(node: number): boolean {
    return ((this.#marks?.[this.#edges.numberOf(node)] ?? 0) & RESTS) !== 0;
  }

  has(node: number): boolean {
    return (this.#marks?.[this.#edges.numberOf(node)] ?? 0) !== 0;
  }

  together(a: number, b: number): boolean {
    const { numberOf } = this.#edges;
    return this.#decomposition.together(numberOf(a), numberOf(b));
  }

  servedBy(label: EdgeLabel): readonly number[] {
    const known = this.#served.get(label);
    if (known !== undefined) return known;
    const served = servedBy(this.cycles.constraints, label);
    this.#served.set(label, served);
    return served;
  }

  *find(): Generator<void, undefined> {
    const included = yield* this.#included();
    const again: Uint32Array[] = [included];
    for (let nodes = again.pop(); nodes !== undefined; nodes = again.pop()) {
      const left = yield* this.#trim.sweep(nodes);
      if (left.length === 0) continue;
      const found = (component: Component) => {
        const judgement = this.#judge.of(component);
        if (judgement === 'forbidden') for (const member of component.members) this.#mark(member, ON_CYCLE);
        else if (judgement !== 'none') again.push(judgement.sort());
      };
      yield* this.#decomposition.of(left, found, this.#judgeAlone);
    }
    if (this.#marks !== undefined && !this.#beginsEverywhere) yield* this.#keepReached(this.#marks, included);
    return undefined;
  }

  /** The nodes among which a run must stay, ascending. Marks those where it may rest. */
  *#included(): Generator<void, Uint32Array> {
    const nodes = new Uint32Array(this.#edges.ranges.reduce((sum, { from, to }) => sum + to - from, 0));
    let end = 0;
    for (const range of this.#edges.ranges) {
      end = this.#include(range, nodes, end);
      yield;
    }
    return nodes.subarray(0, end);
  }

  /** Appends those of a range to a list, and returns its new end. */
  #include({ from, to }: KeptEdges['ranges'][number], nodes: Uint32Array, length: number): number {
    const { holds } = this.#edges;
    const question = this.#question;
    const { rests } = this.cycles;
    const resting = REPEATED | question.allGoals;
    let end = length;
    for (let node = from; node < to; node++) {
      const bits = question.ofNode(holds[node] as number);
      if ((bits & INCLUDED) === 0) continue;
      nodes[end++] = node;
      if ((bits & BEGINS) === 0) this.#beginsEverywhere = false;
      if (rests && (bits & resting) === resting && this.#owesNothing(node)) this.#mark(node, RESTS);
    }
    return end;
  }

  /** Whether no constraint has an enabled step. */
  #owesNothing(node: number): boolean {
    const { begins, degrees, ways } = this.#edges;
    const bitsOf = this.#question.ways;
    const begin = begins[node] as number;
    const end = begin + (degrees[node] as number);
    for (let edge = begin; edge < end; edge++) {
      if (((bitsOf[ways[edge] as number] as number) & SERVES) !== 0) return false;
    }
    return true;
  }

  readonly #judgeAlone = (node: number): void => {
    if (!this.#judge.ofLoop(node)) return;
    this.#decomposition.separate(node);
    this.#mark(node, ON_CYCLE);
  };

  #mark(node: number, mark: number): void {
    this.#marks ??= new Uint8Array(this.#edges.begins.length);
    this.#marks[node] = (this.#marks[node] as number) | mark;
  }

  /** Unmarks the nodes to which no run leads from where the search begins. */
  *#keepReached(marks: Uint8Array, included: Uint32Array): Generator<void, void> {
    const { graph, cycles } = this;
    const { holds, numberOf } = this.#edges;
    const has = (node: number, bit: number) => (this.#question.ofNode(holds[node] as number) & bit) !== 0;
    const reach = new Reach(this.#edges, this.#question, included);
    if (cycles.fromStart) {
      for (const node of graph.initials.map(numberOf)) if (has(node, INCLUDED)) reach.add(node);
    } else {
      for (let i = 0; i < included.length; i++)
        if (has(included[i] as number, BEGINS)) reach.add(included[i] as number);
    }
    yield* reach.find();
    let isEmpty = true;
    for (let i = 0; i < included.length; i++) {
      const node = included[i] as number;
      if (!reach.has(node)) marks[node] = 0;
      else if (marks[node] !== 0) isEmpty = false;
    }
    if (isEmpty) this.#marks = undefined;
  }
}
