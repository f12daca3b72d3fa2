/** A thread of the pool: it holds one instance of the kernel and visits the chunks that it is given, or does other work. */
import { workerData } from 'node:worker_threads';
import { type EdgeWork, work } from '../edges/form-edges.ts';
import { Kernel, type Memories } from '../kernel.ts';
import { doTask, type Task } from '../memory/growth.ts';
import type { Range } from '../memory/log.ts';

export interface ThreadData {
  readonly module: WebAssembly.Module;
  readonly memory: Memories;
  /** How many threads have started. */
  readonly started: Int32Array;
}

/**
 * A range of records to visit, or whose edges are formed, or whose steps are chosen, or that are searched, or a part of a growth. An empty range only asks the
 * thread to answer.
 */
export type ThreadWork =
  | (Range & { readonly work?: never; readonly edges?: EdgeWork; readonly choosing?: true; readonly search?: number })
  | (Task & { readonly edges?: never; readonly choosing?: never; readonly search?: never });

/** With the lane that is leased for it. */
export type ThreadTask = ThreadWork & { readonly lane: number };

// Piscina tries to `require` a task's file before it imports it. If a thread is ended while it requires an ES module, the
// whole process dies (an assertion of Node 24, seen once in 1,600 pools). A module with a top-level await cannot be required.
await Promise.resolve();

const { module, memory, started } = workerData as ThreadData;
const kernel = new Kernel(module, memory);
Atomics.add(started, 0, 1);

/** The results are in the lane's scratch. Returns the error of the kernel, if it failed. */
export default function visit({ lane, ...task }: ThreadTask): string | undefined {
  try {
    if (task.work !== undefined) doTask(kernel, lane, task);
    else if (task.edges !== undefined) work(kernel, lane, task, task.edges);
    else if (task.search !== undefined) kernel.run.search(lane, task.from, task.to, task.search);
    else if (task.choosing) kernel.run.choose(lane, task.from, task.to);
    else if (task.to > task.from) kernel.run.expand(lane, task.from, task.to);
    return undefined;
  } catch (error) {
    return String(error);
  }
}
