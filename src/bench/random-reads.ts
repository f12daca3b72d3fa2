/**
 * The machine's own limit: how many independent random reads of eight bytes a number of threads can do in a second over a
 * table of states, without writing or deciding anything. A visited transition that no cache of the engine answers costs at
 * least one such read, so the engine can be compared with this limit on any machine.
 *
 * The reads are independent, so a processor has as many in flight as it can. The fewer instructions there are between two
 * of them, the more reads that is (kernel/index.ts).
 */
import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Kernel } from '../engine/kernel.ts';
import type { ReaderData, Table } from './reader-task.ts';

export const LINE_BYTES = 64;
/** Reads of one call of the kernel. */
const READS = 4 * 2 ** 20;
/** Calls of one round of one thread: some tenths of a second, so that starting the round hardly matters. */
const CALLS = 8;
/** The machine is shared: the fastest round is the one that was disturbed least. */
const ROUNDS = 3;

/** The sum over all threads. The table must have been written before: a page that never was has no memory behind it. */
export async function randomReadsPerSecond(kernel: Kernel, table: Table, threads: number): Promise<number> {
  const { module, memory } = kernel;
  const readers = Array.from({ length: threads }, (_, number) => {
    const workerData: ReaderData = { module, memory, table, number, calls: CALLS, reads: READS };
    return new Worker(new URL(`./reader${extname(import.meta.url)}`, import.meta.url), { workerData });
  });
  // A reader sends one message when it is warm, then one after each round.
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
