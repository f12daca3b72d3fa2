/**
 * Whether there is a fair cycle: strongly connected components, split where strong fairness asks for it.
 *
 * Components by D. J. Pearce, "A space-efficient algorithm for finding strongly connected components", IPL 116(1), 2016: one
 * number a node. A component without the step that a constraint owes has no fair cycle if the constraint is weak and enabled
 * everywhere in it; if it is strong, a fair cycle avoids the states where it is enabled, so they are taken out and the rest is
 * decomposed again (E. A. Emerson, C.-L. Lei, "Modalities for model checking: branching time logic strikes back", Science of
 * Computer Programming 8(3), 1987; O. Lichtenstein, A. Pnueli, POPL 1985). What is left over is fair: a cycle through all of
 * it serves everybody.
 */
import type { EdgeLabel, StateGraph } from '../../model/state-graph.ts';
import type { Cycles } from './cycles.ts';
import { NumberStack } from './number-stack.ts';

const UNVISITED = 0;
/** Numbers of components go down from here; numbers of nodes on the stack go up from 1. */
const LAST_COMPONENT = 0xfffffffe;
/** Not among the states in question. */
const OUTSIDE = 0xffffffff;
const BREATHE_EVERY = 2048;
/** A cycle in question goes through the node without leaving its component. */
const ON_CYCLE = 1;
/** A run in question may stay there for ever. */
const RESTS = 2;

