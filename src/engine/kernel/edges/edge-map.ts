/**
 * Where edges.ts finds and leaves what it needs, in bytes: fields behind those of CONTROL, and lists at the end of a
 * lane's region. Like memory-map.ts, it is read by both languages.
 */
import { CONTROL_END, MATCHES_MAX, SCRATCH_BYTES } from '../memory-map.ts';

/**
 * In tables for infinite runs, the address of a mask for each word, 64 bits each: the bits that are not of ghosts. 0 in
 * all other tables. Bundles of tables that have it keep the outcomes that change nothing.
 */
export const VARS: usize = CONTROL_END;
/** The index of nodes (node-index.ts): its lines, the bits of a number, its address (64 bits). */
export const INDEX_LINES: usize = VARS + 4;
export const INDEX_BITS: usize = INDEX_LINES + 4;
export const INDEX_BASE: usize = (INDEX_BITS + 4 + 7) & ~7;
export const EDGES_CONTROL_END: usize = INDEX_BASE + 8;

/**
 * Successors that are still to be looked for: the hash (64 bits), the node that leads to it, and the address for its
 * number.
 */
export const EDGES_PENDING_MAX: usize = 4096;
export const PENDING_BYTES: usize = 16;
export const EDGES_PENDING: usize = SCRATCH_BYTES - PENDING_BYTES * EDGES_PENDING_MAX;
/**
 * Where edges lead to a node of a number that is not larger than their own, and other than it: the lowest such target and
 * the highest such node; the first is larger if there is no such edge.
 */
export const BACK_TO: usize = EDGES_PENDING - 16;
export const BACK_FROM: usize = BACK_TO + 4;
/** Whether an edge leads from a node to itself. */
export const EDGE_LOOPS: usize = BACK_FROM + 4;
/** By edge: twice the number of its kind, plus 1 if it changes more than ghosts, a byte. Its target is in MATCHES. */
export const EDGE_WAYS: usize = BACK_TO - MATCHES_MAX;
/** By record of a range: the predicates that hold, 32 bits each. */
export const EDGE_STATES_MAX: usize = 2048;
export const EDGE_HOLDS: usize = EDGE_WAYS - 4 * EDGE_STATES_MAX;
/** By record of a range: the number of its edges, NO_EDGES if the tables miss an entry, 32 bits each. */
export const EDGE_COUNTS: usize = EDGE_HOLDS - 4 * EDGE_STATES_MAX;
export const NO_EDGES: u32 = 0xffffffff;
