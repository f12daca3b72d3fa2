/** The index of the numbers of nodes (kernel/edges/node-index.ts): where it is, and how large. */
import { INDEX_BASE, INDEX_BITS, INDEX_LINES } from '../kernel/edges/edge-map.ts';
import { LINE_BYTES, SPARE_LINES } from '../kernel/memory-map.ts';
import type { Kernel } from '../kernel.ts';
import type { Room } from '../memory/room.ts';

/** Of the eight buckets of a line: few lines overflow into the next. */
const NODES_OF_LINE = 5;

export class NodeIndex {
  readonly #kernel: Kernel;
  readonly #room: Room;
  readonly #nodes: number;
  readonly #lines: number;

  constructor(kernel: Kernel, room: Room, nodes: number) {
    this.#kernel = kernel;
    this.#room = room;
    this.#nodes = nodes;
    this.#lines = Math.ceil(nodes / NODES_OF_LINE) + 1;
  }

  get bytes(): number {
    return (this.#lines + SPARE_LINES) * LINE_BYTES;
  }

  /** Whether there is room for it between the table of states and the log. */
  get hasRoom(): boolean {
    return this.#room.end + this.bytes <= this.#room.logEnd;
  }

  /** It is empty then. */
  open(): void {
    this.#kernel.setCount(INDEX_BASE, this.#room.end);
    this.#kernel.set(INDEX_LINES, this.#lines);
    // The number + 1 must fit.
    this.#kernel.set(INDEX_BITS, 32 - Math.clz32(this.#nodes));
  }

  /** What stands behind the table is zero again: marks.ts, and the next exploration, count on it. */
  clear(): void {
    this.#kernel.run.clearWide(BigInt(this.#room.end), BigInt(this.bytes));
  }

  /** The number of a node of the graph. */
  numberOf(node: number): number {
    return this.#kernel.run.numberOfNode(node) >>> 0;
  }
}
