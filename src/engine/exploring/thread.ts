/** A thread of the pool: it holds one instance of the kernel and visits the chunks that it is given. */
import { workerData } from 'piscina';
import { Kernel } from '../kernel.ts';

export interface ThreadData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

/** Records from one number to another, and the scratch region that is leased for them. An empty task is a greeting. */
export interface ThreadTask {
  readonly lane: number;
  readonly from: number;
  readonly to: number;
}

// Piscina requires a task's file before it imports it, and the whole process dies of a thread that is ended while it requires
// an ES module (an assertion of Node 24, seen once in 1,600 pools). What awaits cannot be required.
await Promise.resolve();

const { module, memory } = workerData as ThreadData;
const kernel = new Kernel(module, memory);

/** Results are in the lane's scratch; what is returned is only what the kernel broke on. */
export default function visit({ lane, from, to }: ThreadTask): string | undefined {
  try {
    if (to > from) kernel.run.expand(lane, from, to);
    return undefined;
  } catch (error) {
    return String(error);
  }
}
