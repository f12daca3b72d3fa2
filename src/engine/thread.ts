/** A thread of the pool: it holds one instance of the kernel and visits the chunks that it is given. */
import { workerData } from 'piscina';
import { Kernel } from './kernel.ts';

export interface ThreadData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

/** Records from one number to another, and the scratch region that is leased for them. An empty task is a greeting. */
export interface ThreadTask {
  readonly slot: number;
  readonly from: number;
  readonly to: number;
}

const { module, memory } = workerData as ThreadData;
const kernel = new Kernel(module, memory);

/** Results are in the slot's scratch; what is returned is only what the kernel broke on. */
export default function visit({ slot, from, to }: ThreadTask): string | undefined {
  try {
    if (to > from) kernel.run.expand(slot, from, to);
    return undefined;
  } catch (error) {
    return String(error);
  }
}
