/** Runs cells of a shipped model's matrix, in workers, against their expected verdicts. */
import type { ExecutionContext } from 'ava';
import type { Cell } from '../../src/language/matrix.ts';
import { loadModel } from '../../src/load/load-model.ts';
import { runMatrix } from '../../src/matrix/run-matrix.ts';
import type { CellResult } from '../../src/report/matrix-result.ts';

/** The results of the chosen cells, each as expected. */
export async function cellsAsExpected(
  t: ExecutionContext,
  name: string,
  chosen: (cell: Cell) => boolean,
): Promise<readonly CellResult[]> {
  const loaded = await loadModel(name);
  const cells = loaded.model.matrix?.cells.filter(chosen) ?? [];
  const model = { ...loaded.model, matrix: { expected: {}, vacuous: [], nightly: {}, ...loaded.model.matrix, cells } };
  const result = await runMatrix([{ ...loaded, model }], { all: true });
  const results = result.models.flatMap((one) => one.cells);
  for (const cell of results) t.deepEqual(cell.surprises, [], `${name} ${cell.parameters}`);
  t.is(result.unexpected + result.inconclusive, 0);
  t.is(results.length, cells.length);
  return results;
}
