/** `everywhen work` */
import { mkdirSync } from 'node:fs';
import { availableParallelism, hostname } from 'node:os';
import { resolve } from 'node:path';
import { inertLine, UserError } from '../../errors.ts';
import { withoutPassword } from '../../queue/queue-address.ts';
import { workOn } from '../../queue/queue-worker.ts';
import { EXIT } from '../exit.ts';
import { onInterrupt } from '../interrupt.ts';
import { type StepFlags, stepLimitOf } from '../options/limits.ts';
import { openQueue, type ServerFlags } from './queue-flags.ts';

export interface WorkFlags extends ServerFlags, StepFlags {
  readonly workers?: number;
  readonly idle?: number;
  readonly checkpoints?: string;
  readonly checkpointEvery: number;
}

export async function work(flags: WorkFlags): Promise<number> {
  const checkpoints = flags.checkpoints === undefined ? undefined : madeFolder(flags.checkpoints);
  const signal = onInterrupt();
  const server = await openQueue(flags);
  const threads = flags.workers ?? availableParallelism();
  const name = `${hostname()}-${process.pid}`;
  const say = (text: string) => void process.stdout.write(`${withoutPassword(inertLine(text))}\n`);
  say(`${name} looks for cells at ${server.address.shown}, for ${threads} ${threads === 1 ? 'thread' : 'threads'}`);
  try {
    const ended = await workOn(server, {
      name,
      threads,
      waitSeconds: flags.queueWait,
      signal,
      say,
      ...stepLimitOf(flags),
      ...(flags.idle !== undefined && { idleSeconds: flags.idle }),
      ...(checkpoints !== undefined && { checkpoints: { folder: checkpoints, everySeconds: flags.checkpointEvery } }),
    });
    if (ended === 'interrupted') return EXIT.interrupted;
    if (ended === 'idle') return EXIT.holds;
    say('Gave up.');
    return EXIT.inconclusive;
  } finally {
    server.close();
  }
}

function madeFolder(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true });
    return resolve(folder);
  } catch (error) {
    throw new UserError('E_USAGE', `no checkpoint can be kept in '${folder}': ${(error as Error).message}`);
  }
}
