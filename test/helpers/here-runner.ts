/** Runs the cells of a search in this thread, one after another: for tests with models that are in no file. */

import { notStarted } from '../../src/cells/cell-end.ts';
import type { CellRunner } from '../../src/cells/cell-runner.ts';
import { checkSystem } from '../../src/check/check.ts';
import { instantiate } from '../../src/language/model.ts';
import { chooseParameters } from '../../src/language/parameter.ts';
import type { RepairCell } from '../../src/repair/set-explorer.ts';

export class HereRunner implements CellRunner<RepairCell> {
  /** The parameters of the cells that ran. */
  readonly ran: unknown[] = [];

  async run(
    phases: Parameters<CellRunner<RepairCell>['run']>[0],
    request: Parameters<CellRunner<RepairCell>['run']>[1],
  ): Promise<void> {
    for (const job of phases.flatMap(({ cells }) => cells)) {
      if (request.signal?.aborted) request.onEnd(job, notStarted('interrupted'));
      else if ((request.secondsLeft?.() ?? 1) <= 0) request.onEnd(job, notStarted('budget'));
      else await this.#runOne(job, request);
    }
  }

  async #runOne(job: RepairCell, { limits, onEnd }: Parameters<CellRunner<RepairCell>['run']>[1]): Promise<void> {
    const { model, name } = job.loaded;
    const parameters = chooseParameters(model.parameters, { ...job.cell.parameters });
    this.ran.push(parameters);
    const report = await checkSystem(
      instantiate(model, parameters, name),
      { model: name, parameters },
      { ...limits, workers: 1 },
    );
    onEnd(job, { kind: 'outcome', outcome: { report, columns: {}, modules: {} }, byBudget: false, took: 0 });
  }

  async close(): Promise<void> {}
}
