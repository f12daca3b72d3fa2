/**
 * Strongly connected components of kept edges: D. J. Pearce, "A space-efficient algorithm for finding strongly connected components",
 * IPL 116(1), 2016. One number for each node, and each edge is looked at once.
 */
import type { KeptEdges } from '../../../model/kept-edges.ts';
import { FOLLOWED, type Question } from './question.ts';

const UNVISITED = 0;
/** Components are numbered downwards from here, nodes on the path and those that wait upwards from 1. */
const LAST_COMPONENT = 0xfffffffe;
/** Not one of the nodes that are decomposed. */
const OUTSIDE = 0xffffffff;
const BREATHE_EVERY = 16_384;

/** A component of several nodes; the caller may read `members` until it continues. */
export interface Component {
  readonly members: Uint32Array;
  readonly numbers: Uint32Array;
}

export class Decomposition {
  readonly #edges: KeptEdges;
  readonly #question: Question;
  #numbers: Uint32Array = new Uint32Array();
  #component = LAST_COMPONENT;
  /**
   * The path, from the beginning, and from the end down the nodes whose edges are done and whose component is not complete: a node is on
   * one of them at most.
   */
  #nodes = new Uint32Array();
  #pathLength = 0;
  #waiting = 0;
  /** By position on the path: the next edge to look at; twice the number that the node got first, plus 1 if an edge leads to itself. */
  #edgesNext = new Uint32Array();
  #entries = new Uint32Array();
  #next = 1;

  constructor(edges: KeptEdges, question: Question) {
    this.#edges = edges;
    this.#question = question;
  }

  /** Whether two nodes are in the same component. */
  together(a: number, b: number): boolean {
    const number = this.#numbers[a] ?? OUTSIDE;
    return number === OUTSIDE ? a === b : number === this.#numbers[b];
  }

  /** Makes a component of one node. */
  separate(node: number): void {
    if (this.#numbers.length > 0) this.#numbers[node] = this.#component--;
  }

  /**
   * Decomposes some nodes, by the edges among them. Passes to `found` each component of several nodes, and to `alone` each node that is one
   * and has an edge to itself.
   */
  *of(nodes: Uint32Array, found: (component: Component) => void, alone: (node: number) => void): Generator<void, void> {
    if (this.#numbers.length === 0) this.#numbers = new Uint32Array(this.#edges.begins.length).fill(OUTSIDE);
    if (this.#nodes.length < nodes.length) {
      [this.#nodes, this.#edgesNext, this.#entries] = [
        new Uint32Array(nodes.length),
        new Uint32Array(nodes.length),
        new Uint32Array(nodes.length),
      ];
    }
    this.#waiting = this.#nodes.length;
    const numbers = this.#numbers;
    for (let i = 0; i < nodes.length; i++) numbers[nodes[i] as number] = UNVISITED;
    for (let i = 0; i < nodes.length; i++) {
      if (i % BREATHE_EVERY === 0) yield;
      const node = nodes[i] as number;
      if (numbers[node] !== UNVISITED) continue;
      this.#next = 1;
      this.#enter(node);
      while (!this.#advance(found, alone)) yield;
    }
  }

  #enter(node: number): void {
    const at = this.#pathLength++;
    this.#numbers[node] = this.#next;
    this.#nodes[at] = node;
    this.#edgesNext[at] = this.#edges.begins[node] as number;
    this.#entries[at] = 2 * this.#next++;
  }

  /** Some steps of the search from the node with which the path begins; whether it is done. No generator: they are compiled less well. */
  #advance(found: (component: Component) => void, alone: (node: number) => void): boolean {
    const { begins, degrees, targets, ways } = this.#edges;
    const bitsOf = this.#question.ways;
    const [numbers, nodes, edgesNext, entries] = [this.#numbers, this.#nodes, this.#edgesNext, this.#entries];
    let at = this.#pathLength - 1;
    let next = this.#next;
    for (let steps = 0; steps < BREATHE_EVERY && at >= 0; steps++) {
      const node = nodes[at] as number;
      const end = (begins[node] as number) + (degrees[node] as number);
      let lowest = numbers[node] as number;
      let edge = edgesNext[at] as number;
      let child = -1;
      for (; edge < end; edge++) {
        if (((bitsOf[ways[edge] as number] as number) & FOLLOWED) === 0) continue;
        const target = targets[edge] as number;
        const number = numbers[target] as number;
        if (number === UNVISITED) {
          child = target;
          break;
        }
        if (number < lowest) lowest = number;
        else if (target === node) entries[at] = (entries[at] as number) | 1;
      }
      numbers[node] = lowest;
      if (child >= 0) {
        // The edge is looked at again when its target is done.
        edgesNext[at] = edge;
        at++;
        numbers[child] = next;
        nodes[at] = child;
        edgesNext[at] = begins[child] as number;
        entries[at] = 2 * next++;
        continue;
      }
      const entry = entries[at] as number;
      at--;
      if (lowest !== entry >>> 1) {
        nodes[--this.#waiting] = node;
        continue;
      }
      next -= this.#complete(node, (entry & 1) === 1, found, alone);
    }
    this.#pathLength = at + 1;
    this.#next = next;
    return at < 0;
  }

  /** Completes the component whose first node, of those that the search found, is given; returns the number of its nodes. */
  #complete(
    node: number,
    loops: boolean,
    found: (component: Component) => void,
    alone: (node: number) => void,
  ): number {
    const [numbers, nodes] = [this.#numbers, this.#nodes];
    const number = numbers[node] as number;
    const component = this.#component--;
    numbers[node] = component;
    const first = this.#waiting;
    let end = first;
    for (; end < nodes.length && number <= (numbers[nodes[end] as number] as number); end++) {
      numbers[nodes[end] as number] = component;
    }
    if (end === first) {
      if (loops) alone(node);
      return 1;
    }
    nodes[first - 1] = node;
    this.#waiting = end;
    found({ members: nodes.subarray(first - 1, end), numbers });
    return end - first + 1;
  }
}
