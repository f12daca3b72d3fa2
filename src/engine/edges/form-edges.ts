/** Filling the arrays of edges, on any thread: the kernel lists edges in its lane, and they are copied from there. */
import {
  BACK_FROM,
  BACK_TO,
  EDGE_COUNTS,
  EDGE_HOLDS,
  EDGE_LOOPS,
  EDGE_WAYS,
  NO_EDGES,
} from '../kernel/edges/edge-map.ts';
import { MATCH_COUNT, MATCHES, MISS_COUNT, REACHED } from '../kernel/memory-map.ts';
import { type Kernel, scratchOf } from '../kernel.ts';
import type { Range } from '../memory/log.ts';
import { type EdgeArrays, HIGHEST, LOOPS, LOWEST, NEXT, OVERFLOW } from './edge-arrays.ts';

/** The numbers that `degrees` has room for. */
const DEGREE_MAX = 0xffff;

/** Records of one block, of which the first is the node of a number. */
export interface Numbered extends Range {
  readonly first: number;
}

/** What a task does: first all nodes are numbered, then edges lead to numbers. */
export interface EdgeWork {
  readonly does: 'number' | 'form';
  readonly arrays: EdgeArrays;
  readonly first: number;
}

/** Works on records. The lane's scratch says how far it came, and what the tables missed. */
export function work(kernel: Kernel, lane: number, { from, to }: Range, { does, first, arrays }: EdgeWork): void {
  if (does === 'number') numberNodes(kernel, lane, { from, to, first }, arrays);
  else formEdges(kernel, lane, { from, to, first }, arrays);
}

function numberNodes(kernel: Kernel, lane: number, { from, to, first }: Numbered, { control }: EdgeArrays): void {
  if (kernel.run.index(lane, from, to, first) === 0) Atomics.store(control, OVERFLOW, 1);
  kernel.set(scratchOf(lane) + REACHED, to);
  kernel.set(scratchOf(lane) + MISS_COUNT, 0);
}

/** Ends early where the tables miss an entry. */
function formEdges(kernel: Kernel, lane: number, { from, to, first }: Numbered, arrays: EdgeArrays): void {
  for (let at = from; at < to; ) {
    const number = first + at - from;
    kernel.run.edges(lane, at, to, number);
    const reached = kernel.get(scratchOf(lane) + REACHED);
    take(kernel, lane, { from: number, to: number + reached - at }, arrays);
    at = reached;
    if (kernel.get(scratchOf(lane) + MISS_COUNT) > 0) return;
  }
}

/** Copies what the kernel listed of some nodes. */
function take(kernel: Kernel, lane: number, nodes: Range, arrays: EdgeArrays): void {
  const { begins, degrees, holds, targets, ways, control } = arrays;
  const scratch = scratchOf(lane);
  const { u8, u32 } = kernel;
  const edges = kernel.get(scratch + MATCH_COUNT);
  const first = Atomics.add(control, NEXT, edges);
  if (first + edges > targets.length) {
    Atomics.store(control, OVERFLOW, 1);
    return;
  }
  const listed = (scratch + MATCHES) >>> 2;
  targets.set(u32.subarray(listed, listed + edges), first);
  ways.set(u8.subarray(scratch + EDGE_WAYS, scratch + EDGE_WAYS + edges), first);
  const counts = (scratch + EDGE_COUNTS) >>> 2;
  const held = (scratch + EDGE_HOLDS) >>> 2;
  let next = first;
  for (let node = nodes.from, i = 0; node < nodes.to; node++, i++) {
    const count = u32[counts + i] as number;
    if (count === NO_EDGES) continue;
    if (count > DEGREE_MAX) Atomics.store(control, OVERFLOW, 1);
    begins[node] = next;
    degrees[node] = count;
    holds[node] = u32[held + i] as number;
    next += count;
  }
  if (kernel.get(scratch + EDGE_LOOPS) !== 0) Atomics.store(control, LOOPS, 1);
  noteFarthest(control, LOWEST, kernel.get(scratch + BACK_TO), (found, known) => found < known);
  noteFarthest(control, HIGHEST, kernel.get(scratch + BACK_FROM), (found, known) => found > known);
}

function noteFarthest(
  control: Uint32Array,
  field: number,
  found: number,
  isFarther: (found: number, known: number) => boolean,
): void {
  for (let known = Atomics.load(control, field); isFarther(found, known); ) {
    const before = Atomics.compareExchange(control, field, known, found);
    if (before === known) return;
    known = before;
  }
}
