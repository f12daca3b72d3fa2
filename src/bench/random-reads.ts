/**
 * The machine's own limit: how many independent random reads of eight bytes it does in a second over a table of states, by so
 * many threads, without writing or deciding anything. A visited transition that no cache of ours answers costs at least one
 * such read, so that this is what an engine can be held against on whatever machine it runs.
 *
 * Reads are independent, so a processor has as many in flight as it can: how many depends on how few instructions stand
 * between two of them (kernel/index.ts).
 */
import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Kernel } from '../engine/kernel.ts';
import type { ReaderData, Table } from './reader-task.ts';

export const LINE_BYTES = 64;
/** Of one call of the kernel. */
const READS = 4 * 2 ** 20;
/** Of one round of one thread: some tenths of a second, which the start of the threads does not weigh in. */
const CALLS = 8;
/** The machine is shared: the best of them is the one that was disturbed least. */
const ROUNDS = 3;

/** Of all threads together. The table must have been written before: a page that never was would be no memory at all. */
export async function randomReadsPerSecond(kernel: Kernel, table: Table, threads: number): Promise<number> {
  const { module, memory } = kernel;
  const readers = Array.from({ length: threads }, (_, number) => {
    const workerData: ReaderData = { module, memory, table, number, calls: CALLS, reads: READS };
    return new Worker(new URL(`./reader${extname(import.meta.url)}`, import.meta.url), { workerData });
  });
  // A reader says once that it is warm, then once after each round.
  const answers = () => Promise.all(readers.map((reader) => once(reader, 'message')));
  try {
    await answers();
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now();
      for (const reader of readers) reader.postMessage('read');
      await answers();
      best = Math.min(best, (performance.now() - start) / 1000);
    }
    return (threads * CALLS * READS) / best;
  } finally {
    await Promise.all(readers.map((reader) => reader.terminate()));
  }
}
