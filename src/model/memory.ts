/**
 * Memory orderings: where a store waits before other CPUs see it.
 *
 * `sc`: to memory at once. `tso`: into a FIFO store buffer of its CPU, from which it drains to memory at any later time; loads
 * read their own CPU's buffer first. `pso`: the same with a FIFO for each location, so that stores to different locations
 * may drain in any order. Each buffer is a slot of the state, each way to drain it a step of the system.
 *
 * P. Sewell, S. Sarkar, S. Owens, F. Zappa Nardelli, M. O. Myreen, "x86-TSO: a rigorous and usable programmer's model for x86
 * multiprocessors", CACM 53(7), 2010, whose abstract machine `tso` is; D. L. Weaver, T. Germond (ed.), "The SPARC architecture
 * manual, version 9", 1994, appendix D, for `pso`.
 */
export const ORDERINGS = ['sc', 'tso', 'pso'] as const;
/**
 * When stores reach memory: at once (`sc`), through a FIFO store buffer for each CPU (`tso`), or through one for each CPU and location (`pso`).
 * @defaultValue `'sc'`
 */
export type Ordering = (typeof ORDERINGS)[number];

/** The memory that an author declares. */
export interface AuthoredMemory {
  readonly ordering: Ordering;
  /** The most stores that one store buffer holds. */
  readonly bound: number;
}

export interface Memory extends AuthoredMemory {
  /** The slots of the shared locations, by their full names. */
  readonly locations: ReadonlyMap<string, number>;
  /** For each CPU that stores: by the slot of a location, the slot of the store buffer that its stores go through. */
  readonly buffers: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** The fences and locked instructions of this name order nothing. */
  readonly ablated: string | undefined;
}
