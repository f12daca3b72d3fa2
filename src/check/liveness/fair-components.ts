/**
 * Whether there is a fair cycle: strongly connected components, split where strong fairness asks for it.
 *
 * Components by D. J. Pearce, "A space-efficient algorithm for finding strongly connected components", IPL 116(1), 2016: one
 * number for each node. Take a constraint none of whose steps the component contains. If it is weak and one of its steps is enabled
 * in every state of the component, the component has no fair cycle. If it is strong, a fair cycle avoids the states in which one of
 * its steps is enabled: these states are removed and the rest is decomposed again (E. A. Emerson, C.-L. Lei, "Modalities for model
 * checking: branching time logic strikes back", Science of Computer Programming 8(3), 1987; O. Lichtenstein, A. Pnueli, POPL 1985). A
 * component that remains is fair: a cycle through all of its states and steps satisfies every constraint.
 */
import { servedBy } from '../../model/fairness/constraints.ts';
import type { EdgeLabel, StateGraph, Visited } from '../../model/state-graph.ts';
import type { Components } from './components.ts';
import type { Cycles } from './cycles.ts';
import { NumberStack } from './number-stack.ts';
import { bytesFor, numbersFor } from './numbers.ts';

const UNVISITED = 0;
/** Components are numbered downwards from here, nodes on the stack upwards from 1. */
const LAST_COMPONENT = 0xfffffffe;
/** Not one of the states among which a run must stay. */
const OUTSIDE = 0xffffffff;
const BREATHE_EVERY = 2048;
/** A forbidden cycle passes through the node within its component. */
const ON_CYCLE = 1;
/** A forbidden run may stay there for ever. */
const RESTS = 2;

