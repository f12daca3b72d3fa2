/** The task of a thread that reads at random. */
import type { Memories } from '../engine/kernel.ts';

export interface Table {
  readonly base: number;
  /** Lines of 64 bytes. A read loads the first eight bytes of one. */
  readonly lines: number;
}

export interface ReaderData {
  readonly module: WebAssembly.Module;
  readonly memory: Memories;
  readonly table: Table;
  /** The number of the thread: no two threads read the same sequence. */
  readonly number: number;
  /** Calls of a round, and reads of a call. */
  readonly calls: number;
  readonly reads: number;
}
