/** The flags that name a queue, and the connection or runner that they stand for. */
import { hostname } from 'node:os';
import type { CellRunner } from '../../cells/cell-runner.ts';
import { commitHere } from '../../cells/commit.ts';
import { UserError } from '../../errors.ts';
import type { QueueableCell } from '../../queue/cell-job.ts';
import { queueAddress } from '../../queue/queue-address.ts';
import { QueueRunner } from '../../queue/queue-runner.ts';
import { QueueServer } from '../../queue/queue-server.ts';

export interface ServerFlags {
  readonly queue?: string | true;
  readonly queueCa?: string;
  readonly queueWait: number;
}

export interface QueueFlags extends ServerFlags {
  readonly run?: string;
  readonly lostAfter: number;
  readonly fresh?: boolean;
  readonly shard?: string;
}

/** Throws `E_QUEUE` within seconds if the server cannot be reached. */
export function openQueue({ queue, queueCa }: ServerFlags): Promise<QueueServer> {
  return QueueServer.open(queueAddress(queue, process.env), queueCa === undefined ? {} : { certificates: queueCa });
}

/** Runs cells on other machines; undefined if the flags name no queue. */
export async function queueRunner<C extends QueueableCell>(
  flags: QueueFlags,
  say: (text: string) => void,
): Promise<CellRunner<C> | undefined> {
  if (flags.queue === undefined) {
    if (flags.run === undefined) return undefined;
    throw new UserError('E_USAGE', '--run names a run in a queue, and there is no --queue.');
  }
  if (flags.shard !== undefined) {
    throw new UserError('E_USAGE', '--shard and --queue exclude each other: a queue distributes the cells itself.');
  }
  const server = await openQueue(flags);
  const run = flags.run ?? `${new Date().toISOString().slice(0, 10)}-${commitHere() ?? 'no-commit'}`;
  say(`Cells go into the queue at ${server.address.shown}, as run ${run}.`);
  return new QueueRunner(server, {
    run,
    owner: `${hostname()}, process ${process.pid}`,
    lostSeconds: flags.lostAfter,
    waitSeconds: flags.queueWait,
    fresh: flags.fresh ?? false,
    say,
  });
}