export class FairComponents implements Components {
  readonly graph: StateGraph;
  readonly cycles: Cycles;
  readonly #numbers: Uint32Array;
  /** The numbers of the constraints that a step belongs to. One label stands for many transitions. */
  readonly #served = new WeakMap<EdgeLabel, readonly number[]>();
  /** By node, ON_CYCLE and RESTS; undefined until a forbidden cycle is found. */
  #marks: Uint8Array | undefined;
  /** The stacks of `#decompose`, empty before and after it. */
  readonly #stacks = {
    /** The path: its nodes, and for each the index in `left` at which its targets begin. */
    path: new NumberStack(),
    begins: new NumberStack(),
    /** For each node of the path: twice the number that it got first, plus 1 where a step leads from it to itself. */
    entries: new NumberStack(),
    /** The targets of the nodes of the path that were unvisited when the node was entered. */
    left: new NumberStack(),
    /** Nodes whose targets are done and whose component is not complete. */
    waiting: new NumberStack(),
  };
  #component = LAST_COMPONENT;
  #visits = 0;

  constructor(graph: StateGraph, cycles: Cycles) {
    this.graph = graph;
    this.cycles = cycles;
    this.#numbers = numbersFor(graph.bound);
  }

  get isEmpty(): boolean {
    return this.#marks === undefined;
  }

  /** Whether a forbidden run may stay at a node for ever. */
  restsAt(node: number): boolean {
    return ((this.#marks?.[node] ?? 0) & RESTS) !== 0;
  }

  /** Whether a node is on a forbidden cycle, or a forbidden run may stay there for ever. */
  has(node: number): boolean {
    return (this.#marks?.[node] ?? 0) !== 0;
  }

  /** Whether two nodes are in the same component. */
  together(a: number, b: number): boolean {
    return this.#numbers[a] === this.#numbers[b];
  }

  /** The constraints that a step belongs to if it changes something, by their numbers in `cycles.constraints`. */
  servedBy(label: EdgeLabel): readonly number[] {
    const known = this.#served.get(label);
    if (known !== undefined) return known;
    const served = servedBy(this.cycles.constraints, label);
    this.#served.set(label, served);
    return served;
  }

  /** Finds all fair components with a forbidden cycle. Yields between visits, so that the host gets its turn. */
  *find(): Generator<void, undefined> {
    const again: number[][] = [];
    if (this.cycles.fromStart) {
      for (const node of this.graph.initials) {
        if (this.#numbers[node] === UNVISITED) yield* this.#decompose(node, again);
      }
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

  /** Finds the components that a node leads to and that are not known yet. Each node is visited once, when it is entered. */
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

  /** Visits a node and returns whether a step leads from it to itself; undefined where a run must not pass through it. */
  #enter(node: number, number: number, left: NumberStack): boolean | undefined {
    const { includes, follows } = this.cycles;
    const visited = this.graph.visit(node);
    if (!includes(visited)) {
      this.#numbers[node] = OUTSIDE;
      return undefined;
    }
    this.#numbers[node] = number;
    if (this.#mayRest(visited)) this.#mark(node, RESTS);
    const { labels, targets, changes } = visited;
    let loops = false;
    for (let i = 0; i < targets.length; i++) {
      if (!follows(labels[i] as EdgeLabel, changes[i] as boolean)) continue;
      const target = targets[i] as number;
      if (target === node) loops = true;
      else if (this.#numbers[target] === UNVISITED) left.push(target);
      else this.#lower(node, target);
    }
    return loops;
  }

  /** A node that leads to another node on the path is in the component of that node. */
  #lower(node: number, target: number): void {
    if ((this.#numbers[target] as number) < (this.#numbers[node] as number)) {
      this.#numbers[node] = this.#numbers[target] as number;
    }
  }

  /** Whether a run that stays in a state for ever is a forbidden cycle: it takes no step, and so no constraint may be enabled. */
  #mayRest(visited: Visited): boolean {
    const { rests, repeats, goals } = this.cycles;
    if (!rests || !repeats(visited)) return false;
    const { labels, changes } = visited;
    for (let i = 0; i < labels.length; i++) {
      if (changes[i] && this.servedBy(labels[i] as EdgeLabel).length > 0) return false;
    }
    return goals.every(({ isNode }) => isNode?.(visited));
  }

  /** Judges a component that has a cycle: marks its nodes where it is fair and forbidden, or splits it. */
  #judge(members: readonly number[], again: number[][]): void {
    const { constraints, goals, repeats, follows } = this.cycles;
    const enabled = constraints.map(() => 0);
    const taken = constraints.map(() => false);
    const met = goals.map(() => false);
    const enabledHere = new Set<number>();
    const outside = new Set<number>();
    for (const member of members) {
      enabledHere.clear();
      const visited = this.graph.visit(member);
      const { labels, targets, changes } = visited;
      if (!repeats(visited)) outside.add(member);
      goals.forEach(({ isNode }, i) => {
        met[i] ||= isNode?.(visited) ?? false;
      });
      labels.forEach((label, i) => {
        const changed = changes[i] as boolean;
        const served = changed ? this.servedBy(label) : [];
        for (const constraint of served) enabledHere.add(constraint);
        if (!follows(label, changed) || !this.together(member, targets[i] as number)) return;
        for (const constraint of served) taken[constraint] = true;
        goals.forEach(({ isStep }, goal) => {
          met[goal] ||= isStep?.(label, changed) ?? false;
        });
      });
      for (const constraint of enabledHere) enabled[constraint] = (enabled[constraint] as number) + 1;
    }
    if (met.includes(false)) return;
    if (outside.size > 0) {
      // Without these states the rest may fall apart.
      again.push(members.filter((member) => !outside.has(member)));
      return;
    }
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
    const { labels, changes } = this.graph.visit(node);
    return labels.some((label, i) => changes[i] && this.servedBy(label).some((number) => constraints.has(number)));
  }

  #mark(node: number, mark: number): void {
    this.#marks ??= bytesFor(this.graph.bound);
    this.#marks[node] = (this.#marks[node] as number) | mark;
  }

  #isBreath(): boolean {
    return ++this.#visits % BREATHE_EVERY === 0;
  }
}
