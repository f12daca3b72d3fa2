/** Runs cells on the workers that attend to a queue: puts the cells there and collects their results. */
import type { CellRunner, Phase, RunRequest } from '../cells/cell-runner.ts';
import type { QueueableCell } from './cell-job.ts';
import { NightJobs } from './night-jobs.ts';
import type { QueueServer } from './queue-server.ts';
import { QueuedCells } from './queued-cells.ts';
import { type QueueOptions, RunCollector } from './run-collector.ts';
import { checkerHere } from './run-record.ts';

export class QueueRunner<C extends QueueableCell> implements CellRunner<C> {
  readonly #server: QueueServer;
  readonly #options: QueueOptions;

  constructor(server: QueueServer, options: QueueOptions) {
    this.#server = server;
    this.#options = options;
  }

  /** Rejects with `E_QUEUE` if another night owns the run. */
  async run(phases: readonly Phase<C>[], request: RunRequest<C>): Promise<void> {
    const failed = (error: unknown) => {
      throw this.#server.failure(error);
    };
    const { run, lostSeconds, say } = this.#options;
    const checker = checkerHere();
    const jobs = await NightJobs.of(this.#server, run).catch(failed);
    try {
      const cells = new QueuedCells(phases, request, { engine: checker.engine, lostMs: 1000 * lostSeconds, say });
      const collector = new RunCollector({
        server: this.#server,
        jobs,
        cells,
        checker,
        request,
        options: this.#options,
      });
      await collector.open().catch(failed);
      await collector.collect();
    } finally {
      await jobs.close().catch(() => {});
    }
  }

  async close(): Promise<void> {
    this.#server.close();
  }
}
