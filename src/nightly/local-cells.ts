/** Runs the cells of a night on threads of this process. */
import type { CheckpointPlace } from '../cells/cell-checkpoint.ts';
import { CellPool } from '../cells/cell-pool.ts';
import type { CellLimits, CellOutcome, CellTask } from '../cells/cell-task.ts';
import { valueText } from '../language/parameter.ts';
import type { PlannedCell } from './plan.ts';

export class LocalCells {
  readonly #pool: CellPool;
  readonly #stop = new SharedArrayBuffer(4);
  readonly #running = new Map<string, BigInt64Array>();
  readonly #placeOf: ((cell: PlannedCell) => CheckpointPlace) | undefined;

  /** So many cells at once. An abort stops those that run and lets no other begin. Without a place no cell leaves a checkpoint. */
  constructor(threads: number, signal?: AbortSignal, placeOf?: (cell: PlannedCell) => CheckpointPlace) {
    this.#placeOf = placeOf;
    this.#pool = new CellPool(threads);
    const stop = () => Atomics.store(new Int32Array(this.#stop), 0, 1);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop);
  }

  async run(cell: PlannedCell, limits: CellLimits): Promise<CellOutcome> {
    const states = new SharedArrayBuffer(8);
    this.#running.set(cell.id, new BigInt64Array(states));
    try {
      const checkpoint = this.#placeOf?.(cell);
      return await this.#pool.run({
        ...taskOf(cell),
        limits,
        stop: this.#stop,
        states,
        ...(checkpoint && { checkpoint }),
      });
    } finally {
      this.#running.delete(cell.id);
    }
  }

  /** How many states a cell that runs has found so far. */
  statesOf({ id }: Pick<PlannedCell, 'id'>): number {
    const states = this.#running.get(id);
    return states === undefined ? 0 : Number(Atomics.load(states, 0));
  }

  /** When no cell runs any more. */
  close(): Promise<void> {
    return this.#pool.close();
  }
}

/** What another thread or machine has to know of a cell. */
export function taskOf({ loaded, cell }: Pick<PlannedCell, 'loaded' | 'cell'>): Pick<CellTask, 'model' | 'parameters'> {
  const parameters = Object.entries(cell.parameters).map(([name, value]) => [name, valueText(value)]);
  return { model: loaded.name, parameters: Object.fromEntries(parameters) };
}
