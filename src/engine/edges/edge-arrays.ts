/** The arrays that keep the edges of all states, which threads fill together: by number of a node, and by edge. */
import type { Kernel } from '../kernel.ts';

export interface EdgeArrays {
  /** By node: its first edge; how many it has; the predicates that hold, a bit each. */
  readonly begins: Uint32Array;
  readonly degrees: Uint16Array;
  readonly holds: Uint32Array;
  /** By edge: its target; twice the number of its kind, plus 1 if it changes more than ghosts. */
  readonly targets: Uint32Array;
  readonly ways: Uint8Array;
  /** The fields below. */
  readonly control: Uint32Array;
}

/** The next edge. */
export const NEXT = 0;
/** Whether the arrays have no room for some edge, or the index none for some node. */
export const OVERFLOW = 1;
/** The lowest node to which an edge leads back, and the highest from which one does; the first is larger if none does. */
export const LOWEST = 2;
export const HIGHEST = 3;
/** Whether an edge leads from a node to itself. */
export const LOOPS = 4;
const FIELDS = 5;

interface Sizes {
  readonly nodes: number;
  readonly edges: number;
}

export function bytesOf({ nodes, edges }: Sizes): number {
  return (4 + 2 + 4) * nodes + (4 + 1) * edges;
}

/** Undefined where there is no room for them. */
export function newEdgeArrays({ memory }: Kernel, { nodes, edges }: Sizes): EdgeArrays | undefined {
  const isShared = typeof SharedArrayBuffer === 'function' && memory.first.buffer instanceof SharedArrayBuffer;
  const room = (bytes: number) => (isShared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
  try {
    const control = new Uint32Array(room(4 * FIELDS));
    control[LOWEST] = 0xffffffff;
    return {
      begins: new Uint32Array(room(4 * nodes)),
      degrees: new Uint16Array(room(2 * nodes)),
      holds: new Uint32Array(room(4 * nodes)),
      targets: new Uint32Array(room(4 * edges)),
      ways: new Uint8Array(room(edges)),
      control,
    };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
