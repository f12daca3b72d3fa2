/** A cell as a runner needs it, and the task that another thread or machine is given for it. */
import type { Cell } from '../language/matrix.ts';
import { valueText } from '../language/parameter.ts';
import type { LoadedModel } from '../load/load-model.ts';
import type { CellTask } from './cell-task.ts';

export interface RunnableCell {
  readonly loaded: Pick<LoadedModel, 'name'>;
  readonly cell: Pick<Cell, 'parameters'>;
  /** How long it should take; absent where no budget limits the run. */
  readonly estimate?: CellEstimate;
}

export interface CellEstimate {
  readonly seconds: number;
  /** The last finished run, one that was stopped early, or a guess from the number of states. */
  readonly by: 'last run' | 'partial run' | 'guess';
}

/** A guess may be too short by this factor: docs/decisions/nightly.md has the measurements. */
const GUESS_FACTOR = 4;

/** The time that a cell must have left to be begun in its turn. */
export function secondsNeeded({ estimate }: Pick<RunnableCell, 'estimate'>): number {
  if (estimate === undefined) return 0;
  return estimate.by === 'guess' ? GUESS_FACTOR * estimate.seconds : estimate.seconds;
}

/** The order of cells that may not finish in the time left: the shortest first, so that most of them finish. */
export function shortestFirst<C extends Pick<RunnableCell, 'estimate'>>(cells: readonly C[]): readonly C[] {
  const seconds = ({ estimate }: C) => estimate?.seconds ?? 0;
  return cells.toSorted((a, b) => seconds(a) - seconds(b));
}

/** Model and parameters as text: names and strings are all that a thread or a queue carries. */
export function taskOf({ loaded, cell }: RunnableCell): Pick<CellTask, 'model' | 'parameters'> {
  const parameters = Object.entries(cell.parameters).map(([name, value]) => [name, valueText(value)]);
  return { model: loaded.name, parameters: Object.fromEntries(parameters) };
}
