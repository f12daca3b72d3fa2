/** Filling the arrays of edges, on any thread: the kernel lists edges in its lane, and they are copied from there. */
import { EDGE_COUNTS, EDGE_HOLDS, EDGE_WAYS, NO_EDGES } from '../kernel/edges/edge-map.ts';
import { MATCH_COUNT, MATCHES, MISS_COUNT, REACHED } from '../kernel/memory-map.ts';
import { type Kernel, scratchOf } from '../kernel.ts';
import type { Range } from '../memory/log.ts';
import { type EdgeArrays, NEXT, OVERFLOW } from './edge-arrays.ts';

/** The numbers that `degrees` has room for. */
const DEGREE_MAX = 0xffff;

/** What a task does: first all nodes are numbered, then edges lead to numbers. */
export interface EdgeWork {
  readonly does: 'number' | 'form';
  readonly arrays: EdgeArrays;
}

/** Works on records of one block. The lane's scratch says how far it came, and what the tables missed. */
export function work(kernel: Kernel, lane: number, { from, to }: Range, { does, arrays }: EdgeWork): void {
  if (does === 'number') numberNodes(kernel, lane, { from, to }, arrays);
  else formEdges(kernel, lane, { from, to }, arrays);
}

function numberNodes(kernel: Kernel, lane: number, { from, to }: Range, { recordAt }: EdgeArrays): void {
  kernel.run.nodes(lane, from, to);
  const { u32 } = kernel;
  const first = (scratchOf(lane) + MATCHES) >>> 2;
  for (let i = 0; i < to - from; i++) recordAt[u32[first + i] as number] = from + i;
  kernel.set(scratchOf(lane) + REACHED, to);
  kernel.set(scratchOf(lane) + MISS_COUNT, 0);
}

/** Ends early where the tables miss an entry. */
function formEdges(kernel: Kernel, lane: number, { from, to }: Range, arrays: EdgeArrays): void {
  for (let at = from; at < to; ) {
    kernel.run.edges(lane, at, to);
    take(kernel, lane, at, arrays);
    at = kernel.get(scratchOf(lane) + REACHED);
    if (kernel.get(scratchOf(lane) + MISS_COUNT) > 0) return;
  }
}

/** Copies what the kernel listed from a record on. */
function take(kernel: Kernel, lane: number, from: number, arrays: EdgeArrays): void {
  const { recordAt, begins, degrees, holds, targets, ways, control } = arrays;
  const scratch = scratchOf(lane);
  const { u8, u32 } = kernel;
  const edges = kernel.get(scratch + MATCH_COUNT);
  const first = Atomics.add(control, NEXT, edges);
  if (first + edges > targets.length) {
    Atomics.store(control, OVERFLOW, 1);
    return;
  }
  const listed = (scratch + MATCHES) >>> 2;
  for (let i = 0; i < edges; i++) targets[first + i] = recordAt[u32[listed + i] as number] as number;
  ways.set(u8.subarray(scratch + EDGE_WAYS, scratch + EDGE_WAYS + edges), first);
  const counts = (scratch + EDGE_COUNTS) >>> 2;
  const held = (scratch + EDGE_HOLDS) >>> 2;
  const states = kernel.get(scratch + REACHED) - from;
  let next = first;
  for (let i = 0; i < states; i++) {
    const count = u32[counts + i] as number;
    if (count === NO_EDGES) continue;
    if (count > DEGREE_MAX) Atomics.store(control, OVERFLOW, 1);
    begins[from + i] = next;
    degrees[from + i] = count;
    holds[from + i] = u32[held + i] as number;
    next += count;
  }
}
