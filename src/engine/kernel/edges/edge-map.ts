/**
 * Where edges.ts finds and leaves what it needs, in bytes: a field behind those of CONTROL, and lists at the end of a
 * lane's region. Like memory-map.ts, it is read by both languages.
 */
import { CONTROL_END, MATCHES_MAX, SCRATCH_BYTES } from '../memory-map.ts';

/**
 * In tables for infinite runs, the address of a mask for each word, 64 bits each: the bits that are not of ghosts. 0 in
 * all other tables. Bundles of tables that have it keep the outcomes that change nothing.
 */
export const VARS: usize = CONTROL_END;
export const VARS_END: usize = VARS + 4;

/** Hashes of successors that are still to be looked for, 64 bits each. */
export const EDGES_PENDING_MAX: usize = 4096;
export const EDGES_PENDING: usize = SCRATCH_BYTES - 8 * EDGES_PENDING_MAX;
/** By edge: twice the number of its kind, plus 1 if it changes more than ghosts, a byte. Its target is in MATCHES. */
export const EDGE_WAYS: usize = EDGES_PENDING - MATCHES_MAX;
/** By record of a range: the predicates that hold, 32 bits each. */
export const EDGE_STATES_MAX: usize = 2048;
export const EDGE_HOLDS: usize = EDGE_WAYS - 4 * EDGE_STATES_MAX;
/** By record of a range: the number of its edges, NO_EDGES if the tables miss an entry, 32 bits each. */
export const EDGE_COUNTS: usize = EDGE_HOLDS - 4 * EDGE_STATES_MAX;
export const NO_EDGES: u32 = 0xffffffff;
