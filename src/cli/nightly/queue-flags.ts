/** The flags that name a queue, and what they are to a night or a machine. */
import { hostname } from 'node:os';
import { commitHere } from '../../cells/commit.ts';
import { UserError } from '../../errors.ts';
import type { runCells } from '../../nightly/run-cells.ts';
import { queueAddress } from '../../queue/queue-address.ts';
import { QueueServer } from '../../queue/queue-server.ts';
import { runQueued } from '../../queue/queued-cells.ts';

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

export interface NightQueue {
  readonly cells: typeof runCells;
  close(): void;
}

/** Throws `E_QUEUE` within seconds where it cannot be reached. */
export function openQueue({ queue, queueCa }: ServerFlags): Promise<QueueServer> {
  return QueueServer.open(queueAddress(queue, process.env), queueCa === undefined ? {} : { certificates: queueCa });
}

/** Of a night whose cells run elsewhere; undefined where they run here. */
export async function nightQueue(flags: QueueFlags, say: (text: string) => void): Promise<NightQueue | undefined> {
  if (flags.queue === undefined) {
    if (flags.run === undefined) return undefined;
    throw new UserError('E_USAGE', '--run names a run in a queue, and there is no --queue.');
  }
  if (flags.shard !== undefined) {
    throw new UserError('E_USAGE', 'a queue shares out the cells by itself: --shard and --queue exclude each other.');
  }
  const server = await openQueue(flags);
  const run = flags.run ?? `${new Date().toISOString().slice(0, 10)}-${commitHere() ?? 'no-commit'}`;
  const master = `${hostname()}, process ${process.pid}`;
  say(`Cells go into the queue at ${server.address.shown}, as run ${run}.`);
  const queue = {
    run,
    master,
    lostSeconds: flags.lostAfter,
    waitSeconds: flags.queueWait,
    fresh: flags.fresh ?? false,
    say,
  };
  return {
    cells: (plan, options) => runQueued(plan, options, server, queue),
    close: () => server.close(),
  };
}
