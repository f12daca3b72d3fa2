/**
 * The fair components of a graph whose edges are kept. The question is that of fair-components.ts, and so is the answer; but here all
 * nodes among which a run must stay are decomposed, whether or not a search that begins where the property says leads there. Only where
 * that finds something, it is asked whether it is reached.
 *
 * Asked are only the nodes that may be on a cycle (core.ts). Of these, the ones are removed that cannot be on a cycle of this question
 * (trim.ts, sources.ts). The rest is decomposed (D. J. Pearce, "A space-efficient algorithm for finding strongly connected
 * components", IPL 116(1), 2016).
 */

import { servedBy } from '../../../model/fairness/constraints.ts';
import type { KeptEdges } from '../../../model/kept-edges.ts';
import type { EdgeLabel, StateGraph } from '../../../model/state-graph.ts';
import type { Components } from '../components.ts';
import type { Cycles } from '../cycles.ts';
import { numbersFor } from '../numbers.ts';
import type { Core } from './core.ts';
import { type Component, Decomposition } from './decomposition.ts';
import { Judge } from './judgement.ts';
import { INCLUDED, type Question, REPEATED, SERVES } from './question.ts';
import { Reach } from './reach.ts';
import { Sources } from './sources.ts';
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
  readonly #core: Core;
  readonly #judge: Judge;
  readonly #trim: Trim;
  readonly #sources: Sources;
  readonly #decomposition: Decomposition;
  readonly #served = new WeakMap<EdgeLabel, readonly number[]>();
  /** By number of the node, ON_CYCLE and RESTS; undefined until one is found. */
  #marks: Uint8Array | undefined;

  /** The core of questions among which is that of the cycles. */
  constructor(graph: StateGraph, edges: KeptEdges, question: Question, core: Core) {
    const { cycles } = question;
    this.graph = graph;
    this.cycles = cycles;
    this.#edges = edges;
    this.#question = question;
    this.#core = core;
    this.#judge = new Judge(edges, question, cycles);
    this.#trim = new Trim(edges, question.ways, this.#judgeAlone);
    this.#sources = new Sources(edges, question.ways, this.#judgeAlone);
    this.#decomposition = new Decomposition(edges, question);
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
    this.#judgeThoseOutside();
    const again: Uint32Array[] = [this.#included()];
    for (let nodes = again.pop(); nodes !== undefined; nodes = again.pop()) {
      const left = yield* this.#onCycles(nodes);
      const found = (component: Component) => {
        const judgement = this.#judge.of(component);
        if (judgement === 'forbidden') for (const member of component.members) this.#mark(member, ON_CYCLE);
        else if (judgement !== 'none') again.push(judgement.sort());
      };
      if (left.length > 0) yield* this.#decomposition.of(left, found, this.#judgeAlone);
    }
    if (this.#marks !== undefined && !(yield* this.#isReached(this.#marks))) this.#marks = undefined;
    return undefined;
  }

  /** The nodes of the core among which a run must stay. */
  #included(): Uint32Array {
    const { nodes } = this.#core;
    const included = numbersFor(nodes.length);
    let end = 0;
    for (let i = 0; i < nodes.length; i++)
      if (this.#has(nodes[i] as number, INCLUDED)) included[end++] = nodes[i] as number;
    return included.subarray(0, end);
  }

  /** Judges runs that stay in a state, and nodes that are not on a cycle of several. */
  #judgeThoseOutside(): void {
    const { idle, loners } = this.#core;
    const resting = INCLUDED | REPEATED | this.#question.allGoals;
    for (let i = 0; this.cycles.rests && i < idle.length; i++) {
      const node = idle[i] as number;
      if (this.#has(node, resting) && this.#owesNothing(node)) this.#mark(node, RESTS);
    }
    const { all } = loners;
    for (let i = 0; i < all.length; i++) if (this.#has(all[i] as number, INCLUDED)) this.#judgeAlone(all[i] as number);
  }

  /** The nodes of an ascending list that may be on a cycle among them. */
  *#onCycles(nodes: Uint32Array): Generator<void, Uint32Array> {
    if (nodes.length === 0 || (nodes.length === this.#core.nodes.length && this.#core.isOf(this.#question)))
      return nodes;
    const trimmed = yield* this.#trim.sweep(nodes);
    return trimmed.length === 0 ? trimmed : yield* this.#sources.remove(trimmed);
  }

  #has(node: number, bits: number): boolean {
    return (this.#question.ofNode(this.#edges.holds[node] as number) & bits) === bits;
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

  /** Whether some node that is marked is reached from where the search begins. The lasso then asks only those that are. */
  *#isReached(marks: Uint8Array): Generator<void, boolean> {
    const reach = new Reach(this.#edges, this.#question, marks);
    if (!this.cycles.fromStart) return yield* reach.fromWhereItBegins();
    return yield* reach.from(this.graph.initials.map(this.#edges.numberOf).filter((node) => this.#has(node, INCLUDED)));
  }
}
