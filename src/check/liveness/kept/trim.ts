/**
 * Nodes that cannot be on a cycle of several nodes, because every edge that a cycle may follow leads to such nodes, or there is none. The
 * numbers of nodes follow the levels of the exploration, mostly, so a sweep from the last node to the first removes at once what
 * leads to no cycle, unless it leads back to an earlier level first.
 */
import type { KeptEdges } from '../../../model/kept-edges.ts';
import { FOLLOWED, SERVES } from './question.ts';

/** Another sweep is worth it if the last one removed more than one node in this many. */
const WORTH = 8;
const BREATHE_EVERY = 16_384;

export class Trim {
  readonly #edges: KeptEdges;
  /** By way: FOLLOWED, SERVES. */
  readonly #ways: Uint32Array;
  /** For a node that is removed, and may be a cycle by itself: it has an edge to itself, and none that belongs to a constraint. */
  readonly #alone: (node: number) => void;
  /** By node, 1 while it may be on a cycle. */
  readonly #alive: Uint8Array;

  constructor(edges: KeptEdges, ways: Uint32Array, alone: (node: number) => void) {
    this.#edges = edges;
    this.#ways = ways;
    this.#alone = alone;
    this.#alive = new Uint8Array(edges.begins.length);
  }

  /** The nodes of an ascending list that may be on a cycle among them. */
  *sweep(nodes: Uint32Array): Generator<void, Uint32Array> {
    const alive = this.#alive;
    for (let i = 0; i < nodes.length; i++) alive[nodes[i] as number] = 1;
    let left = nodes;
    for (;;) {
      let removed = 0;
      for (let end = left.length; end > 0; end -= BREATHE_EVERY) {
        removed += this.#remove(left, Math.max(0, end - BREATHE_EVERY), end);
        yield;
      }
      if (removed > 0) left = this.#remaining(left, left.length - removed);
      if (removed * WORTH <= left.length + removed) break;
    }
    for (let i = 0; i < left.length; i++) alive[left[i] as number] = 0;
    return left;
  }

  #remaining(nodes: Uint32Array, length: number): Uint32Array {
    const remaining = new Uint32Array(length);
    for (let i = 0, end = 0; end < length; i++) {
      const node = nodes[i] as number;
      if (this.#alive[node] === 1) remaining[end++] = node;
    }
    return remaining;
  }

  /** Sweeps over a part of a list; returns the number of nodes that were removed. */
  #remove(nodes: Uint32Array, from: number, to: number): number {
    const { begins, degrees, targets, ways } = this.#edges;
    const bitsOf = this.#ways;
    const alive = this.#alive;
    let removed = 0;
    for (let i = to - 1; i >= from; i--) {
      const node = nodes[i] as number;
      let edge = begins[node] as number;
      const end = edge + (degrees[node] as number);
      let all = 0;
      let loops = false;
      for (; edge < end; edge++) {
        const target = targets[edge] as number;
        const bits = bitsOf[ways[edge] as number] as number;
        all |= bits;
        if ((bits & FOLLOWED) === 0) continue;
        if (target === node) loops = true;
        else if (alive[target] === 1) break;
      }
      if (edge < end) continue;
      alive[node] = 0;
      removed++;
      if (loops && (all & SERVES) === 0) this.#alone(node);
    }
    return removed;
  }
}
