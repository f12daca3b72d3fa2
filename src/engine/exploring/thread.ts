/** A thread of the pool: it holds one instance of the kernel and visits the chunks that it is given. */
import { workerData } from 'piscina';
import { Kernel, type Memories } from '../kernel.ts';

export interface ThreadData {
  readonly module: WebAssembly.Module;
  readonly memory: Memories;
}

/** A range of records, and the lane that is leased for it. A task with an empty range only asks the thread to answer. */
export interface ThreadTask {
  readonly lane: number;
  readonly from: number;
  readonly to: number;
}

// Piscina tries to `require` a task's file before it imports it. If a thread is ended while it requires an ES module, the
// whole process dies (an assertion of Node 24, seen once in 1,600 pools). A module with a top-level await cannot be required.
await Promise.resolve();

const { module, memory } = workerData as ThreadData;
const kernel = new Kernel(module, memory);

/** The results are in the lane's scratch. Returns the error of the kernel, if it failed. */
export default function visit({ lane, from, to }: ThreadTask): string | undefined {
  try {
    if (to > from) kernel.run.expand(lane, from, to);
    return undefined;
  } catch (error) {
    return String(error);
  }
}
