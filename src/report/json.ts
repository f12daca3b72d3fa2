/** The result of a run as one JSON object on one line, for programs. `docs/formats.md` describes it. */
import { inertJson } from '../errors.ts';
import type { CellResult, MatrixResult } from './matrix-result.ts';
import type { Output } from './output.ts';
import type { Reporter } from './reporter.ts';

export function jsonReporter(output: Output): Reporter {
  return {
    onEnd: (result) => {
      const content = result.kind === 'check' ? result.check.report : withoutReports(result.matrix);
      output.write(`${inertJson(content)}\n`);
    },
  };
}

/** Only `check` prints traces. A matrix as JSON has verdicts and counts, even if other reporters requested traces. */
function withoutReports(matrix: MatrixResult): MatrixResult {
  const plain = ({
    report: _,
    columns: __,
    question: ___,
    kernelView: ____,
    evidenceView: _____,
    ...cell
  }: CellResult): CellResult => cell;
  return { ...matrix, models: matrix.models.map((model) => ({ ...model, cells: model.cells.map(plain) })) };
}
