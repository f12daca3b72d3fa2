/** What a thread that reads at random is given. */

export interface Table {
  readonly base: number;
  /** Of 64 bytes. A read takes one of them: its first eight bytes. */
  readonly lines: number;
}

export interface ReaderData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly table: Table;
  /** Of the thread: no two read the same places. */
  readonly number: number;
  /** What it does of a round. */
  readonly calls: number;
  readonly reads: number;
}