export class FairComponents {
  readonly graph: StateGraph;
  readonly cycles: Cycles;
  readonly #numbers: Uint32Array;
  /** The constraints that a step serves, by their numbers. One label stands for many transitions. */
  readonly #served = new WeakMap<EdgeLabel, readonly number[]>();
  /** By node, ON_CYCLE and RESTS; there is none before something is found. */
  #marks: Uint8Array | undefined;
  /** Of `#decompose`: empty before and after it. */
  readonly #stacks = {
    /** The path: nodes, and where the targets that are left of each begin. */
    path: new NumberStack(),
    begins: new NumberStack(),
    /** Twice the number that a node of the path got first, and 1 where a step leads from it to itself. */
    entries: new NumberStack(),
    /** Where the nodes of the path lead, as far as nobody was there when they were entered. */
    left: new NumberStack(),
    /** Nodes that are done and whose component is not complete. */
    waiting: new NumberStack(),
  };
  #component = LAST_COMPONENT;
  #visits = 0;

  constructor(graph: StateGraph, cycles: Cycles) {
    this.graph = graph;
    this.cycles = cycles;
    this.#numbers = new Uint32Array(graph.bound);
  }

  get isEmpty(): boolean {
    return this.#marks === undefined;
  }

  /** Whether a run that is in question may stay at a node for ever. */
  restsAt(node: number): boolean {
    return ((this.#marks?.[node] ?? 0) & RESTS) !== 0;
  }

  /** Whether a node is on a cycle in question, or a place to rest. */
  has(node: number): boolean {
    return (this.#marks?.[node] ?? 0) !== 0;
  }

  /** Whether two nodes are in one component. */
  together(a: number, b: number): boolean {
    return this.#numbers[a] === this.#numbers[b];
  }

  /** The constraints that a step serves, by their numbers among `cycles.constraints`. */
  servedBy(label: EdgeLabel): readonly number[] {
    const known = this.#served.get(label);
    if (known !== undefined) return known;
    const served = this.cycles.constraints.flatMap((constraint, number) =>
      constraint.includes(label.alternative, label.observed) ? [number] : [],
    );
    this.#served.set(label, served);
    return served;
  }

  /** Finds them all; stops for breath after every few visits. */
  *find(): Generator<void, undefined> {
    const again: number[][] = [];
    if (this.cycles.fromStart) {
      yield* this.#decompose(this.graph.initial, again);
    } else {
      const { beginsWhere } = this.cycles;
      const nodeFrom = (number: number) => this.graph.nodeFrom(number, beginsWhere);
      for (let node = nodeFrom(0); node !== undefined; node = nodeFrom(node + 1)) {
        if (this.#numbers[node] !== UNVISITED) continue;
        if (this.#isBreath()) yield;
        const visited = this.graph.visit(node);
        if (this.cycles.begins(visited) && this.cycles.includes(visited)) yield* this.#decompose(node, again);
      }
    }
    for (let nodes = again.pop(); nodes !== undefined; nodes = again.pop()) {
      for (const node of nodes) this.#numbers[node] = UNVISITED;
      for (const node of nodes) if (this.#numbers[node] === UNVISITED) yield* this.#decompose(node, again);
    }
  }

  /** All components that a node leads to and that are not known yet. Each node is visited once, when it is entered. */
  *#decompose(root: number, again: number[][]): Generator<void, void> {
    const numbers = this.#numbers;
    const { path, begins, entries, left, waiting } = this.#stacks;
    let next = 1;
    const enter = (node: number) => {
      const begin = left.length;
      const loops = this.#enter(node, next, left);
      if (loops === undefined) return;
      path.push(node);
      begins.push(begin);
      entries.push(2 * next++ + (loops ? 1 : 0));
    };
    enter(root);
    while (path.length > 0) {
      const node = path.top;
      if (this.#isBreath()) yield;
      if (left.length > begins.top) {
        const target = left.pop();
        if (numbers[target] === UNVISITED) enter(target);
        else this.#lower(node, target);
        continue;
      }
      path.pop();
      begins.pop();
      const entry = entries.pop();
      if (numbers[node] !== entry >>> 1) {
        waiting.push(node);
      } else {
        const members = [node];
        while (waiting.length > 0 && (numbers[node] as number) <= (numbers[waiting.top] as number)) {
          members.push(waiting.pop());
        }
        next -= members.length;
        for (const member of members) numbers[member] = this.#component;
        this.#component--;
        if (members.length > 1 || (entry & 1) === 1) this.#judge(members, again);
      }
      if (path.length > 0) this.#lower(path.top, node);
    }
  }

  /** Visits a node, and says whether a step leads from it to itself; undefined where it is not among those in question. */
  #enter(node: number, number: number, left: NumberStack): boolean | undefined {
    const { includes, follows, rests } = this.cycles;
    const visited = this.graph.visit(node);
    if (!includes(visited)) {
      this.#numbers[node] = OUTSIDE;
      return undefined;
    }
    this.#numbers[node] = number;
    if (rests && visited.rests) this.#mark(node, RESTS);
    const { labels, targets } = visited;
    let loops = false;
    for (let i = 0; i < targets.length; i++) {
      if (!follows(labels[i] as EdgeLabel)) continue;
      const target = targets[i] as number;
      if (target === node) loops = true;
      else if (this.#numbers[target] === UNVISITED) left.push(target);
      else this.#lower(node, target);
    }
    return loops;
  }

  /** A node that leads to another is in the component of that one, if that is on the path. */
  #lower(node: number, target: number): void {
    if ((this.#numbers[target] as number) < (this.#numbers[node] as number)) {
      this.#numbers[node] = this.#numbers[target] as number;
    }
  }

  /** Of a component with a cycle: whether that is in question. */
  #judge(members: readonly number[], again: number[][]): void {
    const { constraints, wanted, follows } = this.cycles;
    const enabled = constraints.map(() => 0);
    const taken = constraints.map(() => false);
    let hasWanted = wanted === undefined;
    const enabledHere = new Set<number>();
    for (const member of members) {
      enabledHere.clear();
      const { labels, targets } = this.graph.visit(member);
      labels.forEach((label, i) => {
        const served = this.servedBy(label);
        for (const constraint of served) enabledHere.add(constraint);
        if (!follows(label) || !this.together(member, targets[i] as number)) return;
        for (const constraint of served) taken[constraint] = true;
        hasWanted ||= wanted?.(label) ?? false;
      });
      for (const constraint of enabledHere) enabled[constraint] = (enabled[constraint] as number) + 1;
    }
    if (!hasWanted) return;
    const avoided = new Set<number>();
    for (const [i, { strength }] of constraints.entries()) {
      if (taken[i]) continue;
      if (strength === 'weak' && enabled[i] === members.length) return;
      if (strength === 'strong' && (enabled[i] as number) > 0) avoided.add(i);
    }
    if (avoided.size === 0) for (const member of members) this.#mark(member, ON_CYCLE);
    else again.push(members.filter((member) => !this.#enables(member, avoided)));
  }

  #enables(node: number, constraints: ReadonlySet<number>): boolean {
    return this.graph
      .visit(node)
      .labels.some((label) => this.servedBy(label).some((constraint) => constraints.has(constraint)));
  }

  #mark(node: number, mark: number): void {
    this.#marks ??= new Uint8Array(this.graph.bound);
    this.#marks[node] = (this.#marks[node] as number) | mark;
  }

  #isBreath(): boolean {
    return ++this.#visits % BREATHE_EVERY === 0;
  }
}
