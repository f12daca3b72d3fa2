/** Keeps the record of each cell of a run as soon as the cell has ended: in the run's folder, in the cache, among the durations. */
import type { CellEnd } from '../cells/cell-end.ts';
import type { Losses } from '../files/losses.ts';
import type { Cache } from './cache.ts';
import type { Durations } from './durations.ts';
import { endingOf } from './ending.ts';
import type { NightlyCell } from './nightly-cell.ts';
import type { Plan, PlannedCell } from './plan.ts';
import { type CellRecord, type Ending, recordOf } from './record.ts';
import type { RunFolder } from './run-folder.ts';

export interface KeeperOptions {
  readonly folder: RunFolder;
  readonly cache: Cache;
  readonly durations: Durations;
  /** What was asked for beyond the parameters. */
  readonly bounds: string;
  /** The run is a part. All parts are split by one file of durations, so it stays as it is until they are merged. */
  readonly isPart: boolean;
  /** Takes what cannot be written: a disk that is full ends no night. */
  readonly losses: Losses;
  readonly onEnd: ((record: CellRecord) => void) | undefined;
}

export class RecordKeeper {
  readonly #options: KeeperOptions;
  readonly #records: CellRecord[] = [];

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  /** The cells that come from the cache. */
  serve(served: Plan['served']): void {
    for (const { cell, finding } of served) this.#keep(cell, { came: 'cached', finding });
  }

  end(cell: PlannedCell, end: CellEnd): void {
    const { folder, cache, durations, bounds, isPart, losses } = this.#options;
    const ending = endingOf(cell, end, folder.run, bounds);
    if (ending.came === 'ran') {
      losses.attempt(() => cache.keep(cell, ending.finding));
      durations.note(cell.id, ending);
      if (!isPart) losses.attempt(() => durations.saveRegularly());
    }
    this.#keep(cell, ending);
  }

  /** To be called when all cells have ended. Gives the records in the order of the cells, so that two runs of the same cells read alike. */
  finish(cells: readonly NightlyCell[]): readonly CellRecord[] {
    const { folder, durations, isPart, losses } = this.#options;
    losses.attempt(() => folder.keepNotStarted(this.#records.filter(({ came }) => came === 'not started')));
    if (!isPart) losses.attempt(() => durations.save());
    const positions = new Map(cells.map(({ id }, position) => [id, position]));
    return this.#records.toSorted((a, b) => (positions.get(a.id) ?? 0) - (positions.get(b.id) ?? 0));
  }

  #keep(cell: PlannedCell, ending: Ending): void {
    const record = recordOf(cell, ending);
    this.#records.push(record);
    const { folder, losses } = this.#options;
    if (record.came !== 'not started') losses.attempt(() => folder.keep(record));
    this.#options.onEnd?.(record);
  }
}
