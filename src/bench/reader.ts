/** A thread that reads at random: it warms up the kernel's loop, says so, and then does a round for each message. */
import { parentPort, workerData } from 'node:worker_threads';
import { Kernel } from '../engine/kernel.ts';
import type { ReaderData } from './reader-task.ts';

/** The first calls run baseline code, and a call ends in the code that it began in: only later calls run optimised code. */
const WARM_CALLS = 32;
const WARM_READS = 2 ** 18;
/** An odd constant: its multiples are different 64-bit numbers in no apparent order. */
const ODD = 0x9e37_79b9_7f4a_7c15n;

const { module, memory, table, number, calls, reads } = workerData as ReaderData;
const { run } = new Kernel(module, memory);
let seeds = BigInt(number) << 32n;

read(WARM_CALLS, WARM_READS);
parentPort?.on('message', () => {
  read(calls, reads);
  parentPort?.postMessage('done');
});
parentPort?.postMessage('ready');

function read(calls: number, reads: number): void {
  for (let call = 0; call < calls; call++) {
    run.randomReads(BigInt(table.base), table.lines, reads, BigInt.asIntN(64, ++seeds * ODD));
  }
}
