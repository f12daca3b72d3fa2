/** The order of cells in a queue, which workers take from the front. */
import type { Phase } from '../cells/cell-runner.ts';
import { type RunnableCell, secondsNeeded, shortestFirst } from '../cells/runnable-cell.ts';

export interface OrderedCell<C> {
  readonly cell: C;
  /** It gets all threads of a worker. */
  readonly alone: boolean;
}

/** The order of the phases. Cells that would not finish in the time that there is come last, the shortest of them first. */
export function inOrder<C extends RunnableCell>(
  phases: readonly Phase<C>[],
  seconds: number,
): readonly OrderedCell<C>[] {
  const all = phases.flatMap(({ how, cells }) => cells.map((cell) => ({ cell, alone: how === 'alone' })));
  const [fitting, late] = [true, false].map((fits) =>
    all.filter(({ cell }) => secondsNeeded(cell) <= seconds === fits),
  );
  const alone = new Map(all.map(({ cell, alone }) => [cell, alone]));
  const lateCells = shortestFirst((late ?? []).map(({ cell }) => cell));
  return [...(fitting ?? []), ...lateCells.map((cell) => ({ cell, alone: alone.get(cell) ?? false }))];
}
