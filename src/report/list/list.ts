/** The report as text: verdicts in columns, every trace, and the evidence. */
import type { TraceFormat } from '../../trace/format.ts';
import { atWidth } from '../../trace/line-width.ts';
import type { Output } from '../output.ts';
import type { Reporter, RunResult } from '../reporter.ts';
import { ablationReport } from './ablation-list.ts';
import { checkReport } from './check-list.ts';
import { Dots } from './dots.ts';
import { nothingExplained } from './explanation-list.ts';
import { growthReport } from './growth-list.ts';
import { matrixReport } from './matrix-list.ts';

export interface ListOptions {
  /** The properties whose traces are shown (all if empty), and the format. */
  readonly shown?: readonly string[] | undefined;
  readonly traceFormat?: TraceFormat | undefined;
  /** For logs: a matrix is one character for each cell, and only surprises are shown. */
  readonly brief?: boolean;
}

export function listReporter(output: Output, { shown, traceFormat, brief = false }: ListOptions): Reporter {
  const dots = brief ? new Dots(output) : undefined;
  const linesOf = (result: RunResult): readonly string[] => {
    if (result.kind === 'matrix') return matrixReport(result.matrix, { brief });
    const { model, parameters, report, columns, kernelView } = result.check;
    return checkReport(report, `${model} ${parameters}`.trimEnd(), new Map(Object.entries(columns)), {
      shown,
      more: [
        ...(report.ablation ? ablationReport(report.ablation) : []),
        ...(report.growth ? growthReport(report.growth, new Map(Object.entries(columns))) : []),
        ...(report.explanation ? nothingExplained(report.explanation) : []),
      ],
      format: traceFormat,
      kernelView,
    });
  };
  return {
    onCell: (finished) => dots?.add(finished),
    onEnd: (result) => {
      dots?.end();
      output.write(`${atWidth(output.width, () => linesOf(result)).join('\n')}\n`);
    },
  };
}
