/**
 * Nodes that cannot be on a cycle of several nodes, because every edge that leads to them comes from such nodes, or there is none: the
 * edges to each node are counted, and those of a node without any are taken off (A. B. Kahn, "Topological sorting of large networks",
 * CACM 5(11), 1962). Each edge is looked at twice, and in parts of a queue, which costs half of what a search depth first does. A graph without cycles is left empty, whichever way its edges lead.
 */
import type { KeptEdges } from '../../../model/kept-edges.ts';
import { numbersFor } from '../numbers.ts';
import { FOLLOWED, SERVES } from './question.ts';

/** As many edges as a count can tell, or more: the node stays. Nodes that are not asked for have this count, too. */
const MANY = 255;
const BREATHE_EVERY = 16_384;
/** Nodes whose edges are taken off together. */
const BATCH = 256;
const NONE = new Uint32Array();

export class Sources {
  readonly #edges: KeptEdges;
  /** By way: FOLLOWED, SERVES. */
  readonly #ways: Uint32Array;
  /** As that of `Trim`. */
  readonly #alone: (node: number) => void;
  /** By node: the edges to it from nodes that are left. */
  readonly #counts: Uint8Array;
  #touched = 0;
  constructor(edges: KeptEdges, ways: Uint32Array, alone: (node: number) => void) {
    this.#edges = edges;
    this.#ways = ways;
    this.#alone = alone;
    this.#counts = new Uint8Array(edges.begins.length).fill(MANY);
  }

  /** The nodes of an ascending list that may be on a cycle among them. */
  *remove(nodes: Uint32Array): Generator<void, Uint32Array> {
    const counts = this.#counts;
    for (let i = 0; i < nodes.length; i++) counts[nodes[i] as number] = 0;
    for (let from = 0; from < nodes.length; from += BREATHE_EVERY) {
      this.#count(nodes.subarray(from, from + BREATHE_EVERY));
      yield;
    }
    // One more than can be in it: there the target is written that is not appended.
    const queue = numbersFor(nodes.length + 1);
    let end = 0;
    for (let i = 0; i < nodes.length; i++) if (counts[nodes[i] as number] === 0) queue[end++] = nodes[i] as number;
    for (let from = 0; from < end; yield) {
      const to = Math.min(end, from + BATCH);
      this.#touch(queue, from, to);
      end = this.#takeOff(queue, from, to, end);
      from = to;
    }
    const left = end === nodes.length ? NONE : this.#left(nodes, nodes.length - end);
    for (let i = 0; i < nodes.length; i++) counts[nodes[i] as number] = MANY;
    return left;
  }

  #left(nodes: Uint32Array, length: number): Uint32Array {
    const left = numbersFor(length);
    for (let i = 0, end = 0; end < length; i++) {
      const node = nodes[i] as number;
      if (this.#counts[node] !== 0) left[end++] = node;
    }
    return left;
  }

  #count(nodes: Uint32Array): void {
    const { begins, degrees, targets, ways } = this.#edges;
    const bitsOf = this.#ways;
    const counts = this.#counts;
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i] as number;
      const begin = begins[node] as number;
      const end = begin + (degrees[node] as number);
      for (let edge = begin; edge < end; edge++) {
        const target = targets[edge] as number;
        const count = counts[target] as number;
        counts[target] = count + countedBy(bitsOf[ways[edge] as number] as number, node, target, count);
      }
    }
  }

  /** Loads what is needed of some nodes, without waiting for any of it, so that the cache misses overlap. */
  #touch(queue: Uint32Array, from: number, to: number): void {
    const { begins, degrees, targets, ways } = this.#edges;
    let touched = 0;
    for (let i = from; i < to; i++) {
      const node = queue[i] as number;
      touched += (begins[node] as number) + (degrees[node] as number);
    }
    for (let i = from; i < to; i++) {
      const begin = begins[queue[i] as number] as number;
      touched += (targets[begin] ?? 0) + (ways[begin] ?? 0);
    }
    // The loads have to be used, or a compiler might remove them.
    this.#touched ^= touched;
  }

  /** Takes off the edges of a part of the queue, and appends the nodes to which no edge is left; returns its new end. */
  #takeOff(queue: Uint32Array, from: number, to: number, queueEnd: number): number {
    const { begins, degrees, targets, ways } = this.#edges;
    const bitsOf = this.#ways;
    const counts = this.#counts;
    let last = queueEnd;
    for (let i = from; i < to; i++) {
      const node = queue[i] as number;
      const begin = begins[node] as number;
      const end = begin + (degrees[node] as number);
      let all = 0;
      let loops = 0;
      for (let edge = begin; edge < end; edge++) {
        const target = targets[edge] as number;
        const bits = bitsOf[ways[edge] as number] as number;
        const count = counts[target] as number;
        const less = countedBy(bits, node, target, count);
        all |= bits;
        loops |= bits & FOLLOWED & Number(target === node);
        counts[target] = count - less;
        // Not a branch: it would be mispredicted. What stands behind the end is overwritten.
        queue[last] = target;
        last += less & Number(count === 1);
      }
      if (loops !== 0 && (all & SERVES) === 0) this.#alone(node);
    }
    return last;
  }
}

/** 1 for an edge that is counted, if the count of its target is this one; otherwise 0. Not a branch: it would be mispredicted. */
function countedBy(bits: number, node: number, target: number, count: number): number {
  const distance = target - node;
  return bits & FOLLOWED & ((distance | -distance) >>> 31) & (1 ^ ((count + 1) >>> 8));
}
