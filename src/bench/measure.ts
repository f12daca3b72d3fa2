/**
 * One measurement: a case is explored in a process of its own, so that its memory is the case's alone, and no earlier case has
 * compiled or allocated anything.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import type { BenchTask, Figures, NotMeasured } from './figures.ts';

export async function measure(task: BenchTask, signal?: AbortSignal): Promise<Figures | NotMeasured> {
  const child = fork(new URL(`./child${extname(import.meta.url)}`, import.meta.url), [JSON.stringify(task)], {
    execArgv: process.execArgv,
    ...(signal !== undefined && { signal }),
  });
  let answer: Figures | NotMeasured | undefined;
  child.on('message', (message) => {
    answer = message as Figures | NotMeasured;
  });
  try {
    const [code, killedBy] = await once(child, 'exit');
    return answer ?? { because: `its process ended with ${killedBy ?? `code ${code}`}` };
  } catch (error) {
    if (signal?.aborted) return { because: 'it was interrupted' };
    throw error;
  }
}
