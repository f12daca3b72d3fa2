/** Real cells, judged and written as a page. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CellLimits } from '../../src/cells/cell-task.ts';
import type { Cell } from '../../src/language/matrix.ts';
import { loadModel } from '../../src/load/load-model.ts';
import { runMatrix } from '../../src/matrix/run-matrix.ts';
import { htmlReporter } from '../../src/report/html.ts';
import { liveEngineOf } from '../../src/report/live-engine.ts';
import type { RunResult } from '../../src/report/reporter.ts';

export interface CellChoice {
  readonly model: string;
  readonly cells: (cell: Cell) => boolean;
  /** All cells are expected to hold, so that every violation is a surprise. */
  readonly expectsNothing?: boolean;
}

export async function matrixOf(choices: readonly CellChoice[], limits: CellLimits = {}): Promise<RunResult> {
  const models = choices.map(async ({ model: name, cells: chosen, expectsNothing = false }) => {
    const loaded = await loadModel(name);
    const matrix = { expected: {}, vacuous: [], nightly: {}, cells: [], ...loaded.model.matrix };
    const cells = matrix.cells.filter(chosen);
    const expected = expectsNothing ? {} : matrix.expected;
    return { ...loaded, model: { ...loaded.model, matrix: { ...matrix, cells, expected } } };
  });
  return { kind: 'matrix', matrix: await runMatrix(await Promise.all(models), { all: true, reports: true, limits }) };
}

export interface WrittenReport {
  readonly address: string;
  readonly file: string;
  readonly remove: () => void;
}

/** `live`: the models that the report contains; by default it is not live. */
export async function writeReport(result: RunResult, live?: readonly string[]): Promise<WrittenReport> {
  const folder = mkdtempSync(join(tmpdir(), 'everywhen-test-'));
  const models = live && (await Promise.all(live.map((name) => loadModel(name))));
  const reporter = htmlReporter(folder, [], models && (await liveEngineOf(models)));
  await reporter.onEnd(result);
  const file = join(folder, 'index.html');
  return { file, address: pathToFileURL(file).href, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
