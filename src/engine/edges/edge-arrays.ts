/** The arrays that keep the edges of all states, which threads fill together: by record of the log, and by edge. */
import type { Kernel } from '../kernel.ts';

export interface EdgeArrays {
  /** By node: the record of its state. */
  readonly recordAt: Uint32Array;
  /** By record: its first edge; how many it has; the predicates that hold, a bit each. */
  readonly begins: Uint32Array;
  readonly degrees: Uint16Array;
  readonly holds: Uint32Array;
  /** By edge: the record of its target; twice the number of its kind, plus 1 if it changes more than ghosts. */
  readonly targets: Uint32Array;
  readonly ways: Uint8Array;
  /** The next edge; whether the arrays have no room for some edge. */
  readonly control: Uint32Array;
}

export const NEXT = 0;
export const OVERFLOW = 1;

interface Sizes {
  readonly nodes: number;
  readonly records: number;
  readonly edges: number;
}

export function bytesOf({ nodes, records, edges }: Sizes): number {
  return 4 * nodes + (4 + 2 + 4) * records + (4 + 1) * edges;
}

/** Undefined where there is no room for them. */
export function newEdgeArrays({ memory }: Kernel, { nodes, records, edges }: Sizes): EdgeArrays | undefined {
  const isShared = typeof SharedArrayBuffer === 'function' && memory.first.buffer instanceof SharedArrayBuffer;
  const room = (bytes: number) => (isShared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
  try {
    return {
      recordAt: new Uint32Array(room(4 * nodes)),
      begins: new Uint32Array(room(4 * records)),
      degrees: new Uint16Array(room(2 * records)),
      holds: new Uint32Array(room(4 * records)),
      targets: new Uint32Array(room(4 * edges)),
      ways: new Uint8Array(room(edges)),
      control: new Uint32Array(room(8)),
    };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
